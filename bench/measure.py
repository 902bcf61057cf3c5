"""Running a command on chosen cores, and two commands in turn."""
import dataclasses
import os
import shlex
import statistics
import subprocess
import sys
import time


@dataclasses.dataclass
class Run:
    wall: float        # seconds, from the start of the process to its end
    processor: float   # seconds, user and system
    peak: int          # bytes of memory, resident, at the most


class Trouble(Exception):
    """A benchmark cannot be run: the sentence says why and what to do."""


def cores():
    return sorted(os.sched_getaffinity(0))


def pinned(command, count):
    """The command on `count` cores, the last ones: the first have the interrupts."""
    chosen = ",".join(map(str, cores()[-count:]))
    return ["taskset", "-c", chosen, *command]


def shown(command, environment=None):
    """The command as a person would type it."""
    return " ".join([*(f"{name}={shlex.quote(value)}" for name, value in (environment or {}).items()), shlex.join(command)])


def run(command, log, environment=None, right_codes=(0,), before=None):
    """Runs once; standard output goes to /dev/null, the rest to the file `log`."""
    if before:
        before()
    os.sync()  # what the last run left to be written is not this one's to wait for
    with open(log, "wb") as errors:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, env={**os.environ, **(environment or {})})
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in right_codes:
        with open(log, "rb") as errors:
            said = errors.read()[-2000:].decode("utf-8", "replace")
        raise Trouble(f"{shown(command, environment)} ended with {process.returncode}: {said}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024)


def in_turn(pairs, first, second, say=lambda text: None):
    """Both once to warm up, then first, second, first, second…: `pairs` runs of each."""
    first(), second()
    firsts, seconds = [], []
    for number in range(pairs):
        firsts.append(first())
        seconds.append(second())
        say(f"{number + 1}/{pairs}: {firsts[-1].wall:.3f} s, {seconds[-1].wall:.3f} s")
    return firsts, seconds


def median(numbers):
    return statistics.median(numbers)


def say(text):
    print(text, file=sys.stderr, flush=True)
