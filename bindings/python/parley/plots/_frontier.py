"""What a deal could be, and what the talks reached."""
from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import ArgumentError
from ._style import COLOURS, GREY, MAIN, MARKERS, Z95, axes

if TYPE_CHECKING:
    from ..report import Report
    from ..result import Result
    from ..scenario import Scenario

SOLUTIONS = {
    "nash": "Nash",
    "nash_weighted": "Nash by power",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
    "utilitarian_weighted": "utilitarian by power",
    "relative_utilitarian": "relative utilitarian",
}
MOST_DEALS = 1500
PLAYED = 4000


def frontier(
    report: Report, ax: Any = None, *, parties: tuple[str, str] | None = None, deals: Scenario | Result | None = None
) -> Any:
    """The Pareto set in the utilities of two parties, the zone of agreement, the solutions by name.

    Args:
        report: of :meth:`parley.Scenario.frontier`.
        parties: which two; None: the two whose interests clash most on the frontier.
        deals: the scenario, or a result that kept the raw columns "agreement" and both utilities: the deals reached
            are drawn as well, each as its own trial valued it, and their mean with its 95% interval.
    """
    tree = report.to_dict()
    everyone = list(tree["no_deal"])
    if len(everyone) < 2:
        raise ArgumentError("frontier: a picture needs two parties")
    x, y = parties or _most_opposed(tree, everyone)
    for name in (x, y):
        if name not in everyone:
            raise ArgumentError(f"frontier: no party {name!r}; there are {', '.join(everyone)}")
    ax = axes(ax, 7.6, 5.4)
    if deals is not None:
        _draw_deals(ax, deals, tree, x, y)
    points = np.array([[p["utility"][x], p["utility"][y]] for p in tree["pareto"]]).reshape(-1, 2)
    order = np.argsort(points[:, 0])
    looks = {"ls": "-" if len(everyone) == 2 else "", "lw": 1.0, "marker": "o", "ms": 4.5, "mfc": "white"}
    ax.plot(
        *points[order].T,
        color=MAIN,
        label=f"Pareto set ({tree['pareto_count']:,} of {tree['packages']:,} packages)",
        **looks,
    )
    _draw_zone(ax, tree, x, y)
    _draw_solutions(ax, tree, x, y)
    ax.set_xlabel(f"utility of {x} (of 1, its best deal)")
    ax.set_ylabel(f"utility of {y} (of 1, its best deal)")
    others = len(everyone) - 2
    more = f"; {others} more {'party' if others == 1 else 'parties'} not shown" if others else ""
    ax.set_title(f"What a deal could be, {tree.get('preferences', '')}{more}", loc="left", fontsize=10.5)
    ax.grid(color="#e8e8e8", lw=0.6)
    ax.legend(fontsize=8, frameon=False, loc="upper left", bbox_to_anchor=(1.01, 1), borderaxespad=0)
    return ax


def _most_opposed(tree: dict[str, Any], everyone: list[str]) -> tuple[str, str]:
    def together(pair: tuple[str, str]) -> float:
        seen = np.array([[p["utility"][name] for name in pair] for p in tree["pareto"]])
        if len(seen) < 3 or np.any(seen.std(axis=0) == 0):
            return 0.0
        return float(np.corrcoef(seen.T)[0, 1])

    return min(itertools.combinations(everyone, 2), key=together)


def _draw_zone(ax: Any, tree: dict[str, Any], x: str, y: str) -> None:
    """No agreement, and what both prefer to it."""
    here = tree["no_deal"][x], tree["no_deal"][y]
    ax.axvline(here[0], color=GREY, lw=1, ls=(0, (5, 3)))
    ax.axhline(here[1], color=GREY, lw=1, ls=(0, (5, 3)))
    right, top = max(ax.get_xlim()[1], here[0]), max(ax.get_ylim()[1], here[1])
    ax.fill_between(
        [here[0], right], here[1], top, color="#f1ead6", lw=0, zorder=0, label="both prefer it to no agreement"
    )
    ax.set_xlim(right=right)
    ax.set_ylim(top=top)
    ax.plot(*here, marker="x", color="black", ms=9, mew=2, ls="", label="no agreement", zorder=4)


def _draw_solutions(ax: Any, tree: dict[str, Any], x: str, y: str) -> None:
    """Solutions that are the same package share a mark."""
    at: dict[tuple[float, ...], list[str]] = {}
    for key, name in SOLUTIONS.items():
        solution = tree.get(key)
        if solution:
            at.setdefault(tuple(solution["utility"].values()), []).append(name)
    for i, (utility, names) in enumerate(at.items()):
        place = dict(zip(tree[next(k for k in SOLUTIONS if tree.get(k))]["utility"], utility))
        looks = {"marker": MARKERS[(i + 1) % len(MARKERS)], "color": COLOURS[(i + 1) % len(COLOURS)]}
        ax.plot(place[x], place[y], ls="", ms=10, mec="black", mew=0.9, label="\n".join(names), zorder=5, **looks)


def _draw_deals(ax: Any, source: Scenario | Result, tree: dict[str, Any], x: str, y: str) -> None:
    wanted = ["agreement", f"{x}.utility", f"{y}.utility"]
    result = source.run(tree.get("variant"), trials=PLAYED, columns=wanted) if hasattr(source, "run") else source
    if not set(wanted) <= set(result.columns):
        raise ArgumentError(f"frontier: the result did not keep its columns; run it with columns={wanted}")
    agreed = result.columns["agreement"] == 1
    a, b = (result.columns[name][agreed] for name in wanted[1:])
    if len(a) == 0:
        return
    ax.plot(
        a[:MOST_DEALS],
        b[:MOST_DEALS],
        ls="",
        marker=".",
        ms=3,
        color="#b9b9b9",
        zorder=1,
        label="deals reached, as their own\ntrials value them",
    )
    if len(a) > 1:
        ax.errorbar(
            [a.mean()],
            [b.mean()],
            xerr=[Z95 * a.std() / len(a) ** 0.5],
            yerr=[Z95 * b.std() / len(b) ** 0.5],
            fmt="P",
            color="black",
            mfc="white",
            ms=9,
            capsize=4,
            zorder=5,
            label="their mean, 95% interval",
        )
