"""Pictures (matplotlib), one file each: readable in colour and in grey, units on every axis, intervals always drawn.

Every function draws into ``ax`` where one is given, else into a figure of its own, and returns the axes.
"""
from __future__ import annotations

from typing import Any, Callable

from ._comparison import comparison
from ._convergence import convergence
from ._distribution import distribution
from ._failures import failures
from ._frontier import frontier
from ._ledger import ledger
from ._metrics import metrics
from ._overview import overview
from ._survival import survival
from ._utilities import utilities

__all__ = [
    "comparison",
    "convergence",
    "distribution",
    "failures",
    "frontier",
    "ledger",
    "metrics",
    "overview",
    "survival",
    "utilities",
]

OF_REPORTS: dict[str, Callable[..., Any]] = {"frontier": frontier}
"""The picture of a report, by its question."""
