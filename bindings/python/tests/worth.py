"""What packages are worth, by the library, and folders for files: for the tests of parley.convert."""
import itertools
import tempfile
from pathlib import Path

import parley


def worth(tree):
    """{party: {package: utility}} over all packages of option numbers, as the library has it; trial 0."""
    scenario = tree if isinstance(tree, parley.Scenario) else parley.Scenario(tree)
    out = {}

    def look(sitting):
        for party in sitting.parties:
            out[party] = {
                package: sitting.utility(party, package)
                for package in itertools.product(*(range(n) for n in sitting.options()))
            }

    probe = parley.Scenario(
        {k: v for k, v in scenario.to_dict().items() if k in ("parley", "assumptions", "issues", "parties")}
    )
    probe.add_protocol("look", look)
    probe["/process"] = {"talks": {"talks": {"protocol": "look"}}}
    probe.run(trials=1)
    return out


_ROOT = tempfile.TemporaryDirectory(prefix="parley-")


def fresh():
    """A folder of its own, gone when the tests end."""
    return Path(tempfile.mkdtemp(dir=_ROOT.name))
