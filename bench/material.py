"""The files that are hunted: made by ../shared/tools/make_big_evtx.py from the samples in ../shared/data, kept under build/bench."""
import hashlib
import pathlib
import shutil
import struct
import subprocess
import sys
import zlib

from measure import Trouble, say

HEADER, CHUNK = 4096, 65536
PARTS = 4
SAMPLES = ["evtx-attack-samples", "regression"]


class Material:
    def __init__(self, root, folder, size, yardstick):
        self.shared = root / ".." / "shared"
        self.tool = self.shared / "tools/make_big_evtx.py"
        self.folder, self.size, self.yardstick = folder, size, yardstick
        self.root = root
        if not self.tool.is_file() or not all((self.shared / "data" / name).is_dir() for name in SAMPLES):
            raise Trouble("the benchmark needs ../shared (tools/make_big_evtx.py and data/): put it beside this folder")
        self.json_size = size * 268 // 1000  # as large as the file on which the peers were measured, where `size` is 1 GB

    def big(self):
        return self.made(f"big-{self.size}.evtx", [], self.size)

    def same(self):
        return self.made(f"same-{self.size}.evtx", ["--same"], self.size)

    def dense(self):
        return self.made(f"dense-{self.size}.evtx", ["--dense"], self.size)

    def evtx_for_json(self):
        return self.made(f"json-{self.json_size}.evtx", [], self.json_size)

    def tiny(self):
        """One chunk: a hunt of it is nearly all start."""
        return self.made("tiny.evtx", [], HEADER + CHUNK)

    def parts(self):
        """A folder of four files of `size`, cut from one of four times that at borders of chunks: no two are the same."""
        folder = self.folder / f"parts-{self.size}"

        def make(unfinished):
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir()
            command = self.tool_command([], "/dev/stdout", PARTS * self.size)  # no need to keep the whole on disk as well
            with subprocess.Popen(command, stdout=subprocess.PIPE) as tool:
                cut(tool.stdout, unfinished, PARTS * self.size)
        return self.kept(folder, make, f"{PARTS} files of {self.size}")

    def flat_json(self):
        """(the EVTX, its events as flat JSON lines, their number): evtx_dump's JSON made flat by tools/flatten_evtx_json.py."""
        source = self.evtx_for_json()
        tool = self.root / "tools/flatten_evtx_json.py"

        def make(unfinished):
            dump = subprocess.Popen([self.yardstick, "-t", "1", "-o", "jsonl", source], stdout=subprocess.PIPE)
            with open(unfinished, "wb") as out:
                flat = subprocess.run([sys.executable, "-B", tool], stdin=dump.stdout, stdout=out, check=False)
            dump.stdout.close()
            if dump.wait() or flat.returncode:
                raise Trouble(f"the events of {source} could not be made flat JSON")
        path = self.kept(self.folder / f"flat-{self.json_size}.jsonl", make, fingerprint(tool))
        with open(path, "rb") as lines:
            return source, path, sum(block.count(b"\n") for block in iter(lambda: lines.read(1 << 20), b""))

    def made(self, name, options, size):
        return self.kept(self.folder / name, lambda unfinished: self.run_tool(options, unfinished, size), f"{options} {size}")

    def run_tool(self, options, out, size):
        if subprocess.run(self.tool_command(options, out, size), stdout=subprocess.DEVNULL, check=False).returncode:
            raise Trouble(f"{self.tool} could not make {out}")

    def tool_command(self, options, out, size):
        return [sys.executable, "-B", self.tool, *options, out, str(size), *(self.shared / "data" / name for name in SAMPLES)]

    def kept(self, path, make, what):
        """What is there is taken, if the same tool made it in the same way."""
        stamp, wanted = path.with_name(path.name + ".made"), f"{what} {fingerprint(self.tool)}"
        if path.exists() and stamp.is_file() and stamp.read_text() == wanted:
            return path
        say(f"making {path}")
        unfinished = path.with_name(path.name + ".unfinished")
        make(unfinished)
        shutil.rmtree(path, ignore_errors=True)
        unfinished.replace(path)
        stamp.write_text(wanted)
        return path


def fingerprint(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()[:16]


def cut(whole, folder, size):
    """Deals the chunks of one EVTX stream out to files of equal number of chunks, each behind a header of its own."""
    header = bytearray(read_all(whole, HEADER))
    chunks = min(65000, (size - HEADER) // CHUNK) // PARTS  # no more than make_big_evtx.py writes
    struct.pack_into("<Q", header, 8, 0)
    struct.pack_into("<Q", header, 16, chunks - 1)
    struct.pack_into("<H", header, 42, chunks & 0xFFFF)
    struct.pack_into("<I", header, 124, zlib.crc32(bytes(header[:120])))
    for part in range(PARTS):
        with open(folder / f"part{part + 1}.evtx", "wb") as out:
            out.write(header)
            for _ in range(chunks):
                out.write(read_all(whole, CHUNK))
    while whole.read(1 << 20):  # what is left over, and the tool's word that it is done
        pass


def read_all(stream, size):
    block = stream.read(size)
    if len(block) != size:
        raise Trouble("the large file to be cut into parts ended too early")
    return block


def check_room(folder, size, names):
    """Disk for what the rows called `names` need, or trouble that says how much is missing."""
    files = {"same": 1, "dense": 1, "cores4": PARTS, "json": 1}
    wanted = int(size * (1 + sum(count for name, count in files.items() if name in names)) * 1.2)  # and a case
    there = sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())
    free = shutil.disk_usage(folder).free
    if wanted > there + free:
        raise Trouble(f"{folder} needs {wanted / 1e9:.1f} GB for the files to hunt and has room for {(there + free) / 1e9:.1f}: "
                      "make room, or take smaller files with --size BYTES")
