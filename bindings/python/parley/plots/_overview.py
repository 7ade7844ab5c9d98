"""A result at a glance."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._failures import failures
from ._ledger import ledger
from ._metrics import metrics
from ._style import pyplot
from ._utilities import utilities

if TYPE_CHECKING:
    from ..result import Result


def overview(result: Result) -> Any:
    """Four pictures in one figure: where talks fail, the metrics, what the parties get, who conceded what."""
    most = max(len(result.failed_at), len(result.in_group("metrics")), 4)
    figure, grid = pyplot().subplots(2, 2, figsize=(12.5, 5.5 + 0.42 * most), layout="constrained")
    failures(result, ax=grid[0, 0])
    metrics(result, ax=grid[0, 1])
    utilities(result, ax=grid[1, 0])
    ledger(result, ax=grid[1, 1])
    of = f" \u2014 {result.variant}" if result.variant else ""
    figure.suptitle(
        f"{result.title}{of}\n{result.trials:,} trials, seed {result.seed}, {result.sampling} sampling", fontsize=12
    )
    return grid
