"""Writing GENIUS XML: a domain and a profile for each party, for scenarios whose utilities are additive.

GENIUS has no constant: what a party gets anyway is spread over its issues. Weights are the most an issue can
pay, so they need not sum to 1, which GENIUS does not ask for. Numbers that pay on a line for all parties stay
numbers; others become discrete values.
"""
from __future__ import annotations

import html
from typing import Any, Sequence

from .common import bad, make_ids, plain
from .model import Issue, Negotiation, Profile
from .survey import rounds_of, spread_constant, straight, survey


def _attributes(**values: Any) -> str:
    spaces = str.maketrans({"\n": "&#10;", "\t": "&#9;", "\r": "&#13;"})
    escaped = {name: html.escape(str(value)).translate(spaces) for name, value in values.items()}
    return "".join(f' {name}="{value}"' for name, value in escaped.items())


def _names(issue: Issue) -> list[str]:
    return issue.options if issue.options is not None else [repr(plain(x)) for x in issue.points()]


def _kind(issue: Issue, paid: Sequence[Sequence[float]]) -> str:
    if issue.options is not None or any(straight(issue, row) is None for row in paid):
        return "discrete"
    if issue.step is None:
        return "real"
    whole = issue.step == 1.0 and issue.low == int(issue.low) and issue.high == int(issue.high)
    return "integer" if whole else "discrete"


def _issue_start(issue: Issue, index: int, kind: str) -> str:
    bounds = {"lowerbound": plain(issue.low), "upperbound": plain(issue.high)} if kind == "integer" else {}
    return f"      <issue{_attributes(index=index, name=issue.name, type=kind, etype=kind, vtype=kind, **bounds)}>"


def _file(root: str, issues: Sequence[str], title: str, count: int, after: Sequence[str] = ()) -> str:
    objective = [
        f"    <objective{_attributes(index=0, name=title, description='', type='objective', etype='objective')}>",
        *issues,
        *after,
        "    </objective>",
    ]
    if root == "utility_space":
        return "\n".join(objective)
    return "\n".join([f"  <utility_space{_attributes(number_of_issues=count)}>", *objective, "  </utility_space>"])


def _domain(negotiation: Negotiation, kinds: Sequence[str]) -> str:
    lines = []
    for index, (issue, kind) in enumerate(zip(negotiation.issues, kinds), 1):
        lines.append(_issue_start(issue, index, kind))
        if kind == "discrete":
            lines += [f"        <item{_attributes(index=k, value=name)}/>" for k, name in enumerate(_names(issue), 1)]
        else:
            lines.append(f"        <range{_attributes(lowerbound=plain(issue.low), upperbound=plain(issue.high))}/>")
        lines.append("      </issue>")
    body = _file("domain", lines, negotiation.title, len(negotiation.issues))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<negotiation_template>\n{body}\n</negotiation_template>\n'


def _evaluated(issue: Issue, index: int, kind: str, paid: list[float], most: float) -> list[str]:
    scale = most or 1.0
    lines = [_issue_start(issue, index, kind)]
    if kind == "discrete":
        lines += [
            f"        <item{_attributes(index=k, value=name, evaluation=repr(y / scale))}/>"
            for k, (name, y) in enumerate(zip(_names(issue), paid), 1)
        ]
    else:
        line = straight(issue, paid)
        assert line is not None
        slope = line[0] / scale
        lines.append(f"        <range{_attributes(lowerbound=plain(issue.low), upperbound=plain(issue.high))}/>")
        if kind == "integer":
            lines.append(
                f"        <evaluator{_attributes(ftype='linear', slope=repr(slope), offset=repr(paid[0] / scale))}/>"
            )
        else:
            offset = repr(line[1] / scale)
            lines.append(
                f"        <evaluator{_attributes(ftype='linear', parameter0=offset, parameter1=repr(slope))}/>"
            )
    return [*lines, "      </issue>"]


def _profile(
    profile: Profile, negotiation: Negotiation, kinds: Sequence[str], paid: list[list[float]], rounds: int
) -> str:
    issues, weights = [], []
    for index, (issue, kind, row) in enumerate(zip(negotiation.issues, kinds, paid), 1):
        most = max(row)
        issues += _evaluated(issue, index, kind, row, most)
        weights.append(f"      <weight{_attributes(index=index, value=repr(most))}/>")
    body = _file("utility_space", issues, negotiation.title, len(issues), weights)
    discount = profile.discount**rounds
    return (
        '<?xml version="1.0"'
        f' encoding="UTF-8"?>\n<utility_space{_attributes(number_of_issues=len(negotiation.issues))}>\n{body}\n '
        f" <discount_factor{_attributes(value=repr(discount))}/>\n "
        f" <reservation{_attributes(value=repr(profile.no_deal))}/>\n</utility_space>\n"
    )


def write(scenario: Any, notes: list[str]) -> dict[str, str]:
    """Files by name: domain.xml, and one for each party."""
    negotiation = survey(scenario, notes)
    rounds = rounds_of(scenario)
    paid = [spread_constant(profile, negotiation.issues) for profile in negotiation.profiles]
    for profile, rows in zip(negotiation.profiles, paid):
        if any(min(row) < -1e-12 for row in rows):
            raise bad(f"some package is worth less than 0 to {profile.name!r}; GENIUS knows no such utilities")
        most = sum(max(row) for row in rows)
        if most > 1.0 + 1e-12:
            notes.append(f"packages are worth up to {most:.6g} to {profile.name!r}; GENIUS cuts utilities at 1")
        if not 0.0 <= profile.no_deal <= 1.0:
            notes.append(f"no deal is worth {profile.no_deal:g} to {profile.name!r}; GENIUS expects 0 to 1")
        for row in rows:
            row[:] = [max(y, 0.0) for y in row]
    kinds = [_kind(issue, [rows[i] for rows in paid]) for i, issue in enumerate(negotiation.issues)]
    for issue, kind in zip(negotiation.issues, kinds):
        if kind == "discrete" and issue.options is None:
            notes.append(
                f"the points of {issue.name!r} become discrete values, since they do not pay on a line, or steps are"
                " not 1"
            )
    files = {"domain.xml": _domain(negotiation, kinds)}
    for profile, name, rows in zip(
        negotiation.profiles, make_ids((p.file for p in negotiation.profiles), "party"), paid
    ):
        files[f"{name if name != 'domain' else 'party_domain'}.xml"] = _profile(
            profile, negotiation, kinds, rows, rounds
        )
    return files
