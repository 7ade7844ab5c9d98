"""parley: simulate diplomacy. Talks, deals and the life after signature, under uncertainty.

>>> import parley
>>> s = parley.Scenario({
...     "parley": 1,
...     "issues": {"share": {"range": [0, 10], "step": 1}},
...     "parties": {"ann": {"no_deal": "beta(2, 4)", "demands": {"share": {"ideal": 10, "limit": 0}}},
...                 "bob": {"no_deal": "beta(2, 4)", "demands": {"share": {"ideal": 0, "limit": 10}}}},
...     "process": {"talks": {"talks": {"protocol": "nash"}}}})
>>> r = s.run(trials=10_000, seed=42)
>>> 0.7 < r.agreement.mean < 0.9
True
>>> r["deal.share"].quantiles[0.5]
5.0
"""
from __future__ import annotations

from . import convert
from ._native import version as __version__
from .columns import Blocks, Columns
from .comparison import Compared, Comparison, Difference
from .conflict import Stability, conflict_stability, equilibria
from .errors import ParleyError
from .protocol import Sitting
from .report import Report
from .result import Quantity, Result, merge
from .scenario import Scenario, load, loads
from .voting import VotingPower, voting_power

__all__ = [
    "Blocks",
    "Columns",
    "Compared",
    "Comparison",
    "Difference",
    "ParleyError",
    "Quantity",
    "Report",
    "Result",
    "Scenario",
    "Sitting",
    "Stability",
    "VotingPower",
    "__version__",
    "conflict_stability",
    "equilibria",
    "load",
    "loads",
    "merge",
    "voting_power",
]
