#!/usr/bin/env python3
"""Which sources may be compiled together, as one unit that includes them: that shares the reading of library headers, which is
nearly all of the work. Sources of which one has a name of its own that the other knows as something else go to different units;
a room's names are in its namespace, so another room's are never the same.

usage: tools/units.py SOURCE...      prints a line `NUMBER SOURCE` each, for cmake/room.cmake; tools/lint.py asks units_of().
"""
import functools
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent

SOURCES_A_UNIT = 12
OWN_INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
UNNAMED = re.compile(r"^namespace \{$(.*?)^\}  // namespace$", re.M | re.S)
# What a source defines at file level, its namespaces not being indented: `kRows[] =`, `reads(`, `struct Row {`.
FILE_LEVEL_NAME = re.compile(r"^(?!namespace|return|using\b)(?:[\w\[]|::)[^\n()={;]*?(?<![\w:<])(\w+)(?:\[\w*\])?\s*(?:[(={;]|: public)", re.M)
TYPE_NAME = re.compile(r"^(?:(?:struct|class|enum(?: class)?|union)\s+(\w+)|using\s+(\w+)\s*=)", re.M)
USING = re.compile(r"^\s*using\s+((?:\w+::)+\w+(?:\s*,\s*(?:\w+::)+\w+)*);", re.M)
CONSTANT = re.compile(r"\b(k[A-Z]\w*)(?:\[\w*\])?\s*[={]")  # at any depth: those of a function must not hide others
UNSCOPED = re.compile(r"\benum (?!class\b)[^{;]*\{([^}]*)\}")  # whose enumerators are names of the file
# TEST(suite, name) and its kin, of which a suite's fixture is one name and each test another.
TEST = re.compile(r"^(?:TYPED_)?TEST(?:_\w)?\((\w+),\s*(\w+)\)", re.M)
NO_NAME = re.compile(r"^(?:final|(?:TYPED_)?(?:TEST|INSTANTIATE|MATCHER|BENCHMARK)\w*)$")  # and words of the language


class Names:
    """What a source calls its own (in an unnamed namespace), and all that it and the project's headers behind it name."""

    def __init__(self, path):
        text = path.read_text()
        room = room_of(path)
        self.own = {(room, name) for part in UNNAMED.findall(text) for name in defined(part)}
        self.seen = {(room, name) for name in defined(text) | brought_in(text)}
        for header in headers_of(text):
            self.seen |= names_behind(header)

    def may_join(self, others):
        return not self.own & others.seen and not others.own & self.seen

    def join(self, other):
        self.own |= other.own
        self.seen |= other.seen


def defined(text):
    names = {name for name in FILE_LEVEL_NAME.findall(text) if not NO_NAME.match(name)}
    names |= {one or other for one, other in TYPE_NAME.findall(text)} | {*CONSTANT.findall(text)}
    names |= {name for one in UNSCOPED.findall(text) for name in re.findall(r"\bk\w+", one)}
    return names | {f"{suite}.{name}" for suite, name in TEST.findall(text)}


# Another's names (`using base::kHour, base::kDay;`), which sources may share, but not with one that has the like of its own.
def brought_in(text):
    return {name for line in USING.findall(text) for name in re.findall(r"::(\w+)\s*(?:,|$)", line)}


def room_of(path):
    return path.relative_to(ROOT / "src").parts[0]


def headers_of(text):
    return [ROOT / "src" / name for name in OWN_INCLUDE.findall(text)]


@functools.cache
def names_behind(header):
    names, left, known = set(), [header], set()
    while left:
        path = left.pop()
        if path not in known and path.is_file():
            known.add(path)
            text = path.read_text()
            names |= {(room_of(path), name) for name in defined(text) | brought_in(text)}
            left += headers_of(text)
    return names


def units_of(sources, most=SOURCES_A_UNIT):
    """The sources in as few groups of at most `most` as their names allow."""
    units = []
    for path in sources:
        names = Names(path)
        for unit, taken in units:
            if len(unit) < most and names.may_join(taken):
                unit.append(path)
                taken.join(names)
                break
        else:
            units.append(([path], names))
    return [unit for unit, _ in units]


if __name__ == "__main__":
    for number, unit in enumerate(units_of([pathlib.Path(name) for name in sys.argv[1:]])):
        for path in unit:
            print(number, path)
