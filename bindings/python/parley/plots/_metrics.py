"""The metrics that are shares, side by side."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._style import GREY, axes, is_share, percent, point, rows, short

if TYPE_CHECKING:
    from ..result import Result


def metrics(result: Result, ax: Any = None) -> Any:
    """Agreement and every metric that asks yes or no: its share with the 95% interval. Others are written below."""
    quantities = [result[name] for name in ["agreement", *result.in_group("metrics")]]
    shares = [q for q in quantities if is_share(q.min, q.max, q.unit)]
    others = [q for q in quantities if q not in shares and q.n > 0]
    ax = axes(ax, height=1.5 + 0.36 * len(shares) + 0.18 * len(others))
    for i, q in enumerate(shares):
        point(ax, q.mean, i, q.ci95)
        given = "" if q.undefined == 0 else f"of {q.n:,}"
        ax.annotate(given, (1.01, i), xycoords=("axes fraction", "data"), va="center", fontsize=7.5, color=GREY)
    rows(ax, [q.label for q in shares], 30)
    ax.set_xlim(left=0)
    percent(ax)
    notes = [f"{q.label}: {short(q.mean)} {q.unit} [{short(q.ci95[0])}, {short(q.ci95[1])}]" for q in others]
    ax.set_xlabel("\n".join(["share of trials (per cent), of so many where fewer count; 95% intervals", *notes]))
    ax.set_title("Metrics", loc="left")
    return ax
