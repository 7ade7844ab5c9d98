"""What the parties get."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._style import GREY, axes, legend, point, rows

if TYPE_CHECKING:
    from ..result import Result


def utilities(result: Result, ax: Any = None) -> Any:
    """Each party's utility over all trials: its mean with the 95% interval, and the range of nine trials in ten."""
    names = [name for name in result.in_group("parties") if name.endswith(".utility")]
    ax = axes(ax, height=1.3 + 0.4 * len(names))
    for i, name in enumerate(names):
        q = result[name]
        ax.plot(
            [q.quantiles[0.05], q.quantiles[0.95]],
            [i, i],
            color="#c8c8c8",
            lw=7,
            solid_capstyle="butt",
            zorder=1,
            label="nine trials in ten" if i == 0 else None,
        )
        ax.plot(
            [q.quantiles[0.5]] * 2, [i - 0.17, i + 0.17], color=GREY, lw=2, zorder=2, label="median" if i == 0 else None
        )
        point(ax, q.mean, i, q.ci95, label="mean, 95% interval" if i == 0 else None)
    rows(ax, [name[: -len(".utility")] for name in names])
    ax.set_xlim(left=min(0.0, ax.get_xlim()[0]))
    ax.set_xlabel("utility (of 1, the best deal), all trials")
    ax.set_title("What the parties get", loc="left", pad=22)
    legend(ax, 3)
    return ax
