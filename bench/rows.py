"""What is measured: one function a row, and the table of them. Targets are those of the issue that asked for speed.

A row gets a Bench (hunts, material, pairs) and returns its Results.
"""
import dataclasses

from measure import cores, in_turn, median, say
from table import Result

PEERS_JSON = 59_000 / 690_000  # rsigma's events of flat JSON a second, to evtx_dump's records a second, on one machine


@dataclasses.dataclass
class Bench:
    hunts: object
    material: object
    pairs: int

    def in_turn(self, first, second):
        return in_turn(self.pairs, first, second, say)


def of(runs):
    """The median of the wall times."""
    return median([run.wall for run in runs])


def against_decoding(bench, what, file, target=None):
    """A whole hunt of one file, the time of its hash taken off, to evtx_dump's decoding of it."""
    hunts, dumps = bench.in_turn(lambda: bench.hunts.hunt(file), lambda: bench.hunts.dump(file))
    profile = bench.hunts.profile(file)
    ratio = median([(hunt.wall - profile["hash"]) / dump.wall for hunt, dump in zip(hunts, dumps)])
    whole = median([hunt.wall / dump.wall for hunt, dump in zip(hunts, dumps)])
    note = (f"hunt {of(hunts):.3f} s, of which the hash {profile['hash']:.3f} s; evtx_dump {of(dumps):.3f} s; "
            f"with the hash {whole:.2f} ×")
    return Result(what, ratio, target=target, note=note)


def big(bench):
    yield against_decoding(bench, "hunt without its hash, to decoding", bench.material.big(), 0.5)


def same(bench):
    yield against_decoding(bench, "the same on repeated chunks (--same)", bench.material.same())


def dense(bench):
    yield against_decoding(bench, "the same on chunks full of findings (--dense)", bench.material.dense(), 3.0)


def hops(bench):
    if not bench.hunts.has_hops:
        yield Result("hunt with hops, to without", None, note="this version traces no hops")
        return
    file = bench.material.big()
    with_hops, without = bench.in_turn(lambda: bench.hunts.hunt(file, hops=True), lambda: bench.hunts.hunt(file))
    ratio = median([a.wall / b.wall for a, b in zip(with_hops, without)])
    yield Result("hunt with hops, to without", ratio, target=1.3, note=f"{of(with_hops):.3f} s, {of(without):.3f} s")


def two_cores(bench, what, evidence, target):
    if len(cores()) < 2:
        return Result(what, None, target=target, at_most=False, note="this machine has one core")
    ones, twos = bench.in_turn(lambda: bench.hunts.hunt(evidence), lambda: bench.hunts.hunt(evidence, jobs=2))
    one, two = bench.hunts.profile(evidence)["start"], bench.hunts.profile(evidence, jobs=2)["start"]
    ratio = median([(a.wall - one) / (b.wall - two) for a, b in zip(ones, twos)])
    note = f"one core {of(ones):.3f} s, start {one:.3f} s of it; two {of(twos):.3f} s, start {two:.3f} s"
    return Result(what, ratio, target=target, at_most=False, note=note)


def cores_of_four(bench):
    yield two_cores(bench, "two cores to one, four files, without the start", bench.material.parts(), 1.8)


def cores_of_one(bench):
    yield two_cores(bench, "two cores to one, one file, without the start", bench.material.big(), 1.6)


def rules(bench):
    file, few = bench.material.big(), bench.hunts.tenth_of_rules()
    alls, tenths = bench.in_turn(lambda: bench.hunts.hunt(file), lambda: bench.hunts.hunt(file, few))
    ratio = median([a.wall / b.wall for a, b in zip(alls, tenths)])
    yield Result("all rules to every tenth", ratio, target=1.25, note=f"{of(alls):.3f} s, {of(tenths):.3f} s; the hash is in both")


def pack(bench):
    file, rules_too = bench.material.big(), bench.hunts.and_own_pack()
    ours, dumps = bench.in_turn(lambda: bench.hunts.hunt(file, rules_too), lambda: bench.hunts.dump(file))
    ratio = median([a.wall / b.wall for a, b in zip(ours, dumps)])
    yield Result("hunt with our pack and indicators as well, to decoding", ratio, note=f"{of(ours):.3f} s, the hash in it")


def start(bench):
    file = bench.material.tiny()
    kept, anew = bench.in_turn(lambda: bench.hunts.hunt(file), lambda: bench.hunts.hunt(file, kept=False))
    how = "a hunt of one chunk, one core"
    yield Result("start with the kept set", of(kept), "s", 0.15, note=how)
    wide = median([bench.hunts.hunt(file, jobs=len(cores()), kept=False).wall for _ in range(bench.pairs)])
    yield Result("start without it", of(anew), "s", 1.0, note=f"{how}; {wide:.3f} s on {len(cores())} cores")


def memory(bench):
    file = bench.material.big()
    for jobs in sorted({1, min(2, len(cores()))}):
        peak = max(bench.hunts.hunt(file, jobs=jobs).peak for _ in range(2))
        yield Result(f"peak memory, {jobs} job{'s' if jobs > 1 else ''}", peak / 1e6, "MB", 160, note="resident, one file")


def flat_json(bench):
    source, lines, events = bench.material.flat_json()
    hunts, dumps = bench.in_turn(lambda: bench.hunts.hunt(lines), lambda: bench.hunts.dump(source))
    ratio = median([dump.wall / hunt.wall for hunt, dump in zip(hunts, dumps)])
    note = (f"{events:,} events ({source.stat().st_size / 1e6:.0f} MB of EVTX, {lines.stat().st_size / 1e6:.0f} MB of JSON): "
            f"{events / of(hunts):,.0f} a second, evtx_dump {events / of(dumps):,.0f}; hash and start are in it")
    yield Result("events of flat JSON a second, to evtx_dump's", ratio, target=6 * PEERS_JSON, at_most=False, note=note)


ROWS = {"big": big, "same": same, "dense": dense, "hops": hops, "cores4": cores_of_four, "cores1": cores_of_one,
        "rules": rules, "start": start, "memory": memory, "json": flat_json, "pack": pack}
