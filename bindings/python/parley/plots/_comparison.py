"""Variants side by side, and their paired differences."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Sequence

from .._optional import need
from ._style import axes, axis_name, is_share, percent, point, pyplot, rows

if TYPE_CHECKING:
    from ..comparison import Comparison

MOST_PANELS = 6


def _names(c: Comparison, names: Any) -> list[str]:
    """What to draw: what is asked for, else agreement and the first metrics."""
    if names is None:
        return ["agreement", *c.results[c.baseline].in_group("metrics")][:MOST_PANELS]
    return [names] if isinstance(names, str) else list(names)


def _values(ax: Any, c: Comparison, name: str) -> None:
    compared = c[name]
    for i, q in enumerate(compared.values()):
        point(ax, q.mean, i, q.ci95, i)
    quantities = list(compared.values())
    if all(is_share(q.min, q.max, q.unit) for q in quantities):
        percent(ax)
        ax.set_xlabel("share of trials (per cent)", fontsize=8.5)
    else:
        ax.set_xlabel(axis_name("mean", compared.unit, "no unit"), fontsize=8.5)
    ax.set_title(compared.label, loc="left", fontsize=10)


def _differences(ax: Any, c: Comparison, name: str) -> None:
    compared = c[name]
    for i, d in enumerate(compared.differences.values(), start=1):
        point(ax, d.mean, i, d.ci95, i)
    ax.axvline(0, color="black", lw=1)
    shares = all(is_share(q.min, q.max, q.unit) for q in compared.values())
    if shares:
        ticker = need("matplotlib.ticker", "plot()")
        ax.xaxis.set_major_formatter(ticker.FuncFormatter(lambda x, _: f"{100 * x:+.3g}" if x else "0"))
    unit = "percentage points" if shares else compared.unit or "no unit"
    ax.set_xlabel(f"difference from \u201c{c.baseline}\u201d ({unit})", fontsize=8.5)


def comparison(c: Comparison, names: str | Sequence[str] | None = None, ax: Any = None) -> Any:
    """For each quantity its mean in every variant (left) and its paired difference (right), with 95% intervals.

    Args:
        names: a quantity or several; None: agreement and the first metrics.
        ax: for one quantity: draw its differences there.
    """
    chosen = _names(c, names)
    if ax is not None:
        ax = axes(ax)
        _differences(ax, c, chosen[0])
        rows(ax, c.variants)
        ax.set_title(c[chosen[0]].label, loc="left")
        return ax
    tall = 0.9 + (0.28 * len(c.variants) + 0.85) * len(chosen)
    figure, grid = pyplot().subplots(
        len(chosen), 2, figsize=(9, tall), layout="constrained", squeeze=False, sharey=True
    )
    for (left, right), name in zip(grid, chosen):
        _values(axes(left), c, name)
        _differences(axes(right), c, name)
        for one in (left, right):
            rows(one, c.variants)
            one.tick_params(axis="x", labelsize=8.5)
        right.tick_params(axis="y", labelleft=False)
    base = c.results[c.baseline]
    figure.suptitle(
        f"{base.title}\n{base.trials:,} trials of each variant on the same draws; bars are 95% intervals", fontsize=11
    )
    return grid
