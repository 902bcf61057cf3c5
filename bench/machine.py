"""What was measured on, and with which versions."""
import pathlib
import platform
import re
import subprocess

from measure import cores


def first_match(pattern, path):
    try:
        found = re.search(pattern, pathlib.Path(path).read_text(), re.M)
    except OSError:
        return ""
    return found.group(1).strip() if found else ""


def answer(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def commit(root):
    """The source's commit, and whether files differ from it; a copy without git has none."""
    name = answer("git", "-C", root, "rev-parse", "--short=12", "HEAD")
    changed = answer("git", "-C", root, "status", "--porcelain", "--untracked-files=no", "--", ".", ":!bench/results.md")
    return f"{name}{' with changes' if changed else ''}" if name else "unknown"


def described(root, hoptrace, yardstick):
    """(what, value) lines."""
    system = first_match(r'^PRETTY_NAME="(.*)"', "/etc/os-release")
    memory = int(first_match(r"^MemTotal:\s+(\d+)", "/proc/meminfo") or 0) / 1024 / 1024
    return [
        ("processor", first_match(r"^model name\s*:\s*(.*)$", "/proc/cpuinfo") or platform.machine()),
        ("cores", str(len(cores()))),
        ("memory", f"{memory:.0f} GiB"),
        ("system", f"{system}, Linux {platform.release()}"),
        ("hoptrace", f"{answer(hoptrace, '--version')}, commit {commit(root)}"),
        ("yardstick", answer(yardstick, "--version") + " (evtx_dump)"),
        ("compiler", answer("g++", "--version").split("\n")[0]),
    ]
