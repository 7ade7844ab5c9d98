"""From a negotiation to a scenario, keeping what every package is worth.

parley's weights of a party sum to 1 and its values lie in [0, 1]. Other tools ask for neither, so, from what
issue i pays at x, c_i(x) = weight x value:

1. Weights that sum to 1 with values in [0, 1] stay as they are. A constant is a linkage that always holds.
2. Weights of another sum W keep their proportions when W x value stays in [0, 1]: that becomes the value.
3. Else each c_i is moved up or down to start at 0, the constant taking the difference; its highest, M_i,
   becomes the weight and c_i / M_i the value. What the M_i lack to 1 is spread over the weights evenly.
4. When the M_i sum to more than 1, a linkage for each option pays what the demands cannot. For numbers
   without steps there is no such linkage: if they alone exceed 1, the party's utilities are divided by a
   factor, and a note says by which.
5. A utility that the source cuts at 1 has a linkage for each package above 1, as long as those are few; else
   a note counts.
"""
from __future__ import annotations

from typing import Any, Sequence

from .common import bad, label, make_ids, plain
from .model import Bound, Curve, Formula, Group, Issue, Negotiation, Profile, Rule, Table, Value

_NOISE = 1e-12
_MOST_LINKAGES = 2000
_MOST_LOOKED_AT = 300_000


class _Paid:
    """What an issue pays to a party: scale x value + offset, and between which bounds."""

    def __init__(self, issue: Issue, weight: float, value: Value) -> None:
        self.issue, self.weight, self.value = issue, weight, value
        low, high = value.range(issue)
        self.low, self.high = min(weight * low, weight * high), max(weight * low, weight * high)

    def spread(self) -> float:
        return self.high - self.low

    def demand(self, weight: float, scale: float, offset: float) -> dict[str, Any]:
        """A demand of that weight whose value is scale x (the source's value) + offset, which lies in [0, 1]."""

        def map_(y: float) -> float:
            return plain(min(max(scale * y + offset, 0.0), 1.0))

        if isinstance(self.value, Table):
            options = self.issue.options or []
            return {"weight": plain(weight), "values": {o: map_(y) for o, y in zip(options, self.value.values)}}
        if isinstance(self.value, Curve):
            inside = {x for x, _ in self.value.points if self.issue.low < x < self.issue.high} | {
                self.issue.low,
                self.issue.high,
            }
            return {"weight": plain(weight), "curve": [[plain(x), map_(self.value.at(x))] for x in sorted(inside)]}
        text = self.value.text if (scale, offset) == (1.0, 0.0) else f"{scale!r} * ({self.value.text}) + {offset!r}"
        return {"weight": plain(weight), "value": text}


def _demands_as_they_are(paid: dict[int, _Paid], factor: float) -> dict[int, dict[str, Any]]:
    return {i: p.demand(p.weight, factor, 0.0) for i, p in paid.items()}


def _scaled(p: _Paid, weight: float, most: float) -> dict[str, Any]:
    """A demand of that weight which pays (c - low) / most x weight."""
    if most <= 0.0:
        return p.demand(weight, 0.0, 0.0)
    return p.demand(weight, p.weight / most, -p.low / most)


def _excess(p: _Paid, i: int, share: float) -> list[Rule]:
    """Linkages that pay the share of an issue's c - low that its demand cannot."""
    rules = []
    for x in p.issue.points():
        add = (p.weight * p.value.at(x) - p.low) * share
        if add != 0.0:
            rules.append(Rule([Group([Bound(i, x, x)])], add))
    return rules


def _fold(
    profile: Profile, issues: Sequence[Issue], notes: list[str]
) -> tuple[dict[int, dict[str, Any]], list[Rule], float]:
    """Demands by issue, linkages, and what utilities are divided by (1 where they can be kept)."""
    paid = {i: _Paid(issues[i], w, v) for i, (w, v) in enumerate(zip(profile.weights, profile.values)) if v is not None}
    total = sum(p.weight for p in paid.values())
    rules, constant = list(profile.rules), profile.constant
    factor = 1.0 if abs(total - 1.0) <= 1e-14 else total
    simple = all(p.weight >= 0.0 and p.low >= 0.0 for p in paid.values()) and total > 0.0
    if simple and all(factor * p.high <= p.weight * (1.0 + _NOISE) for p in paid.values()):
        if constant != 0.0:
            rules.insert(0, Rule([], constant))
        return _demands_as_they_are(paid, factor), rules, 1.0
    divisor = 1.0
    constant += sum(p.low for p in paid.values())
    loose = {
        i: p for i, p in paid.items() if p.issue.options is None and (p.issue.step is None or p.issue.size() > 1000)
    }
    spread = sum(p.spread() for p in paid.values())
    spread_loose = sum(p.spread() for p in loose.values())
    demands: dict[int, dict[str, Any]] = {}
    if spread <= 1.0 + _NOISE:
        slack = max(1.0 - spread, 0.0) / max(len(paid), 1)
        for i, p in paid.items():
            demands[i] = _scaled(p, p.spread() + slack, p.spread() + slack)
    elif spread_loose <= 1.0:
        share = (1.0 - spread_loose) / (spread - spread_loose)
        for i, p in paid.items():
            demands[i] = _scaled(p, p.spread() * (1.0 if i in loose else share), p.spread())
            if i not in loose:
                rules += _excess(p, i, 1.0 - share)
    else:
        divisor = spread
        for i, p in paid.items():
            demands[i] = _scaled(p, p.spread() / divisor, p.spread())
        notes.append(
            f"{profile.file}: the utilities of {profile.name!r} range over {spread:.6g} on issues without steps, more"
            f" than weights that sum to 1 can hold: all its utilities, also of no deal, are divided by {divisor!r}"
        )
    if constant != 0.0:
        rules.insert(0, Rule([], constant))
    return demands, [Rule(rule.groups, rule.add / divisor) for rule in rules], divisor


