"""2. Load and compare: a guarantee of 15 years, or of 50?

The variants of scenarios/guarantee-terms.json are played on the same draws, so that the difference between two of them
is a difference trial by trial: it is known far better than the two numbers themselves. "Variance" says how much better:
by which factor the trials would have to grow for two independent runs to do as well.

Expected output:

    agreement
      15 years                   0.377
      15 years, extendable       0.351   difference -0.025 (-0.026 to -0.024)   variance / 10.1
      30 years                   0.183   difference -0.193 (-0.195 to -0.191)   variance / 2.3
      50 years                   0.056   difference -0.321 (-0.323 to -0.319)   variance / 1.3
      term left to the talks     0.315   difference -0.062 (-0.063 to -0.060)   variance / 4.7
    If signed: holds 50
      15 years                   0.383
      15 years, extendable       0.433   difference +0.050 (+0.047 to +0.052)   variance / 4.7
      30 years                   0.432   difference +0.050 (+0.046 to +0.053)   variance / 4.3
      50 years                   0.507   difference +0.131 (+0.121 to +0.140)   variance / 2.1
      term left to the talks     0.449   difference +0.067 (+0.064 to +0.070)   variance / 3.7
    War in 50 years
      15 years                   8.361
      15 years, extendable       8.347   difference -0.014 (-0.026 to -0.002)   variance / 21.5
      30 years                   9.302   difference +0.941 (+0.922 to +0.961)   variance / 8.1
      50 years                  10.041   difference +1.680 (+1.657 to +1.704)   variance / 5.7
      term left to the talks     8.528   difference +0.167 (+0.151 to +0.183)   variance / 12.2
"""
import sys
from pathlib import Path

import parley

VARIANTS = ["15 years", "15 years, extendable", "30 years", "50 years", "term left to the talks"]


def main(folder):
    comparison = parley.load(folder / "guarantee-terms.json").compare(VARIANTS, trials=200_000, seed=2025)
    for name in ("agreement", "holds_50y", "war_years"):
        compared = comparison[name]
        print(compared.label)
        for variant, quantity in compared.items():
            line = f"  {variant:<24} {quantity.mean:7.3f}"
            if variant != comparison.baseline:
                d = compared.differences[variant]
                line += (
                    f"   difference {d.mean:+.3f} ({d.ci95[0]:+.3f} to {d.ci95[1]:+.3f})"
                    f"   variance / {d.variance_reduction:.1f}"
                )
            print(line)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "examples/scenarios"))
