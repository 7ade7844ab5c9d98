"""Where talks fail."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._style import MAIN, SOFT, axes, percent, rows, whiskers, wilson

if TYPE_CHECKING:
    from ..result import Result


def failures(result: Result, ax: Any = None) -> Any:
    """For each step, the share of trials that failed there, in order; last, the share that ended in agreement."""
    shares = dict(result.failed_at)
    names = [*shares, "agreement"]
    ax = axes(ax, height=1.3 + 0.36 * len(names))
    for i, name in enumerate(names):
        agreed = name == "agreement"
        share = result.agreement.mean if agreed else shares[name]
        interval = result.agreement.ci95 if agreed else wilson(share, result.trials)
        ax.barh(i, share, height=0.66, color=MAIN if agreed else SOFT, hatch="" if agreed else "///", edgecolor="white")
        ax.errorbar([share], [i], xerr=whiskers(share, interval), fmt="none", color="black", capsize=3, lw=1.2)
        ax.annotate(
            f"{100 * share:.1f} %", (interval[1], i), xytext=(7, 0), textcoords="offset points", va="center", fontsize=9
        )
    rows(ax, [n.replace("_", " ") for n in names])
    ax.set_xlim(0, min(1.0, 1.15 * max([result.agreement.ci95[1], *shares.values()])) + 0.06)
    percent(ax)
    ax.set_xlabel("share of all trials (per cent), with 95% intervals")
    ax.set_title("Where talks fail, and how many agree", loc="left")
    return ax
