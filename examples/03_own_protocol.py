"""3. A protocol of one's own: drawing lots.

The parties draw lots; who wins writes the treaty, the others may only refuse. The winner therefore takes the best
package that all would sign. parley calls this function once a trial and does the rest: uncertain numbers, statistics.

Drawing lots agrees exactly as often as the Nash solution, whenever there is a package that all would sign. But it
shares the gains less evenly: the party that comes off worse is worse off. (The twin in C plays 100,000 trials; a
protocol in Python takes its time, so this one plays 5,000.)

Expected output:

    lots   agreement 0.8776   gains 0.136 and 0.198   the smaller 0.066
    nash   agreement 0.8776   gains 0.177 and 0.187   the smaller 0.174
"""
import itertools
import sys
from pathlib import Path

import parley

TRIALS = 5_000


def draw_lots(sitting):
    winner = int(sitting.uniform(0) * len(sitting.parties))
    packages = itertools.product(*map(range, sitting.options()))
    best_first = sorted(packages, key=lambda package: -sitting.utility(winner, package))
    for package in best_first:
        if all(sitting.acceptable(party, package) for party in sitting.parties):
            return package
    return None


def play(scenario, protocol):
    scenario["/process/conference/talks"] = {"protocol": protocol}
    result = scenario.run(trials=TRIALS)
    print(
        f"{protocol}   agreement {result.agreement.mean:.4f}   gains {result['upstream.gain'].mean:.3f} and "
        f"{result['downstream.gain'].mean:.3f}   the smaller {result['smaller_gain'].mean:.3f}"
    )
    return result.agreement.mean


def main(folder):
    scenario = parley.load(folder / "first-talks.json")
    scenario.add_metric("smaller_gain", "min(upstream.gain, downstream.gain)", given="agreement")
    scenario.add_protocol("lots", draw_lots)
    assert play(scenario, "lots") == play(
        scenario, "nash"
    ), "both agree whenever there is a package that all would sign"


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "examples/scenarios"))
