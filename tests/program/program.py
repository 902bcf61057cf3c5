"""How these tests run the program: as a user does, by its command line, on evidence of its own simulator.

The binary is named by the environment (HOPTRACE); HOPTRACE_LIGHT=1 asks for smaller sizes (a sanitizer's build is slow).
Every test works in a folder of its own, which goes with it. Nothing here reads a clock.
"""
import fcntl
import functools
import json
import os
import pathlib
import pty
import shutil
import struct
import subprocess
import tempfile
import termios
import unittest

HOPTRACE = os.environ["HOPTRACE"]
LIGHT = os.environ.get("HOPTRACE_LIGHT") == "1"
SOURCE = pathlib.Path(__file__).resolve().parents[2]
SHARED = SOURCE.parent / "shared"
_keep = tempfile.TemporaryDirectory(prefix="hoptrace-fleet-")


class Outcome:
    def __init__(self, done):
        self.code = done.returncode
        self.out_bytes, self.err_bytes = done.stdout, done.stderr
        self.out = (done.stdout or b"").decode("utf-8", "replace")
        self.err = done.stderr.decode("utf-8", "replace")


@functools.cache
def fleet():
    """The simulated fleet's evidence, with its tenants.yaml; for reading only: copy() gives one to change."""
    folder = pathlib.Path(_keep.name) / "fleet"
    subprocess.run([HOPTRACE, "simulate", "--seed", "7", "-o", folder], check=True, capture_output=True)
    return folder / "evidence"


def findings_of(text):
    return [json.loads(line) for line in text.splitlines()]


def what(finding):
    """A finding without where it was read: rule, host, channel, record."""
    return (finding["rule"]["id"], finding["host"], finding["event"]["channel"], finding["event"]["record_id"])


class ProgramTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        held = tempfile.TemporaryDirectory(prefix="hoptrace-test-")
        self.addCleanup(held.cleanup)
        self.folder = pathlib.Path(held.name)

    def run_program(self, *arguments, **options):
        options.setdefault("cwd", self.folder)
        if "stdout" not in options:
            options["stdout"] = subprocess.PIPE
        return Outcome(subprocess.run([HOPTRACE, *map(str, arguments)], stderr=subprocess.PIPE, check=False, **options))

    def on_terminal(self, *arguments, env=None, stream="stderr"):
        """What a terminal of 100 columns gets on one stream; what the other one, a pipe, gets; and the exit code."""
        try:
            ours, theirs = pty.openpty()
        except OSError as error:  # a bare chroot without /dev/pts
            self.skipTest(f"this machine gives no terminal: {error}")
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"} | (env or {})
        other = "stdout" if stream == "stderr" else "stderr"
        with subprocess.Popen([HOPTRACE, *map(str, arguments)], cwd=self.folder, env=environment,
                              **{stream: theirs, other: subprocess.PIPE}) as process:
            os.close(theirs)
            shown = b""
            while True:
                try:
                    part = os.read(ours, 65536)
                except OSError:  # Linux: nobody writes to the terminal any more
                    break
                if not part:
                    break
                shown += part
            piped = getattr(process, other).read()
        os.close(ours)
        return shown.decode(), piped.decode(), process.returncode

    def done(self, *arguments, code=0, **options):
        """Runs the program and holds it to an exit code."""
        outcome = self.run_program(*arguments, **options)
        self.assertEqual(outcome.code, code, outcome.err)
        return outcome

    def refused(self, *arguments, code=2, says, **options):
        """The program refuses in one sentence that holds each text of `says`, and writes no data."""
        outcome = self.done(*arguments, code=code, **options)
        self.assertEqual(outcome.out, "")
        self.assertEqual(len(outcome.err.splitlines()), 1, outcome.err)
        self.assertTrue(outcome.err.startswith("hoptrace"), outcome.err)
        for text in says:
            self.assertIn(text, outcome.err)
        return outcome

    def export(self, case="case.hop", what_="findings"):
        return self.done("export", case, "--as", what_).out

    def findings(self, case="case.hop"):
        return findings_of(self.export(case))

    def copy(self, source=None, name="evidence"):
        return pathlib.Path(shutil.copytree(source or fleet(), self.folder / name))

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path
