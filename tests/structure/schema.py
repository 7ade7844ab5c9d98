"""The JSON Schema of scenarios is itself valid, takes every example and what `parley new` writes, and refuses what is misspelt.

    schema.py SOURCE_DIR [PARLEY]
"""
import copy
import json
import subprocess
import sys
from pathlib import Path

import jsonschema


def errors_of(validator, scenario):
    return [f"    /{'/'.join(str(part) for part in error.absolute_path)}: {error.message[:200]}" for error in validator.iter_errors(scenario)]


def main():
    source = Path(sys.argv[1])
    schema = json.loads((source / "lib" / "scenario" / "scenario.schema.json").read_text())
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)
    problems = []
    scenarios = {path.name: json.loads(path.read_text()) for path in sorted((source / "examples" / "scenarios").glob("*.json"))}
    assert scenarios, "no examples were found"
    if len(sys.argv) > 2:
        scenarios["parley new"] = json.loads(subprocess.run([sys.argv[2], "new"], check=True, capture_output=True).stdout)
    for name, scenario in scenarios.items():
        found = errors_of(validator, scenario)
        if found:
            problems.append(f"{name} does not fit the schema:\n" + "\n".join(found[:10]))
        places = [[]] + [["parties", party] for party in list(scenario.get("parties", {}))[:1]]
        for place in places:
            wrong = copy.deepcopy(scenario)
            part = wrong
            for key in place:
                part = part[key]
            part["misspelt_key"] = 1
            if not errors_of(validator, wrong):
                problems.append(f"{name}: the schema accepts an unknown key in /{'/'.join(place)}")
    print("\n".join(problems) or f"{len(scenarios)} scenarios fit the schema")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
