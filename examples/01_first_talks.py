"""1. First talks: a scenario built step by step.

Two neighbours share a river. Upstream would let through 20 percent of the water, downstream wants 60 and signs nothing
below 25. Downstream cares for joint measuring stations, upstream hardly minds them: there is something to trade. What
each expects without a deal is uncertain, so the talks are played 100,000 times.

A number that may be uncertain is a number or a text: 2 and "beta(3, 5)" go in by the same door. The scenario is that of
scenarios/first-talks.json, and its agreement rate is the same to the last bit.

Expected output:

    agreement              0.744   95% interval 0.741 to 0.746
    deal.water            30.638   95% interval 30.602 to 30.675
    much_water             0.096   95% interval 0.094 to 0.098
    upstream.utility       0.642   95% interval 0.641 to 0.642
    downstream.utility     0.541   95% interval 0.540 to 0.542
    stations are joint     0.988
"""
import sys
from pathlib import Path

import parley


def build():
    s = parley.Scenario()
    s.title = "Sharing a river"
    s.add_issue("water", low=20, high=60, step=5, label="Water let through", unit="percent")
    s.add_issue("stations", options=["none", "own", "joint"], label="Measuring stations")

    s.add_party("upstream", no_deal="beta(4, 4)")
    s.add_demand("upstream", "water", weight=2, ideal=20, limit=60)
    s.add_demand("upstream", "stations", values={"none": 1, "own": 0.8, "joint": 0.5})

    s.add_party("downstream", no_deal="beta(3, 5)")
    s.add_demand("downstream", "water", weight=2, ideal=60, limit=25, red_line=True)
    s.add_demand("downstream", "stations", weight=2, values={"none": 0, "own": 0.3, "joint": 1})

    s.add_talks("conference", protocol="alternating", rounds=12, breakdown=0.02)
    s.add_metric("much_water", "deal.water >= 40", given="agreement")
    return s


def main(folder):
    result = build().run()
    for name in ("agreement", "deal.water", "much_water", "upstream.utility", "downstream.utility"):
        q = result[name]
        print(f"{name:<20} {q.mean:7.3f}   95% interval {q.ci95[0]:.3f} to {q.ci95[1]:.3f}")
    print(f"{'stations are joint':<20} {result['deal.stations'].shares['joint']:7.3f}")

    same = parley.load(folder / "first-talks.json").run()
    assert same.agreement.mean == result.agreement.mean, "calls and JSON build the same scenario"


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "examples/scenarios"))
