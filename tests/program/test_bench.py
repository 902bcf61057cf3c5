"""What `./dev bench` makes of its measurements, on figures made up here; nothing is measured. And how it cuts its files."""
import io
import pathlib
import struct
import sys
import tempfile
import unittest
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))
import material  # noqa: E402
import table  # noqa: E402
from measure import Run, Trouble  # noqa: E402
from rows import ROWS, Bench  # noqa: E402
from table import Result  # noqa: E402

MADE_UP = [Result("hunt | decode", 0.5, target=0.5, note="hash 0.5 s"), Result("two cores", 1.79, target=1.8, at_most=False),
           Result("start", 0.1234, "s", 0.15), Result("memory", 161.4, "MB", 160), Result("same", 0.4),
           Result("hops", None, target=1.3, note="none yet")]


class FakeHunts:
    """Runs that take as long as they are told to: hunts 3 s, with 1 s of hash and 0.5 s of start, decoding 4 s."""
    has_hops = False

    def hunt(self, evidence, rules=None, jobs=1, hops=False, kept=True):
        wall = {"tiny": 0.1 if kept else 0.9}.get(evidence, 3.0 if jobs == 1 else 1.75)
        return Run(wall / (2 if rules == "few" else 1), wall, 100_000_000)

    def profile(self, evidence, jobs=1):
        return {"hash": 1.0, "start": 0.5}

    def dump(self, evidence):
        return Run(4.0, 4.0, 5_000_000)

    def all_rules(self):
        return "all"

    and_own_pack = all_rules

    def tenth_of_rules(self):
        return "few"


class FakeMaterial:
    def __getattr__(self, name):
        if name == "flat_json":
            here = pathlib.Path(__file__)
            return lambda: (here, here, 1000)
        return lambda: name


class TableTest(unittest.TestCase):
    def test_targets(self):
        self.assertEqual([result.holds() for result in MADE_UP], [True, False, True, False, None, None])
        self.assertEqual(table.summary(MADE_UP), "2 of 4 targets hold")

    def test_markdown(self):
        lines = table.markdown(MADE_UP).splitlines()
        self.assertEqual(len(lines), 2 + len(MADE_UP))
        self.assertEqual(lines[2], "| hunt \\| decode | 0.50 × | at most 0.50 × | yes | hash 0.5 s |")
        self.assertEqual(lines[3], "| two cores | 1.79 × | at least 1.80 × | **no** |  |")
        self.assertEqual(lines[4], "| start | 0.123 s | at most 0.150 s | yes |  |")
        self.assertEqual(lines[5], "| memory | 161 MB | at most 160 MB | **no** |  |")
        self.assertEqual(lines[6], "| same | 0.40 × | shown only | – |  |")
        self.assertEqual(lines[7], "| hops | not measured | at most 1.30 × | – | none yet |")

    def test_plain(self):
        lines = table.plain(MADE_UP).splitlines()
        self.assertEqual(len(lines), 1 + len(MADE_UP) + 2)  # a note has a line of its own
        self.assertEqual(lines[2], "    hash 0.5 s")
        self.assertEqual({line.index("at ") for line in lines[1:7] if " at " in line}, {lines[0].index("target")})

    def test_rows(self):
        bench = Bench(FakeHunts(), FakeMaterial(), 3)
        bench.in_turn = lambda first, second: ([first() for _ in range(3)], [second() for _ in range(3)])
        results = {name: list(row(bench)) for name, row in ROWS.items()}
        self.assertAlmostEqual(results["big"][0].value, (3 - 1) / 4)
        self.assertIn("with the hash 0.75 ×", results["big"][0].note)
        self.assertAlmostEqual(results["rules"][0].value, 2)
        self.assertAlmostEqual(results["json"][0].value, 4 / 3)
        self.assertEqual([round(result.value, 3) for result in results["start"]], [0.1, 0.9])
        self.assertTrue(all(result.value == 100 for result in results["memory"]))
        self.assertIsNone(results["hops"][0].value)
        for name in ["cores4", "cores1"]:
            self.assertIn(results[name][0].value, [None, (3 - 0.5) / (1.75 - 0.5)])  # none on a machine with one core


class CutTest(unittest.TestCase):
    def test_parts_have_headers_of_their_own(self):
        chunks = [bytes([number]) * material.CHUNK for number in range(9)]
        whole = b"ElfFile\0" + bytes(material.HEADER - 8) + b"".join(chunks)
        with tempfile.TemporaryDirectory() as folder:
            material.cut(io.BytesIO(whole + b"done\n"), pathlib.Path(folder), len(whole))
            parts = [(pathlib.Path(folder) / f"part{number}.evtx").read_bytes() for number in range(1, 5)]
        self.assertEqual(b"".join(part[material.HEADER:] for part in parts), b"".join(chunks[:8]))
        for part in parts:
            self.assertEqual(struct.unpack_from("<QQ", part, 8), (0, 1))
            self.assertEqual(struct.unpack_from("<H", part, 42), (2,))
            self.assertEqual(struct.unpack_from("<I", part, 124), (zlib.crc32(part[:120]),))

    def test_a_short_stream_is_told(self):
        with tempfile.TemporaryDirectory() as folder, self.assertRaises(Trouble):
            material.cut(io.BytesIO(bytes(100_000)), pathlib.Path(folder), material.HEADER + 8 * material.CHUNK)


if __name__ == "__main__":
    unittest.main()
