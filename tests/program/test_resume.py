"""A hunt that is killed at any moment: the case is valid, the next run goes on, nothing is lost, nothing is there twice.

HOPTRACE_KILLS says how many moments (default 5); HOPTRACE_SEED chooses them (printed, so that a failure can be repeated).
A moment is a number of bytes that the hunt has written to its case (told by /proc), not a time.
"""
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import unittest

from program import HOPTRACE, LIGHT, SHARED, ProgramTest, findings_of, fleet

KILLS = int(os.environ.get("HOPTRACE_KILLS", "5"))
SEED = int(os.environ.get("HOPTRACE_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 32)
MEGABYTES = 4 if LIGHT else 32


class Resume(ProgramTest):
    def evidence(self):
        folder = self.copy()
        maker = SHARED / "tools/make_big_evtx.py"
        if maker.is_file() and (SHARED / "data/evtx-attack-samples").is_dir():
            subprocess.run([sys.executable, "-B", maker, folder / "acme-foundry/big.evtx", str(MEGABYTES * 1_000_000),
                            SHARED / "data/evtx-attack-samples", SHARED / "data/regression"],
                           check=True, capture_output=True)
        else:  # many logs in place of one large one: their bytes must differ to be read, so other seeds write them
            for seed in range(MEGABYTES // 4):
                other = self.folder / f"seed{seed}"
                self.done("simulate", "--seed", 100 + seed, "-o", other)
                shutil.move(other / "evidence/acme-foundry", folder / f"acme-foundry/more{seed}")
        shutil.make_archive(str(folder / "northwind-msp/copies"), "zip", folder / "northwind-msp")
        return folder

    def command(self, evidence, case, told):
        return [HOPTRACE, "hunt", evidence, "--case", self.folder / case, "--findings", told, "-q", "--jobs", "2"]

    def written(self, process):
        """Bytes that the process has written so far; None once it has ended."""
        try:
            for line in pathlib.Path(f"/proc/{process.pid}/io").read_text().splitlines():
                if line.startswith("wchar:"):
                    return int(line.split()[1]) if process.poll() is None else None
        except (FileNotFoundError, ProcessLookupError):
            pass
        return None

    def kill_after(self, command, amount):
        """True if the hunt was killed, False if it had ended before it wrote that much."""
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            while True:
                written = self.written(process)
                if written is None or written >= amount:
                    break
            process.send_signal(signal.SIGKILL)
            process.stderr.read()
            return process.wait() == -signal.SIGKILL

    def amount(self, command):
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            most = 0
            while (written := self.written(process)) is not None:
                most = max(most, written)
            self.assertIn(process.wait(), (0, 3))
        return most

    def same_as_whole(self, case, whole, told_of_runs, whole_told):
        self.assertEqual(self.export(case), whole)
        found = findings_of(whole)
        self.assertEqual(len({f["id"] for f in found}), len(found))
        told = [line for text in told_of_runs for line in text.splitlines(keepends=True)]
        complete = [line for line in told if line.endswith("\n")]  # a kill may cut the last line of a run
        self.assertLessEqual(set(whole_told.splitlines(keepends=True)), set(complete))

    def test_killed_and_resumed(self):
        chance = random.Random(SEED)
        evidence = self.evidence()
        most = self.amount(self.command(evidence, "whole.hop", self.folder / "whole.jsonl"))
        whole = self.export("whole.hop")
        whole_told = (self.folder / "whole.jsonl").read_text()
        self.assertGreater(len(findings_of(whole)), 20)
        kills = 0
        while kills < KILLS:
            case = f"case{kills}.hop"
            moments = sorted(chance.randrange(most) for _ in range(chance.randrange(1, 4)))
            with self.subTest(seed=SEED, moments=moments):
                told = []
                for moment in moments:
                    told.append(self.folder / f"{case}.{len(told)}.jsonl")
                    kills += self.kill_after(self.command(evidence, case, told[-1]), moment)
                told.append(self.folder / f"{case}.last.jsonl")
                last = subprocess.run(self.command(evidence, case, told[-1]), capture_output=True, check=False)
                self.assertIn(last.returncode, (0, 3), last.stderr)
                texts = [path.read_text() if path.exists() else "" for path in told]
                self.same_as_whole(case, whole, texts, whole_told)
                self.twice_at_most_where_it_was_killed(texts)
                again = self.folder / f"{case}.again.jsonl"
                subprocess.run(self.command(evidence, case, again), capture_output=True, check=False)
                self.assertEqual(again.read_text(), "", "all of it was told already")

    def twice_at_most_where_it_was_killed(self, texts):
        """Runs tell again only the findings of the one file that was being told when they were killed."""
        seen = set()
        for text in texts:
            lines = text.splitlines()
            told = [f for f in findings_of("\n".join(lines[:-1] if text and not text.endswith("\n") else lines))]
            again = {f["source"]["path"].split("!/")[0] for f in told if f["id"] in seen and "parts" not in f}
            self.assertLessEqual(len(again), 1)
            seen |= {f["id"] for f in told}


if __name__ == "__main__":
    unittest.main()
