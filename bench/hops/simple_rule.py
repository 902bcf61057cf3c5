"""The yardstick: "a pair of hosts never seen before, then what can be reached by such pairs over raw addresses".

It is what one writes in an afternoon: sources are the addresses of 4624; an address is a host if that host's own account was seen
to come from it; a day of learning; from the seeds forward in time. Without seeds: every chain of two new pairs is an alarm.
"""
from grade import seconds

LEARNING = 86_400.0


def edges(logons):
    """(time, source, destination, account) of people's remote logons, and whether the pair is new."""
    host_of = {}
    for _, tenant, _, address, account, _ in logons:
        if account.endswith("$"):
            host_of[tenant, address] = account.partition("\\")[2].rstrip("$").lower()
    start = seconds(logons[0][0]) if logons else 0.0
    known, out = set(), []
    for time, tenant, host, address, account, kind in logons:
        if account.endswith("$") or kind not in (3, 7, 10):
            continue
        source, target = (tenant, host_of.get((tenant, address), address)), (tenant, host.lower())
        if source == target:
            continue
        new = (source, target) not in known
        known.add((source, target))
        out.append((seconds(time), source, target, account, new and seconds(time) > start + LEARNING))
    return out


def reached(all_edges, seeds):
    """New edges that can be gone from a seed on, in time."""
    since = {}
    for place, time in seeds:
        since[place] = min(since.get(place, time), time)
    out = []
    for edge in all_edges:
        time, source, target, _, new = edge
        if new and since.get(source, float("inf")) <= time + 60:
            out.append(edge)
            since.setdefault(target, time)
    return out


def chains(all_edges):
    came, out = {}, []
    for edge in all_edges:
        time, source, target, _, new = edge
        if not new:
            continue
        if source in came:
            out += [came[source], edge]
        came.setdefault(target, edge)
    return sorted(set(out))


def claims(logons, seeds, seeded):
    """What the rule says, as hops."""
    all_edges = edges(logons)
    taken = reached(all_edges, seeds) if seeded else chains(all_edges)
    return [{"time": time, "from": source, "to": target, "account": account} for time, source, target, account, _ in taken]
