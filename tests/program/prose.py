"""Sentences of generated text, and what may not stand in one: a word of PHIA's yardstick beside a confidence, or without its
number. The yardstick is written down here once more, from its source (gov.uk, Explaining uncertainty in UK intelligence
assessment), so that the program's own table is held against another."""
import csv
import io
import json
import re

YARDSTICK = [(0, 5, "remote chance"), (10, 20, "highly unlikely"), (25, 35, "unlikely"), (40, 50, "realistic possibility"),
             (55, 75, "likely"), (80, 90, "highly likely"), (95, 100, "almost certain")]
# The longest first. The yardstick's last band is written with both endings.
BAND = re.compile(r"\b(remote chance|highly unlikely|realistic possibility|highly likely|almost certain(?:ly)?|(?:un)?likely)\b", re.I)
CONFIDENCE = re.compile(r"\bconfiden(?:ce|t|tly)\b", re.I)
NUMBER = re.compile(r"(?<![\w.])(?:[01]\.\d+|\d{1,3} ?%)")
QUOTED = re.compile(r'"[^"\n]*"|“[^”\n]*”')  # a law's own words are no estimate of ours
END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"'-])")


def strings(value, at="", rest=()):
    """Every text of a JSON document, with where it stands; the keys are the program's own words."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, f"{at}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, at + "[]")
    elif isinstance(value, str):
        yield at, value


def objects(value, at=""):
    if isinstance(value, dict):
        yield at, value
        for key, inner in value.items():
            yield from objects(inner, f"{at}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner, at + "[]")


def documents(text):
    """The JSON documents of an export, one or many lines; None where it is not JSON."""
    try:
        return [json.loads(text)]
    except ValueError:
        try:
            return [json.loads(line) for line in text.splitlines()]
        except ValueError:
            return None


def texts(export, is_csv):
    """What a person reads in an export: values of JSON, cells of CSV, or else paragraphs."""
    read = None if is_csv else documents(export)
    if read is not None:
        return [one for document in read for one in strings(document)]
    if is_csv:
        rows = list(csv.reader(io.StringIO(export)))
        return [(rows[0][column], cell) for row in rows[1:] for column, cell in enumerate(row)]
    return [("", part) for part in re.split(r"\n\s*\n", export)]


def sentences(text):
    """Lines that do not end a sentence go on in the next one: whatever could be read together counts as together."""
    joined = re.sub(r"\s*\n\s*", " ", QUOTED.sub('""', text))
    return [one for one in END.split(joined) if one]


def bands_of(percent, step):
    """The words that fit a number, within half of its last digit: the band that holds it, or both beside a gap."""
    fitting = set()
    for at in (percent - step / 2, percent, percent + step / 2):
        below = max((row for row in YARDSTICK if row[0] <= at), default=YARDSTICK[0])
        fitting.add(below[2])
        above = next((row for row in YARDSTICK if row[0] > at), None)
        # In a gap: the nearer, and across one half never the upper one.
        if at > below[1] and above and not below[1] <= 50 < above[0] and above[0] - at < at - below[1]:
            fitting = fitting - {below[2]} | {above[2]}
    return fitting


def step_of(number):
    return 1.0 if number.endswith("%") else 100 * 10.0 ** -len(number.split(".")[1])


def faults_of_sentence(sentence):
    found = BAND.findall(sentence)
    if not found:
        return []
    faults = []
    if CONFIDENCE.search(sentence):
        faults.append("a band and a confidence share a sentence")
    numbers = NUMBER.findall(sentence)
    if not numbers:
        faults.append("a band without its number")
    for word in found:
        word = word.lower().removesuffix("ly") if word.lower().endswith("certainly") else word.lower()
        percents = [(float(n.rstrip("% ")) * (1 if n.endswith("%") else 100), step_of(n)) for n in numbers]
        if numbers and not any(word in bands_of(*one) for one in percents):
            faults.append(f"`{word}` is not the word for {', '.join(numbers)}")
    return faults


def faults_of_object(thing):
    """A band that stands alone as a value: its number beside it, no rating in the same object."""
    if not isinstance(thing.get("phia"), str):
        return []
    number = thing.get("probability")
    if not isinstance(number, (int, float)):
        return ["a band without its number"]
    faults = [] if thing["phia"] in bands_of(100 * number, 0.01) else [f"`{thing['phia']}` is not the word for {number}"]
    return faults + ["a band and a confidence share an object" for key in thing if CONFIDENCE.search(key.replace("_", " "))]


def faults_of_text(export, is_csv=False):
    faults = []
    for at, text in texts(export, is_csv):
        if at.endswith(".phia"):
            continue  # judged with the object it stands in
        for sentence in sentences(text):
            faults += [f"{at}: {what}: {sentence[:200]}" for what in faults_of_sentence(sentence)]
    for document in (None if is_csv else documents(export)) or []:
        faults += [f"{at}: {what}" for at, thing in objects(document) for what in faults_of_object(thing)]
    return faults
