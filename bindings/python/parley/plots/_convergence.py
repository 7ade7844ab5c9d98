"""How the estimate settles as trials are added."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import ArgumentError
from ._style import MAIN, Z95, axes, axis_name, percent, told

if TYPE_CHECKING:
    from ..result import Result


def convergence(result: Result, name: str | None = None, ax: Any = None) -> Any:
    """Mean of a raw column over the first trials, with its 95% interval, against their number.

    Args:
        name: a column that the run kept; None: the first.
    """
    if not result.columns:
        raise ArgumentError("convergence: the run kept no raw columns; run it with columns=[NAME]")
    chosen = name or next(iter(result.columns))
    values = result.columns[chosen]
    values = values[np.isfinite(values)]
    if len(values) < 2:
        raise ArgumentError(f"convergence: {chosen!r} has {len(values)} finite values, expected at least 2")
    counts = np.unique(np.geomspace(min(30, len(values)), len(values), 200).astype(int))
    mean = np.cumsum(values)[counts - 1] / counts
    square = np.cumsum((values - values.mean()) ** 2)[counts - 1] / counts
    half = Z95 * np.sqrt(np.maximum(square - (mean - values.mean()) ** 2, 0) / counts)
    label, unit = told(result[chosen]) if chosen in result else (chosen, "")
    ax = axes(ax, 6.8, 4.0)
    ax.fill_between(counts, mean - half, mean + half, color=MAIN, alpha=0.22, lw=0, label="95% interval")
    ax.plot(counts, mean, color=MAIN, lw=1.6, label="mean so far")
    ax.axhline(mean[-1], color="black", lw=0.9, ls=(0, (5, 3)), label="all trials")
    ax.set_xscale("log")
    ax.set_xlim(counts[0], counts[-1])
    if set(np.unique(values)) <= {0.0, 1.0}:
        percent(ax, "y")
        ax.set_ylabel(f"{label}\n(per cent of trials)")
    else:
        ax.set_ylabel(axis_name(label, unit, "no unit"))
    ax.set_xlabel("trials with a value (number, logarithmic)")
    ax.set_title("How the estimate settles", loc="left")
    ax.grid(color="#e4e4e4", lw=0.7)
    ax.legend(frameon=False, fontsize=8.5)
    return ax
