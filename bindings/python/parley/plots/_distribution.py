"""The distribution of one quantity."""
from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from ._failures import failures
from ._style import GREY, MAIN, SOFT, axes, axis_name, percent, rows, short, told, whiskers, wilson

if TYPE_CHECKING:
    from ..result import Quantity

MOST_ATOMS = 30
BINS = 36


def _atoms(q: Quantity) -> dict[float, float] | None:
    """Values and their shares among trials with a value, when few; from the jumps of the quantile function."""
    levels = np.linspace(0, 1, 401)
    seen = q.quantiles[levels]
    if len(set(seen[np.isfinite(seen)])) > MOST_ATOMS:
        return None
    jumps, values = [0.0], [float(seen[0])]
    for i in range(1, len(levels)):
        if seen[i] != seen[i - 1]:
            low, high = float(levels[i - 1]), float(levels[i])
            for _ in range(30):
                middle = (low + high) / 2
                low, high = (middle, high) if q.quantiles[middle] == seen[i - 1] else (low, middle)
            jumps.append(high)
            values.append(float(seen[i]))
    shares = np.diff([*jumps, 1.0])
    return {value: float(share) for value, share in zip(values, shares)}


def _bars(ax: Any, labels: list[str], shares: list[float], n: int) -> None:
    """Lying bars for names."""
    for i, share in enumerate(shares):
        ax.barh(i, share, height=0.66, color=SOFT, edgecolor=MAIN)
        ax.errorbar([share], [i], xerr=whiskers(share, wilson(share, n)), fmt="none", color="black", capsize=3, lw=1.2)
        ax.annotate(
            f"{100 * share:.1f} %",
            (wilson(share, n)[1], i),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=9,
        )
    rows(ax, labels)
    ax.set_xlim(0, 1.14 * max([*shares, 0.01]))
    percent(ax)


def _columns(ax: Any, atoms: dict[float, float], n: int) -> None:
    """Standing bars for a few numbers."""
    finite = [value for value in atoms if math.isfinite(value)]
    width = 0.7 * min((b - a for a, b in zip(finite, finite[1:])), default=1.0)
    for value in finite:
        share = atoms[value]
        ax.bar(value, share, width=width, color=SOFT, edgecolor=MAIN)
        ax.errorbar(
            [value], [share], yerr=whiskers(share, wilson(share, n)), fmt="none", color="black", capsize=3, lw=1.2
        )
    if len(finite) <= 12:
        ax.set_xticks(finite)
    ax.set_ylim(bottom=0)
    percent(ax, "y")


def _histogram(ax: Any, q: Quantity, n: int) -> None:
    """Shares in classes of equal width, from the quantile function; the few most extreme trials are left out."""
    levels = np.linspace(0, 1, 2001)
    seen = q.quantiles[levels]
    levels, seen = levels[np.isfinite(seen)], seen[np.isfinite(seen)]
    low, high = np.interp([0.002, levels[-1] - 0.002], levels, seen)
    edges = np.linspace(low, high, BINS + 1)
    below = np.interp(edges, seen, levels)
    below[0] = 0.0 if seen[0] == low else below[0]  # many trials may share the least value
    below[-1] = levels[-1] if seen[-1] == high else below[-1]  # or the greatest
    shares = np.diff(below)
    middles = (edges[:-1] + edges[1:]) / 2
    ax.bar(middles, shares, width=np.diff(edges), color=SOFT, edgecolor="white", lw=0.5)
    errors = np.array([[e[0] for e in whiskers(s, wilson(s, n))] for s in shares]).T
    ax.errorbar(middles, shares, yerr=errors, fmt="none", color=GREY, lw=0.8)
    ax.set_xlim(low, high)
    ax.set_ylim(0, 1.18 * max(shares))
    percent(ax, "y")


def _marks(ax: Any, q: Quantity) -> None:
    """Mean and quantiles over the picture."""
    names: dict[float, list[str]] = {}
    for level, name in ((0.05, "5%"), (0.5, "median"), (0.95, "95%")):
        names.setdefault(q.quantiles[level], []).append(name)
    for x in filter(math.isfinite, names):
        ax.axvline(x, color=GREY, lw=1, ls=(0, (4, 3)))
        ax.annotate(
            ", ".join(names[x]),
            (x, 1),
            xycoords=("data", "axes fraction"),
            xytext=(3, -10),
            textcoords="offset points",
            fontsize=8,
            color="#444444",
        )
    if math.isfinite(q.mean):
        ax.axvspan(*q.ci95, color=MAIN, alpha=0.25, lw=0)
        ax.axvline(q.mean, color=MAIN, lw=1.8)
        ax.annotate(
            "mean",
            (q.mean, 0.9),
            xycoords=("data", "axes fraction"),
            xytext=(3, 0),
            textcoords="offset points",
            fontsize=8,
            color=MAIN,
            weight="bold",
        )


def _beside(q: Quantity) -> str:
    """What the picture cannot hold: trials without a value, and never."""
    trials = q.n + q.undefined + q.never
    parts = []
    if q.never:
        parts.append(f"never in {100 * q.never / trials:.1f} % of trials")
    if q.undefined:
        parts.append(f"undefined (no deal, or a condition not met) in {100 * q.undefined / trials:.1f} %")
    if math.isfinite(q.mean):
        parts.insert(0, f"mean {short(q.mean)}, 95% interval [{short(q.ci95[0])}, {short(q.ci95[1])}]")
    return "; ".join(parts)


def distribution(q: Quantity, ax: Any = None) -> Any:
    """How often each option, value, or class of values occurs among the trials that have one; 95% intervals."""
    if q.name == "failed_at":
        return failures(q._result, ax=ax)
    n = q.n + q.never
    few = None if q.shares or n == 0 else _atoms(q)
    ax = axes(ax, height=1.6 + 0.36 * len(q.shares) if q.shares else 3.8)
    label, unit = told(q)
    ax.set_title(label, loc="left", pad=22)
    ax.annotate(
        _beside(q),
        (0, 1),
        xycoords="axes fraction",
        xytext=(0, 8),
        textcoords="offset points",
        fontsize=8.5,
        color="#444444",
    )
    if n == 0:
        ax.text(0.5, 0.5, "no trial has a value", transform=ax.transAxes, ha="center", va="center")
    elif q.shares:
        _bars(ax, list(q.shares), list(q.shares.values()), n)
        ax.set_xlabel("share of the trials that have a value (per cent)")
    elif few is not None and set(few) <= {0.0, 1.0} and q.unit == "":
        _bars(ax, ["no", "yes"], [few.get(0.0, 0.0), few.get(1.0, 0.0)], n)
        ax.set_xlabel("share of the trials that have a value (per cent)")
    elif few is not None:
        _columns(ax, few, n)
        ax.set_xlabel(axis_name(label, unit, "no unit"))
        ax.set_ylabel("share of trials that\nhave a value (per cent)")
    else:
        _histogram(ax, q, n)
        _marks(ax, q)
        ax.set_xlabel(axis_name(label, unit, "no unit"))
        ax.set_ylabel("share of trials that\nhave a value (per cent)")
    return ax
