"""Writing NegMAS's YAML: an outcome space, and a LinearAdditiveUtilityFunction for each party.

NegMAS loses a constant when it reads these files, so the constant is spread over the value functions.
"""
from __future__ import annotations

import json
from typing import Any, Sequence

from .common import make_ids, plain
from .model import Issue, Profile
from .survey import spread_constant, straight, survey


def _scalar(value: Any) -> str:
    """JSON's way to write texts and numbers is YAML's too, save that YAML 1.1 wants a point and a sign in 1.0e-05."""
    if isinstance(value, float):
        text = repr(value)
        return text if "e" not in text or "." in text else text.replace("e", ".0e")
    return json.dumps(value, ensure_ascii=True)


def _domain(title: str, issues: Sequence[Issue]) -> str:
    lines = ["type: CartesianOutcomeSpace", f"name: {_scalar(title)}", "issues:"]
    for issue in issues:
        if issue.options is not None:
            kind, values = "CategoricalIssue", ", ".join(_scalar(option) for option in issue.options)
        elif issue.step is None:
            kind, values = "ContinuousIssue", f"{_scalar(issue.low)}, {_scalar(issue.high)}"
        elif issue.step == 1.0 and issue.low == int(issue.low) and issue.high == int(issue.high):
            kind, values = "ContiguousIssue", f"{int(issue.low)}, {int(issue.high)}"
        else:
            kind, values = "DiscreteCardinalIssue", ", ".join(_scalar(plain(x)) for x in issue.points())
        lines += [f"  - type: {kind}", f"    name: {_scalar(issue.name)}", f"    values: [{values}]"]
    return "\n".join(lines) + "\n"


def _value(issue: Issue, paid: list[float], notes: list[str]) -> list[str]:
    line = straight(issue, paid) if issue.options is None else None
    if line is not None:
        return ["  - type: AffineFun", f"    slope: {_scalar(line[0])}", f"    bias: {_scalar(line[1])}"]
    if issue.options is None and issue.step is None:
        notes.append(f"the values of {issue.name!r} between its 101 points are left out: they do not lie on a line")
    names: list[Any] = list(issue.options) if issue.options is not None else [plain(x) for x in issue.points()]
    return [
        "  - type: TableFun",
        "    mapping:",
        *(f"      {_scalar(name)}: {_scalar(y)}" for name, y in zip(names, paid)),
    ]


def _profile(profile: Profile, issues: Sequence[Issue], notes: list[str]) -> str:
    paid = spread_constant(profile, issues)
    lines = [
        f"name: {_scalar(profile.name)}",
        "type: LinearAdditiveUtilityFunction",
        f"reserved_value: {_scalar(profile.no_deal)}",
        "reserved_outcome: null",
        f"weights: [{', '.join('1.0' for _ in issues)}]",
        "values:",
    ]
    for issue, row in zip(issues, paid):
        lines += _value(issue, row, notes)
    if profile.discount != 1.0:
        notes.append(
            f"the discount of {profile.name!r}, {profile.discount:g} a round, has no place in a"
            " LinearAdditiveUtilityFunction; left out"
        )
    return "\n".join(lines) + "\n"


def write(scenario: Any, notes: list[str]) -> dict[str, str]:
    """Files by name: domain.yml, and one for each party."""
    negotiation = survey(scenario, notes)
    files = {"domain.yml": _domain(negotiation.title, negotiation.issues)}
    for profile, name in zip(negotiation.profiles, make_ids((p.file for p in negotiation.profiles), "party")):
        files[f"{name if name != 'domain' else 'party_domain'}.yml"] = _profile(profile, negotiation.issues, notes)
    return files
