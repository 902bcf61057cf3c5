#!/usr/bin/env python3
"""Draws what a program really printed on a terminal as an SVG picture.

usage: terminal_picture.py OUT.svg "SHOWN COMMAND" < output-with-colours

Reads text with SGR colours (ESC [ … m) from standard input; nothing is made up. The README shows the closing table of the
demonstration drawn with it.
"""
import html
import re
import sys

SGR = re.compile(r"\x1b\[([0-9;]*)m")
COLOURS = {31: "#ff7b72", 32: "#7ee787", 33: "#e3b341", 34: "#79c0ff", 35: "#d2a8ff", 36: "#76e3ea", 37: "#c9d1d9",
           90: "#8b949e", 91: "#ffa198", 92: "#56d364", 93: "#e3b341", 94: "#79c0ff", 95: "#d2a8ff", 96: "#76e3ea"}
WIDTH, HEIGHT, MARGIN = 8.4, 18, 16


class Style:
    def __init__(self):
        self.colour, self.bold, self.dim = "#c9d1d9", False, False

    def apply(self, codes):
        for code in (int(c or 0) for c in codes.split(";")):
            if code == 0:
                self.__init__()
            elif code == 1:
                self.bold = True
            elif code == 2:
                self.dim = True
            elif code in (22, 39):
                self.bold = self.dim = False
                self.colour = "#c9d1d9"
            elif code in COLOURS:
                self.colour = COLOURS[code]

    def attributes(self):
        out = f'fill="{self.colour}"'
        if self.bold:
            out += ' font-weight="bold"'
        if self.dim:
            out += ' opacity="0.65"'
        return out


def spans(line, style):
    parts = SGR.split(line)
    for index, part in enumerate(parts):
        if index % 2:
            style.apply(part)
        elif part:
            yield f"<tspan {style.attributes()}>{html.escape(part)}</tspan>"


def main(out, command):
    style = Style()
    lines = sys.stdin.read().rstrip("\n").split("\n")
    columns = max([len(SGR.sub("", line)) for line in lines] + [len(command) + 2])
    width, height = columns * WIDTH + 2 * MARGIN, (len(lines) + 2) * HEIGHT + 2 * MARGIN
    rows = [f'<tspan fill="#7ee787">$</tspan> <tspan fill="#ffffff">{html.escape(command)}</tspan>', ""]
    rows += ["".join(spans(line, style)) for line in lines]
    with open(out, "w", encoding="utf-8") as svg:
        svg.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" role="img" '
                  f'aria-label="terminal: {html.escape(command)}">\n')
        svg.write(f'<rect width="100%" height="100%" rx="8" fill="#0d1117"/>\n<g font-family="DejaVu Sans Mono, Menlo, '
                  f'Consolas, monospace" font-size="14" xml:space="preserve">\n')
        for number, row in enumerate(rows):
            if row:
                svg.write(f'<text x="{MARGIN}" y="{MARGIN + (number + 1) * HEIGHT - 4}">{row}</text>\n')
        svg.write("</g>\n</svg>\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
