"""What the tests share."""
import os
import subprocess
import unittest
from pathlib import Path

import parley

SOURCE = Path(os.environ.get("PARLEY_SOURCE") or Path(__file__).resolve().parents[3])
SCENARIOS = SOURCE / "examples" / "scenarios"
COMMAND = os.environ.get("PARLEY_COMMAND")

CAKE = {
    "parley": 1,
    "title": "A cake",
    "issues": {"share": {"range": [0, 10], "step": 1, "unit": "slices"}, "when": {"options": ["now", "later"]}},
    "parties": {
        "ann": {
            "no_deal": "beta(2, 4)",
            "demands": {"share": {"ideal": 10, "limit": 0}, "when": {"values": {"now": 1, "later": 0}}},
        },
        "bob": {
            "no_deal": "beta(2, 4)",
            "demands": {"share": {"ideal": 0, "limit": 10}, "when": {"values": {"now": 0.4, "later": 1}}},
        },
    },
    "process": {"talks": {"talks": {"protocol": "nash"}}},
    "metrics": {"half": {"value": "deal.share == 5", "given": "agreement"}},
    "variants": {"proud": {"parties": {"ann": {"no_deal": 0.6}}}, "poor": {"parties": {"ann": {"no_deal": 0.1}}}},
}


def cake():
    return parley.Scenario(CAKE)


def guarantee():
    return parley.load(SCENARIOS / "guarantee-terms.json")


def command(*arguments):
    """What the command prints."""
    if not COMMAND:
        raise unittest.SkipTest("PARLEY_COMMAND does not name the parley command")
    done = subprocess.run([COMMAND, *map(str, arguments)], capture_output=True, check=True)
    return done.stdout.decode()
