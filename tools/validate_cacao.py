#!/usr/bin/env python3
"""Validates CACAO playbooks against OASIS's JSON schemas: validate_cacao.py SCHEMAS PLAYBOOK... (needs `jsonschema`; the schemas
are those of oasis-open/cacao-json-schemas, draft 07 as they say). Exit 1 on any error."""
import json
import pathlib
import sys


def validator(folder):
    from jsonschema import Draft7Validator
    from referencing import Registry, Resource
    loaded = [json.loads(path.read_text()) for path in sorted(folder.rglob("*.json"))]
    registry = Registry().with_resources([(one["$id"], Resource.from_contents(one)) for one in loaded if "$id" in one])
    return Draft7Validator(json.loads((folder / "playbook.json").read_text()), registry=registry)


def main(schemas, *playbooks):
    check = validator(pathlib.Path(schemas))
    errors = 0
    for playbook in playbooks:
        for error in check.iter_errors(json.loads(pathlib.Path(playbook).read_text())):
            errors += 1
            print(f"{playbook}: {error.json_path}: {error.message[:200]}")
    print(f"{len(playbooks)} playbooks, {errors} errors")
    return 1 if errors else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
