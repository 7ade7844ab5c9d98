#!/usr/bin/env python3
"""Case (b) as an analyst would write it in NumPy today, for a comparison side by side.

The scenario is tests/bench/scenarios/nash-life.json: two parties, five issues of ten options, the Nash
product, twelve uncertain inputs, fifty years of competing risks. Everything is vectorised over trials. As the
100,000 packages do not fit, each batch considers a fixed random sample of 1,000 of them: the deals it finds
are therefore worse than those of parley, which searches all.

    python3 tests/bench/numpy_analyst.py [trials]

Skips with a message where NumPy is not installed.
"""
import sys
import time

try:
    import numpy as np
except ImportError:
    print("skipped: NumPy is not installed (Debian: apt install python3-numpy)")
    sys.exit(0)

PACKAGES = 1000
BATCH = 200  # trials at a time: the tables of utilities stay in the cache
HORIZON = 50.0
NORTH_SHAPES = [0.6, 1.0, 0.8, 0.5, 1.0]
SOUTH_SHAPES = [0.8, 0.7, 1.0, 1.2, 0.9]
KNOTS = np.array([0.0, 1.0, 2.0, 5.0, 10.0])
RATES = np.array([0.25, 0.10, 0.06, 0.02])


def values():
    """The sampled packages: the term of each, and its worth to each party issue by issue."""
    option = np.random.default_rng(1).integers(0, 10, size=(PACKAGES, 5))
    share = option / 9.0
    north = np.column_stack([share[:, j] ** NORTH_SHAPES[j] for j in range(5)])
    south = np.column_stack([(1 - share[:, j]) ** SOUTH_SHAPES[j] for j in range(5)])
    return 5.0 + 5.0 * option[:, 0], north, south


def piecewise(exponential, tail):
    """Time at which the falling hazard, with its uncertain tail, has integrated to the exponential."""
    built_up = np.concatenate([[0.0], np.cumsum(RATES * np.diff(KNOTS))])
    piece = np.searchsorted(built_up, exponential, side="right") - 1
    rate = np.where(piece < 4, RATES[np.minimum(piece, 3)], tail)
    return KNOTS[piece] + (exponential - built_up[piece]) / rate


def play(rng, n, term, north, south):
    """Agreement, the term agreed, and the time of the first war, of n trials."""
    tail = np.exp(rng.normal(np.log(0.005 * 0.03) / 2, np.log(6.0) / (2 * 1.6448536269514722), n))
    presence = rng.triangular(0.13, 0.28, 0.60, n)
    lapse = rng.uniform(1, 3, n)
    no_deal = rng.beta(4, 6, n), rng.beta(3, 7, n)
    weight_north = rng.gamma([6, 4, 3, 2, 3], 1.0, (n, 5))
    weight_south = np.tile([0.0, 4.0, 1.0, 3.0, 0.0], (n, 1))
    weight_south[:, 0], weight_south[:, 4] = rng.gamma(3, 1, n), rng.gamma(5, 1, n)
    weight_north /= weight_north.sum(axis=1, keepdims=True)
    weight_south /= weight_south.sum(axis=1, keepdims=True)

    gain_north = weight_north @ north.T - no_deal[0][:, None]
    gain_south = weight_south @ south.T - no_deal[1][:, None]
    np.maximum(gain_north, 0, out=gain_north)
    np.maximum(gain_south, 0, out=gain_south)
    product = np.multiply(gain_north, gain_south, out=gain_north)
    best = product.argmax(axis=1)
    agreed = product[np.arange(n), best] > 0
    expiry = term[best]

    guarded = piecewise(rng.exponential(size=n) / presence, tail)
    after_lapse = expiry + rng.exponential(size=n) / (tail * lapse)
    alone = piecewise(rng.exponential(size=n), tail)
    war = np.where(agreed, np.where(guarded < expiry, guarded, after_lapse), alone)
    war[war >= HORIZON] = np.inf
    return agreed, expiry, war


def main():
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rng = np.random.default_rng(42)
    term, north, south = values()
    start = time.perf_counter()
    agreements = peace = terms = 0.0
    for _ in range(trials // BATCH):
        agreed, expiry, war = play(rng, BATCH, term, north, south)
        agreements += agreed.sum()
        peace += (war > 25).sum()
        terms += expiry[agreed].sum()
    spent = time.perf_counter() - start
    played = trials // BATCH * BATCH
    speed = f"{spent / played * 1e9:.0f} ns/trial"
    print(f"NumPy {np.__version__}, {played} trials, {PACKAGES} of 100000 packages: {speed}")
    print(f"agreement {agreements / played:.4f}, peace_25y {peace / played:.4f}, term {terms / max(agreements, 1):.2f}")


if __name__ == "__main__":
    main()
