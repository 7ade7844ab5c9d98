"""Survival after signature."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, Mapping

import numpy as np

from ..errors import ArgumentError
from ._style import axes, percent, style, wilson

if TYPE_CHECKING:
    from ..result import Result
    from ..scenario import Scenario

POINTS = 240


def survival(
    source: Scenario | Mapping[str, Result] | Iterable[Result],
    state: str,
    variants: Iterable[str | None] | None = None,
    *,
    trials: int = 20_000,
    seed: int = 1,
    horizon: float | None = None,
    ax: Any = None,
) -> Any:
    """Share of signed deals after which ``state`` has not been entered by a time, one line for each variant, 95% bands.

    Args:
        source: a scenario, whose variants are then played on the same draws; or results that kept "agreement"
            and "aftermath.first.STATE".
        state: the state that ends survival, such as "war".
        variants: names (a scenario's; None: all, or the scenario as it stands when it has none).
        horizon: end of the time axis; None: the scenario's, or the last entry seen.
    """
    column = f"aftermath.first.{state}"
    results, unit, end = _results(source, column, variants, trials, seed)
    ax = axes(ax, 7.0, 4.4)
    last = horizon or end
    if last is None:
        last = max((_latest(r.columns[column]) for r in results.values()), default=1.0)
    times = np.linspace(0, last, POINTS)
    for i, (name, result) in enumerate(results.items()):
        first = np.sort(result.columns[column][result.columns["agreement"] == 1])
        left = 1 - np.searchsorted(first, times, side="right") / max(len(first), 1)
        if len(first) == 0:
            continue
        bands = np.array([wilson(float(s), len(first)) for s in left])
        looks = style(i)
        ax.fill_between(times, bands[:, 0], bands[:, 1], color=looks["color"], alpha=0.18, lw=0)
        ax.plot(
            times,
            left,
            color=looks["color"],
            ls=looks["linestyle"],
            lw=1.8,
            marker=looks["marker"],
            ms=5,
            markevery=(8 + 5 * i, 40),
            label=f"{name} ({len(first):,} signed)",
        )
    ax.set_xlim(0, last)
    ax.set_ylim(0, 1)
    percent(ax, "y")
    ax.set_xlabel(f"time since the signature ({unit})")
    ax.set_ylabel(f"signed deals without \u201c{state}\u201d so far\n(per cent)")
    ax.set_title("How long a signed deal holds", loc="left")
    ax.grid(color="#e4e4e4", lw=0.7)
    ax.legend(frameon=False, fontsize=8.5, title="bands are 95% intervals", title_fontsize=8)
    return ax


def _latest(first: Any) -> float:
    finite = first[np.isfinite(first)]
    return float(finite.max()) if len(finite) else 1.0


def _results(
    source: Any, column: str, variants: Any, trials: int, seed: int
) -> tuple[dict[str, Result], str, float | None]:
    from ..result import Result
    from ..scenario import Scenario

    if isinstance(source, Scenario):
        names: list[str | None] = list(source.variants if variants is None else variants) or [None]
        played = {
            name or "the scenario": source.run(name, trials=trials, seed=seed, columns=["agreement", column])
            for name in names
        }
        return played, source.time_unit, float(source.get("/aftermath/horizon"))
    given = {"": source} if isinstance(source, Result) else source
    results = dict(given) if isinstance(given, Mapping) else {r.variant or "the scenario": r for r in given}
    for name, result in results.items():
        if not {"agreement", column} <= set(result.columns):
            raise ArgumentError(
                f'survival: result {name!r} did not keep its columns; run it with columns=["agreement", "{column}"]'
            )
    return results, next(iter(results.values())).time_unit if results else "years", None
