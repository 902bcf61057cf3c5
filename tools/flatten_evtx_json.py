#!/usr/bin/env python3
"""Events as `evtx_dump -o jsonl` writes them, made flat: one object a line, in the names that Sigma's rules use.

    evtx_dump -t 1 -o jsonl Security.evtx | tools/flatten_evtx_json.py > Security.jsonl

The fields of System, EventData and UserData stand side by side. An element's attributes are called Element_Attribute
(Provider_Name, TimeCreated_SystemTime), an element's own text is called by the element. Data without names, and
values that come more than once, are an array under one name; deeper elements of UserData are called by the innermost
element that holds them. Where the data has a name that System has too, the data keeps it, as in Sigma, and System's
value is written as System_Name.
"""

import json
import sys

# Elements of System whose attributes evtx_dump may write without the element's text.
SECTIONS = ("EventData", "UserData", "ProcessingErrorData", "BinaryEventData", "DebugData")


def put(flat, name, value):
    """A second value of one name makes an array of both."""
    if value is None:
        value = ""
    if name not in flat:
        flat[name] = value
    elif isinstance(flat[name], list):
        flat[name].append(value)
    else:
        flat[name] = [flat[name], value]


def put_attributes(flat, element, attributes):
    for name, value in attributes.items():
        if not name.startswith("xmlns"):
            put(flat, f"{element}_{name}", value)


def put_element(flat, name, value):
    """An element below System or the event's data: a scalar, several of them, or an element with more inside."""
    if isinstance(value, list):
        for item in value:
            put_element(flat, name, item)
    elif not isinstance(value, dict):
        put(flat, name, value)
    elif name == "Data" and "#attributes" in value:  # <Data Name="X">text</Data>, kept apart by evtx_dump
        put(flat, value["#attributes"].get("Name", "Data"), value.get("#text"))
    else:
        for inner, content in value.items():
            if inner == "#attributes":
                put_attributes(flat, name, content)
            elif inner.endswith("_attributes") and isinstance(content, dict):
                put_attributes(flat, inner.removesuffix("_attributes"), content)
            else:
                put_element(flat, name if inner == "#text" else inner, content)


def flatten(record):
    event = record.get("Event", record)
    data = {}
    for section in SECTIONS:
        if event.get(section) is not None:
            put_element(data, section, event[section])
    system = {}
    for name, value in event.get("System", {}).items():
        if value is not None:  # an empty element of the header says nothing
            put_element(system, name.removesuffix("_attributes"), {"#attributes": value}
                        if name.endswith("_attributes") else value)
    flat = {(f"System_{name}" if name in data else name): value for name, value in system.items()}
    flat.update(data)
    return flat


def main():
    for line in sys.stdin.buffer:
        if line.startswith(b"{"):
            text = json.dumps(flatten(json.loads(line)), ensure_ascii=False, separators=(",", ":"))
            sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass") + b"\n")


if __name__ == "__main__":
    main()
