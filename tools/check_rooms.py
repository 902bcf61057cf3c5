#!/usr/bin/env python3
"""Fails on any include between rooms that cmake/rooms.cmake does not allow, and on any room missing from a document.

The room() lines are the only list of rooms and edges: CMake links by them and this check reads them. A room may include
itself, `base`, and the rooms behind MAY; those must stand above it, so that includes point one way only.
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROOM = re.compile(r"^room\((\w+)(?: MAY ([\w ]+?))?(?: USES [^)]*)?\)", re.M)
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"/]+)/[^"]+"', re.M)


def declared():
    rooms = {}
    for name, may in ROOM.findall((ROOT / "cmake/rooms.cmake").read_text()):
        rooms[name] = set(may.split())
    return rooms


def faults():
    rooms = declared()
    order = list(rooms)
    for name, may in rooms.items():
        for other in sorted(may):
            if other not in rooms or order.index(other) >= order.index(name):
                yield f"cmake/rooms.cmake: {name} may not name {other}: it must be a room above it"
    folders = {p.name for p in (ROOT / "src").iterdir() if p.is_dir()}
    for extra in sorted(folders ^ set(rooms)):
        yield f"src/{extra}: a folder without a room() line, or a room() line without a folder"
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix not in (".h", ".cc"):
            continue
        room = path.relative_to(ROOT / "src").parts[0]
        for included in INCLUDE.findall(path.read_text()):
            if included in rooms and included not in rooms[room] | {room, "base"}:
                yield f"{path.relative_to(ROOT)}: {room} may not include {included}"
            if included not in rooms:
                yield f"{path.relative_to(ROOT)}: \"{included}/…\" is no room"
    architecture = ROOT / "ARCHITECTURE.md"
    named = set(re.findall(r"^\| `(\w+)` \|", architecture.read_text(), re.M)) if architecture.exists() else set()
    for room in sorted(set(rooms) ^ named):
        yield f"ARCHITECTURE.md: its room table and src/ disagree about {room}"


found = list(faults())
print("\n".join(found) or f"rooms: {len(declared())} rooms, every include points one way")
sys.exit(1 if found else 0)
