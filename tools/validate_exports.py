#!/usr/bin/env python3
"""Writes every shared format of a case and asks the validators that others use whether it is well formed.

    tools/validate_exports.py PROGRAM CASE [--tenant NAME] [--redact]

  stix         stix2-validator, --strict --enforce-refs --disable 103 (103: ids "should" be drawn at random; ours are made of
               names, so that two exports agree), and the patterns through it
  misp         pymisp: the event is read with its schema, every object is held against MISP's own template
  attack-flow  the schema of the Center for Threat-Informed Defense (../shared/data/schemas), and stix2-validator
  navigator    mitreattack-python reads the layer strictly
  ocsf         ocsf-json-schema: each line against the schema of its class and version
  cacao        OASIS' schemas of CACAO 2.0 (../shared/data/schemas), by tools/validate_cacao.py
  indicators   the columns, and that every row has them; so remediation-csv
Prints a line a format and the number of errors; exit 1 if there are any."""
import argparse
import csv
import io
import json
import logging
import pathlib
import subprocess
import sys

import jsonschema
import pymisp
from mitreattack.navlayers import Layer
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from stix2validator import ValidationOptions, validate_string

import validate_cacao

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCHEMAS = ROOT.parent / "shared/data/schemas/attack-flow/stix"
CACAO = ROOT.parent / "shared/data/schemas/cacao/schemas"


def stix(text):
    options = ValidationOptions(strict=True, enforce_refs=True, disabled="103", version="2.1")
    return [str(error) for error in validate_string(text, options).errors or []]


def misp(text):
    event = pymisp.MISPEvent(strict_validation=True)
    event.load(text)
    errors = []
    for found in event.objects:
        template = json.loads((event.misp_objects_path / found.name / "definition.json").read_text())
        names = {attribute.object_relation for attribute in found.attributes}
        errors += [f"{found.name}: no attribute {name}" for name in names if name not in template["attributes"]]
        errors += [f"{found.name}: lacks {name}" for name in template.get("required", []) if name not in names]
        wanted = template.get("requiredOneOf")
        if wanted and not names & set(wanted):
            errors.append(f"{found.name}: lacks one of {wanted}")
        if found.template_uuid.lower() != template["uuid"].lower():
            errors.append(f"{found.name}: another template's id")
    known = {row for rows in event.describe_types["category_type_mappings"].values() for row in rows}
    return errors + [f"type {one.type}" for one in event.attributes if one.type not in known]


def attack_flow_schema():
    here = Registry()
    for path in SCHEMAS.rglob("*.json"):
        document = json.loads(path.read_text())
        document.pop("$schema", None)  # some name the dialect in a way of their own
        resource = DRAFT202012.create_resource(document)
        part = path.relative_to(SCHEMAS / "oasis-open") if "oasis-open" in path.parts else None
        ids = [document.get("$id")] if part is None else [
            f"{scheme}://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/{branch}/schemas/{part}"
            for scheme in ("http", "https") for branch in ("stix2.1", "master")]
        for uri in filter(None, ids):
            here = here.with_resource(uri, resource)
    main = json.loads((SCHEMAS / "attack-flow-schema-2.0.0.json").read_text())
    return jsonschema.Draft202012Validator(main, registry=here)


def attack_flow(text):
    errors = [str(error) for error in validate_string(text, ValidationOptions(version="2.1")).errors or []]
    if not SCHEMAS.is_dir():
        return errors + ["the schema is not there: " + str(SCHEMAS)]
    schema, flows = attack_flow_schema(), 0
    for found in json.loads(text)["objects"]:
        if not found["type"].startswith("attack-") or found["type"] == "attack-pattern":
            continue
        flows += found["type"] == "attack-flow"
        errors += [f"{found['id']}: {error.message[:300]}" for error in schema.iter_errors(found)]
    return errors + ([] if flows == 1 else [f"{flows} attack-flow objects"])


def navigator(text):
    class Told(logging.Handler):
        lines = []

        def emit(self, record):
            self.lines.append(record.getMessage())

    logging.getLogger().addHandler(Told())
    layer = Layer(strict=True)
    layer.from_str(text)
    told = json.loads(text)
    back = layer.to_dict()
    lost = [key for key in told if key not in back]
    return [f"not read: {key}" for key in lost] + ([] if len(back["techniques"]) == len(told["techniques"]) else ["techniques lost"])


def ocsf(text):
    schemas, errors = {}, []
    for number, line in enumerate(text.splitlines(), 1):
        event = json.loads(line)
        version = event["metadata"]["version"]
        key = version, event["class_uid"]
        if key not in schemas:
            whole = OcsfJsonSchemaEmbedded(get_ocsf_schema(version=version))
            name = whole.lookup_class_name_from_uid(event["class_uid"])
            schemas[key] = jsonschema.Draft202012Validator(whole.get_class_schema(name, profiles=[]))
        errors += [f"line {number}: {error.json_path}: {error.message[:300]}" for error in schemas[key].iter_errors(event)]
    return errors


def cacao(text):
    if not CACAO.is_dir():
        return ["the schema is not there: " + str(CACAO)]
    return [f"{error.json_path}: {error.message[:300]}" for error in validate_cacao.validator(CACAO).iter_errors(json.loads(text))]


def indicators(text):
    rows = list(csv.reader(io.StringIO(text)))
    return [f"row {number}: {len(row)} cells" for number, row in enumerate(rows) if len(row) != len(rows[0])]


FORMATS = {"stix": stix, "misp": misp, "attack-flow": attack_flow, "navigator": navigator, "ocsf": ocsf,
           "cacao": cacao, "indicators": indicators, "remediation-csv": indicators}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("case")
    parser.add_argument("--tenant")
    parser.add_argument("--redact", action="store_true")
    parser.add_argument("--show", type=int, default=5, help="errors told of each format")
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=list(FORMATS))
    chosen = parser.parse_args()
    options = (["--tenant", chosen.tenant] if chosen.tenant else []) + (["--redact"] if chosen.redact else [])
    logging.disable(logging.WARNING)
    failed = 0
    for name in chosen.formats:
        run = subprocess.run([chosen.program, "export", chosen.case, "--as", name, *options], capture_output=True, text=True)
        try:
            errors = FORMATS[name](run.stdout) if run.returncode == 0 else [run.stderr]
        except Exception as trouble:  # a validator that cannot even read it
            errors = [f"{type(trouble).__name__}: {trouble}"[:500]]
        print(f"{name:12} {len(run.stdout):10,} bytes  {len(errors)} errors", *errors[:chosen.show], sep="\n             " if errors else "")
        failed += len(errors)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
