"""Results as a table: for the terminal and for bench/results.md. Pure functions of their arguments."""
import dataclasses

HEADINGS = ["what", "measured", "target", "holds", "how it came"]


@dataclasses.dataclass
class Result:
    what: str
    value: float | None              # None: not measured, `note` says why
    unit: str = "×"
    target: float | None = None      # None: shown only
    at_most: bool = True             # else at least
    note: str = ""

    def holds(self):
        """Whether the target is met; None where there is none, or nothing was measured."""
        if self.target is None or self.value is None:
            return None
        return self.value <= self.target if self.at_most else self.value >= self.target


def number(value, unit):
    if unit == "MB":
        return f"{value:,.0f} MB"
    return f"{value:.3f} {unit}" if unit == "s" else f"{value:.2f} {unit}"


def cells(result):
    measured = "not measured" if result.value is None else number(result.value, result.unit)
    target = "shown only"
    if result.target is not None:
        target = f"{'at most' if result.at_most else 'at least'} {number(result.target, result.unit)}"
    holds = {True: "yes", False: "**no**", None: "–"}[result.holds()]
    return [result.what, measured, target, holds, result.note]


def markdown(results):
    rows = [HEADINGS, ["---"] * len(HEADINGS), *(cells(result) for result in results)]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n" for row in rows)


def plain(results):
    """The same without the notes' column, each note on a line below its row."""
    rows = [HEADINGS[:-1], *(cells(result)[:-1] for result in results)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    out = []
    for row, note in zip(rows, ["", *(result.note for result in results)]):
        out.append("  ".join(cell.replace("**", "").ljust(width) for cell, width in zip(row, widths)).rstrip())
        if note:
            out.append("    " + note)
    return "\n".join(out) + "\n"


def summary(results):
    judged = [result.holds() for result in results if result.holds() is not None]
    return f"{sum(judged)} of {len(judged)} targets hold"