def _clip(profile: Profile, negotiation: Negotiation, notes: list[str]) -> list[Rule]:
    """Linkages that take back what packages are worth above 1 in a source that cuts there."""
    most = profile.constant + sum(max(r.add, 0.0) for r in profile.rules)
    for issue, weight, value in zip(negotiation.issues, profile.weights, profile.values):
        if value is not None:
            low, high = value.range(issue)
            most += max(weight * low, weight * high)
    if not profile.clipped or most <= 1.0 + _NOISE:
        return []
    if (
        any(issue.options is None and issue.step is None for issue in negotiation.issues)
        or negotiation.size() > _MOST_LOOKED_AT
    ):
        notes.append(
            f"{profile.file}: packages may be worth up to {most:.6g} to {profile.name!r}; the source cuts utilities at"
            " 1, the scenario does not"
        )
        return []
    profile.clipped = False
    above = [(package, u) for package in negotiation.packages() if (u := profile.utility(package)) > 1.0 + _NOISE]
    profile.clipped = True
    if len(above) > _MOST_LINKAGES:
        notes.append(
            f"{profile.file}: {len(above)} packages are worth more than 1 to {profile.name!r}; the source cuts"
            " utilities at 1, the scenario does not"
        )
        return []
    if above:
        notes.append(
            f"{profile.file}: {len(above)} packages are worth more than 1 to {profile.name!r}; linkages cut them at 1,"
            " as the source does"
        )
    return [Rule([Group([Bound(i, x, x) for i, x in enumerate(package)])], 1.0 - u) for package, u in above]


def _condition(rule: Rule, issues: Sequence[Issue], ids: Sequence[str]) -> str:
    def one(bound: Bound) -> str:
        issue, name = issues[bound.issue], ids[bound.issue]
        if issue.options is not None:
            first, last = ("'" + issue.options[int(end)].replace("'", "''") + "'" for end in (bound.low, bound.high))
            return f"{name} == {first}" if first == last else f"{name} >= {first} && {name} <= {last}"
        low, high = plain(bound.low), plain(bound.high)
        return f"{name} == {low!r}" if low == high else f"{name} >= {low!r} && {name} <= {high!r}"

    groups = []
    for group in rule.groups:
        inside = " && ".join(one(bound) for bound in group.bounds) or "true"
        groups.append(f"!({inside})" if group.negated else inside)
    return " && ".join(groups) or "true"


def _issue(issue: Issue, name: str) -> dict[str, Any]:
    out: dict[str, Any] = {} if issue.name == name else {"label": label(issue.name)}
    if issue.options is not None:
        out["options"] = issue.options
        return out
    out["range"] = [plain(issue.low), plain(issue.high)]
    if issue.step is not None:
        out["step"] = plain(issue.step)
    return out


def _party(
    profile: Profile, negotiation: Negotiation, ids: Sequence[str], name: str, rounds: int, notes: list[str]
) -> dict[str, Any]:
    demands, rules, divisor = _fold(profile, negotiation.issues, notes)
    rules += [Rule(rule.groups, rule.add / divisor) for rule in _clip(profile, negotiation, notes)]
    out: dict[str, Any] = {} if profile.name == name else {"label": label(profile.name)}
    out["no_deal"] = plain(profile.no_deal / divisor)
    if profile.discount != 1.0:
        out["discount"] = profile.discount if profile.discount_per_round else profile.discount ** (1.0 / rounds)
    if demands:
        out["demands"] = {ids[i]: demand for i, demand in demands.items()}
    if rules:
        out["linkages"] = [
            {"when": _condition(rule, negotiation.issues, ids), "add": plain(rule.add)} for rule in rules
        ]
    return out


def build(negotiation: Negotiation, protocol: str, rounds: int, notes: list[str]) -> dict[str, Any]:
    """The scenario: the parties talk about all issues at one table."""
    if not negotiation.issues:
        raise bad("the domain has no issues")
    if len(negotiation.profiles) < 2:
        raise bad(
            f"found {len(negotiation.profiles)} profiles beside the domain; expected one file for each of two or more"
            " parties"
        )
    issue_ids = make_ids((issue.name for issue in negotiation.issues), "issue")
    party_ids = make_ids((profile.name for profile in negotiation.profiles), "party")
    for issue in negotiation.issues:
        if issue.options is None and issue.step is None:
            notes.append(f"the issue {issue.name!r} has no steps: protocols that work on packages use 101 points of it")
    parties = {
        name: _party(profile, negotiation, issue_ids, name, rounds, notes)
        for profile, name in zip(negotiation.profiles, party_ids)
    }
    talks: dict[str, Any] = {"protocol": protocol}
    if protocol == "alternating":
        talks["rounds"] = rounds
    return {
        "parley": 1,
        "title": label(negotiation.title),
        "note": negotiation.note,
        "issues": {name: _issue(issue, name) for issue, name in zip(negotiation.issues, issue_ids)},
        "parties": parties,
        "process": {"talks": {"talks": talks}},
    }
