"""A guided tour: from loading the flagship to the answer, cell by cell.

Open it in an editor that knows cells (# %%), or run it whole: python3 examples/tour.py [SCENARIOS [PICTURES]]. The
pictures are written to the second folder (default: tour-pictures); without matplotlib the tour goes on without
them.
"""
# %% The question
# In December 2025 Ukraine had been offered a US guarantee of 15 years and asked for 30, 40 or 50. Does the longer
# promise pay, when asking for it costs signatures? The scenario writes the talks, the stages and the life
# afterwards down; each number has a source or is marked as an assumption.
import sys
from pathlib import Path

import numpy as np
import parley

FOLDER = Path(sys.argv[1] if len(sys.argv) > 1 else "examples/scenarios")
PICTURES = Path(sys.argv[2] if len(sys.argv) > 2 else "tour-pictures")
TRIALS, SEED = 20_000, 2025

try:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot
    from parley import plots

    PICTURES.mkdir(parents=True, exist_ok=True)
except ImportError:
    plots = None


def keep(name):
    """Write the picture just drawn."""
    pyplot.gcf().savefig(PICTURES / f"{name}.png", dpi=110)
    pyplot.close("all")


scenario = parley.load(FOLDER / "guarantee-terms.json")
print(scenario)
print("parties:  ", ", ".join(scenario.parties))
print("issues:   ", ", ".join(scenario.issues))
print("steps:    ", ", ".join(scenario.steps))
print("variants: ", ", ".join(scenario.variants))
print("how often the guarantor keeps his word:", scenario["/assumptions/reliability/value"])

# %% One variant
# A run plays the talks many times, each time with other draws of what nobody knows. Equal seeds give equal results.
result = scenario.run(
    "15 years", trials=TRIALS, seed=SEED, columns=["agreement", "reliability", "aftermath.first.fighting"]
)
agreement = result.agreement
print(
    f"\n15 years: {agreement.mean:.1%} of trials agree, 95% interval {agreement.ci95[0]:.1%} to {agreement.ci95[1]:.1%}"
)
worst = max(result.failed_at, key=result.failed_at.get)
print(f"most talks fail at {worst}: {result.failed_at[worst]:.1%} of trials")
if plots:
    result.plot()
    keep("1-overview")
    result["war_years"].plot()
    keep("2-war-years")

# %% What one trial looks like
# Every trial can be told in full: the draws, who offered what, who conceded, what happened afterwards.
story = scenario.trace(7, "15 years", seed=SEED)
print("\nTrial 7, the beginning of its story:")
print("\n".join(str(story).splitlines()[:12]))

# %% The comparison
# Variants see the same draws, so their difference is known better than the two numbers themselves.
terms = ["15 years", "15 years, extendable", "30 years", "50 years"]
comparison = scenario.compare(terms, trials=TRIALS, seed=SEED)
for name in ("agreement", "holds_50y", "peace_50y"):
    print(f"\n{comparison[name].label}")
    for variant, quantity in comparison[name].items():
        print(f"  {variant:<22} {quantity.mean:6.1%}", end="")
        if variant != comparison.baseline:
            d = comparison[name].differences[variant]
            print(f"   {100 * d.mean:+5.1f} points ({100 * d.ci95[0]:+.1f} to {100 * d.ci95[1]:+.1f})", end="")
        print()
if plots:
    comparison.plot(["agreement", "holds_50y", "peace_50y", "war_years"])
    keep("3-comparison")
    plots.survival(scenario, "fighting", terms, trials=TRIALS, seed=SEED)
    keep("4-survival")

# %% How sure is the estimate?
# The interval says what more trials would settle; what the scenario leaves out it cannot say.
if plots:
    plots.convergence(result, "agreement")
    keep("5-convergence")
precise = scenario.run("15 years", trials=10**7, seed=SEED, precision=("agreement", 0.002))
print(f"\n{precise.trials:,} trials bring the standard error of agreement down to {precise.agreement.se:.4f}")

# %% Which belief matters?
# Raw columns are NumPy arrays: ask them what you like. Does peace last longer where the guarantor keeps his word?
signed = result.columns["agreement"] == 1
held = result.columns["aftermath.first.fighting"][signed] > 25
word = result.columns["reliability"][signed]
for low, high in ((0.0, 0.4), (0.4, 0.6), (0.6, 1.0)):
    here = (word >= low) & (word < high)
    print(
        f"reliability {low:.1f} to {high:.1f}: of {here.sum():5d} signed deals {np.mean(held[here]):.0%} hold 25 years"
    )

# %% What would change the answer?
# Most of the price of fifty years is one assumption: the longest term that the US would sign.
open_minded = scenario.copy()
open_minded["/assumptions/us_ceiling/value"] = "choice(15, 0.20, 30, 0.20, 40, 0.10, 50, 0.50)"
for name, s in (("as written", scenario), ("an open-minded US", open_minded)):
    c = s.compare(["15 years", "50 years"], trials=TRIALS, seed=SEED)["peace_50y"]
    d = c.difference
    print(
        f"{name:<18} signed, and peace 50 years: {c['15 years'].mean:.1%} against {c['50 years'].mean:.1%}, "
        f"difference {100 * d.mean:+.1f} points ({100 * d.ci95[0]:+.1f} to {100 * d.ci95[1]:+.1f})"
    )

# %% The answer
c = comparison
keeps = c["agreement"]["50 years"].mean / c["agreement"]["15 years"].mean
needs = c["holds_50y"]["15 years"].mean / c["holds_50y"]["50 years"].mean
print(
    f"\nOnce signed, fifty years hold more often: {c['holds_50y']['50 years'].mean:.0%} against "
    f"{c['holds_50y']['15 years'].mean:.0%}. Asking for them pays if it keeps {needs:.0%} of the chance "
    f"of a signature; "
    f"in this scenario it keeps {keeps:.0%}."
)
