"""What the pictures share: axes, styles that differ in lightness, dash and marker, intervals."""
from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING, Any, Iterable

from .._optional import need

if TYPE_CHECKING:
    from ..result import Quantity

# Dark to light and back, so that neighbours differ in grey as well; from the palette of Okabe and Ito for the
# colour-blind.
COLOURS = ("#00446b", "#d55e00", "#56b4e9", "#7a3b69", "#009e73", "#e0a100", "#444444", "#cc79a7")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
DASHES: tuple[Any, ...] = (
    "solid",
    (0, (5, 2)),
    (0, (1, 1.2)),
    (0, (6, 2, 1, 2)),
    (0, (3, 1, 1, 1, 1, 1)),
    (0, (8, 3)),
    (0, (2, 3)),
    (0, (4, 1)),
)
MAIN, SOFT, GREY = COLOURS[0], "#9cc3dd", "#777777"
Z95 = 1.959963984540054


def style(index: int) -> dict[str, Any]:
    """Colour, marker and dash of the index-th thing."""
    i = index % len(COLOURS)
    return {"color": COLOURS[i], "marker": MARKERS[i], "linestyle": DASHES[i]}


def pyplot() -> Any:
    """matplotlib, or a message on how to get it."""
    return need("matplotlib.pyplot", "plot()")


def axes(ax: Any, width: float = 6.4, height: float = 4.0) -> Any:
    """The axes to draw into."""
    if ax is None:
        _, ax = pyplot().subplots(figsize=(width, height), layout="constrained")
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def wilson(share: float, n: int) -> tuple[float, float]:
    """95% interval of a share seen in n trials."""
    if n == 0 or math.isnan(share):
        return math.nan, math.nan
    centre = (share + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
    half = Z95 / (1 + Z95**2 / n) * math.sqrt(share * (1 - share) / n + Z95**2 / (4 * n * n))
    return max(0.0, min(centre - half, share)), min(1.0, max(centre + half, share))


def whiskers(value: float, interval: tuple[float, float]) -> list[list[float]]:
    """An interval as matplotlib's errors below and above."""
    if not all(map(math.isfinite, (value, *interval))):
        return [[0.0], [0.0]]
    return [[max(0.0, value - interval[0])], [max(0.0, interval[1] - value)]]


def point(ax: Any, x: float, y: float, interval: tuple[float, float], index: int = 0, label: str | None = None) -> None:
    """A value with its interval, lying."""
    looks = style(index)
    ax.errorbar(
        [x],
        [y],
        xerr=whiskers(x, interval),
        fmt=looks["marker"],
        color=looks["color"],
        ms=6,
        capsize=3,
        lw=1.5,
        label=label,
        zorder=3,
    )


def rows(ax: Any, labels: Iterable[str], width: int = 26) -> None:
    """Names down the side, the first on top."""
    names = [textwrap.fill(label, width) for label in labels]
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(max(len(names), 1) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="x", color="#dddddd", lw=0.7)
    ax.set_axisbelow(True)


def legend(ax: Any, columns: int) -> None:
    """A legend between the title and the picture."""
    ax.legend(
        fontsize=8,
        ncols=columns,
        frameon=False,
        loc="lower left",
        bbox_to_anchor=(0, 1),
        borderaxespad=0.1,
        handlelength=1.4,
    )


def told(q: Quantity) -> tuple[str, str]:
    """A quantity's name for people, and its unit."""
    if q.label != q.name:
        return q.label, q.unit
    head, _, tail = q.name.rpartition(".")
    ways = {
        "aftermath.first": "time of the first",
        "aftermath.years": "time spent in",
        "deal": "",
        "aftermath.reached": "ever in",
    }
    name = f"{ways[head]} {tail}" if head in ways else f"{tail} of {head}" if head else tail
    timed = head in ("aftermath.first", "aftermath.years") or q.name == "elapsed"
    return name.strip().replace("_", " "), q.unit or (q._result.time_unit if timed else "")


def axis_name(label: str, unit: str, otherwise: str = "") -> str:
    """A name with its unit."""
    return f"{label} ({unit})" if unit else f"{label} ({otherwise})" if otherwise else label


def percent(ax: Any, axis: str = "x") -> None:
    """Shares as per cent."""
    ticker = need("matplotlib.ticker", "plot()")
    which = getattr(ax, f"{axis}axis")
    which.set_major_locator(ticker.MaxNLocator(6, steps=[1, 2, 5, 10]))
    which.set_major_formatter(ticker.FuncFormatter(lambda x, _: f"{100 * x:.4g} %"))


def is_share(least: float, most: float, unit: str) -> bool:
    """Does the quantity look like yes or no?"""
    return unit == "" and least in (0.0, 1.0) and most in (0.0, 1.0)


def short(value: float) -> str:
    """A number for a caption."""
    return f"{value:.3g}" if abs(value) < 1e5 else f"{value:,.0f}"
