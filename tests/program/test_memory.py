"""Smoke only: a hunt over ten times the evidence takes about the same memory. tools/measure_memory.sh has real sizes."""
import os
import struct
import subprocess
import unittest
import zlib

from program import HOPTRACE, LIGHT, ProgramTest, fleet

HEADER, CHUNK, RECORDS = 4096, 65536, 512


class Memory(ProgramTest):
    def repeated(self, name, times):
        """One log of the fleet, its chunks repeated under one header, with record ids that go on."""
        log = (fleet() / "acme-foundry/FS01/Security.evtx").read_bytes()
        chunks = [log[at:at + CHUNK] for at in range(HEADER, len(log), CHUNK)]
        header = bytearray(log[:HEADER])
        struct.pack_into("<QQ", header, 8, 0, len(chunks) * times - 1)
        struct.pack_into("<H", header, 42, min(len(chunks) * times, 0xFFFF))
        struct.pack_into("<I", header, 124, zlib.crc32(bytes(header[:120])))
        path = self.write(f"{name}/big.evtx", bytes(header))
        with path.open("ab") as out:
            for _ in range(times):
                out.writelines(chunks)
        return path.parent

    def peak(self, evidence):
        """Without hops: tracing holds all facts of a case at once (docs/hops.md says how much that is)."""
        process = subprocess.Popen([HOPTRACE, "hunt", evidence, "--case", f"{evidence}.hop", "-q", "--jobs", "2", "--no-hops"],
                                   cwd=self.folder, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertIn(process.returncode, (0, 3))
        return usage.ru_maxrss

    @unittest.skipIf(LIGHT, "a sanitizer keeps what is freed")
    def test_ten_times_the_evidence(self):
        small = self.peak(self.repeated("small", 100))
        large = self.peak(self.repeated("large", 1000))
        self.assertLess(large, small * 1.25)


if __name__ == "__main__":
    unittest.main()
