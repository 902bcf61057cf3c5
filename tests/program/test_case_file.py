"""The case as a user meets it: locked, on a full disk, or no case at all. Nothing is lost."""
import fcntl
import os
import resource
import shutil
import signal
import subprocess
import unittest

from program import HOPTRACE, ProgramTest, fleet

F_SETPIPE_SZ = 1031  # linux/fcntl.h; the fcntl module names it only since Python 3.10


class CaseFile(ProgramTest):
    def whole(self):
        self.done("hunt", fleet(), "--case", "whole.hop")
        return self.export("whole.hop")

    def test_locked_case(self):
        # A reader that does not read holds the first hunt in the middle; SIGSTOP makes it certain.
        reading, writing = os.pipe()
        fcntl.fcntl(writing, F_SETPIPE_SZ, 4096)
        with subprocess.Popen([HOPTRACE, "hunt", fleet(), "--findings", "-"], cwd=self.folder, stdout=writing,
                              stderr=subprocess.DEVNULL) as first, open(reading, "rb") as told:
            os.close(writing)
            told.read(1)
            first.send_signal(signal.SIGSTOP)
            self.refused("hunt", fleet(), code=4, says=["case.hop", f"process {first.pid}", "Wait"])
            self.findings()  # reading is allowed all the while
            first.send_signal(signal.SIGCONT)
            told.read()
            self.assertEqual(first.wait(), 0)
        self.assertEqual(self.export(), self.whole())

    def test_what_lies_beside_a_case_is_no_evidence(self):
        evidence = self.copy()
        case = evidence / "among.hop"
        self.done("hunt", evidence, "--case", case)
        (evidence / "among.hop-marks.jsonl").write_text('{"what":"rule","id":"r","mark":"seen"}\n')
        again = self.done("hunt", evidence, "--case", case, "--findings", "-")
        self.assertNotIn("among.hop-marks", again.out + again.err)
        (evidence / "other.jsonl").write_text('{"what":"rule","id":"r","mark":"seen"}\n')
        self.assertIn("other.jsonl", self.done("hunt", evidence, "--case", case).err)

    def test_limit_on_the_size_of_files(self):
        def small():
            resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
        outcome = self.refused("hunt", fleet(), code=4, says=["disk is full", "free space", "same command again"],
                               preexec_fn=small)
        self.assertIn("case.hop", outcome.err)
        self.done("hunt", fleet())
        self.assertEqual(self.export(), self.whole())

    def test_full_disk(self):
        script = """set -e
            mkdir small && mount -t tmpfs -o size=600k tmpfs small
            code=0; "$HOPTRACE" hunt "$EVIDENCE" --case small/case.hop 2>sentence || code=$?
            echo $code >code
            "$HOPTRACE" export small/case.hop --as findings >midway
            mount -o remount,size=64m small
            "$HOPTRACE" hunt "$EVIDENCE" --case small/case.hop 2>again
            cp small/case.hop case.hop"""
        if os.geteuid() != 0 or not shutil.which("unshare"):
            self.skipTest("mounting a small disk needs root")
        probe = subprocess.run(["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", self.folder], capture_output=True)
        if probe.returncode != 0:
            self.skipTest("the system lets nobody mount here")
        subprocess.run(["unshare", "-m", "sh", "-c", script], cwd=self.folder, check=True,
                       env={**os.environ, "EVIDENCE": str(fleet()), "HOPTRACE": HOPTRACE})
        self.assertEqual((self.folder / "code").read_text(), "4\n")
        sentence = (self.folder / "sentence").read_text()
        for text in ["small/case.hop", "disk is full", "free space"]:
            self.assertIn(text, sentence)
        self.assertEqual(self.export(), self.whole())

    def test_findings_on_a_full_disk(self):
        self.refused("hunt", fleet(), "--findings", "/dev/full", code=4,
                     says=["/dev/full", "could not be written", "run the same command again"])
        told = self.done("hunt", fleet(), "--findings", "-").out
        self.assertEqual(sorted(told.splitlines()), sorted(self.export().splitlines()))
        self.assertEqual(self.export(), self.whole())

    def test_export_on_a_full_disk(self):
        whole = self.whole()
        with open("/dev/full", "wb") as full:
            self.refused("export", "whole.hop", "--as", "findings", code=4, stdout=full,
                         says=["standard output", "could not be written", "incomplete"])
        self.refused("export", "whole.hop", "--as", "findings", "-o", "/dev/full", code=4, says=["/dev/full", "incomplete"])
        self.refused("export", "whole.hop", "--as", "findings", "-o", "gone/f", says=["gone/f", "cannot be written"])
        self.assertEqual(self.export("whole.hop"), whole)

    def test_what_cannot_be_exported(self):
        self.whole()
        for arguments, says in [
            (["--as", "poem"], ["poem", "findings, findings-csv, timeline, hops, intrusion, coverage"]),
            (["--as", "findings", "--tenant", "nobody"], ["nobody", "tenants.yaml"]),
        ]:
            kept = self.write("out", "before")
            self.refused("export", "whole.hop", *arguments, "-o", kept, says=says)
            self.assertEqual(kept.read_text(), "before")

    def test_no_case(self):
        self.refused("export", "no.hop", "--as", "findings", says=["no.hop", "no such case", "hoptrace hunt"])
        text = self.write("notes.txt", "no case at all, but longer than the head of a database " * 20)
        before = text.read_bytes()
        for arguments in [["hunt", fleet(), "--case", text.name], ["export", text.name, "--as", "findings"]]:
            self.refused(*arguments, says=["notes.txt", "not a case file", "--case"])
        self.assertEqual(text.read_bytes(), before)
        self.refused("hunt", fleet(), "--case", ".", says=["folder"])


if __name__ == "__main__":
    unittest.main()
