"""The concession ledger."""
from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ._style import axes, legend, point, rows

if TYPE_CHECKING:
    from ..result import Result


def ledger(result: Result, ax: Any = None) -> Any:
    """What each party gave up on each issue, where its best deal is worth 1: means over signed deals."""
    names = [name.partition(".concessions.") for name in result.in_group("parties") if ".concessions." in name]
    entries = [(party, issue, result[party + between + issue]) for party, between, issue in names]
    told = [(p, i, q) for p, i, q in entries if q.n > 0 and math.isfinite(q.mean) and q.max > 0]
    parties = list(dict.fromkeys(p for p, _, _ in entries))
    issues = [i for i in dict.fromkeys(i for _, i, _ in entries) if any(i == issue for _, issue, _ in told)]
    ax = axes(ax, height=1.5 + 0.5 * max(1, len(issues)))
    if not told:
        ax.text(
            0.5, 0.5, "nobody conceded anything:\nno deal was signed", transform=ax.transAxes, ha="center", va="center"
        )
    seen: set[str] = set()
    for party, issue, q in told:
        offset = 0.6 * ((parties.index(party) + 0.5) / len(parties) - 0.5)
        point(ax, q.mean, issues.index(issue) + offset, q.ci95, parties.index(party), None if party in seen else party)
        seen.add(party)
    labels = [result[f"deal.{i}"].label if f"deal.{i}" in result else i for i in issues]
    rows(ax, [label.replace("deal.", "") for label in labels])
    for line in range(1, len(issues)):
        ax.axhline(line - 0.5, color="#dddddd", lw=0.7)
    ax.set_xlim(left=0)
    ax.set_xlabel("utility given up (of 1, the best deal), signed deals")
    ax.set_title("Who conceded what", loc="left", pad=22)
    if told:
        legend(ax, 4)
    return ax
