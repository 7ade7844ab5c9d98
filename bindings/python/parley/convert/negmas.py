"""NegMAS's own YAML and JSON: an outcome space, and a utility function for each party. What a file is tells its
``type``.

A linear line between two ends keeps its values to rounding; other functions of numbers without steps become
formulas. Values in the files may be texts or numbers; in a scenario the options of an issue are always texts.
"""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Sequence

from .common import Source, bad, labels
from .model import Bound, Curve, Group, Issue, Negotiation, Profile, Rule, Table
from .negmas_functions import value_function
from .trees import Tree, parse

_LISTS = {"CategoricalIssue", "DiscreteCardinalIssue", "DiscreteOrdinalIssue", "SingletonIssue"}
_FREE = {"name", "type", "id", "outcome_space", "n_values", "stability", "issues", "reserved_outcome", "reserved_value"}


@dataclass
class _Domain:
    """Issues, their values as the file writes them, and as numbers where they are."""

    name: str
    issues: list[Issue]
    raw: list[list[str]]
    numbers: list[list[float] | None]


def _kind(tree: Tree) -> str:
    return tree.child("type").text().rsplit(".", 1)[-1]


def _interval(tree: Tree, values: Tree, kind: str, name: str) -> Issue:
    if isinstance(values.value, int) and not isinstance(values.value, bool):
        low, high = 0.0, float(values.value - 1)
    else:
        ends = values.list()
        if len(ends) != 2:
            values.fail(f"found {len(ends)} numbers, expected [low, high]")
        low, high = ends[0].number(infinite=True), ends[1].number(infinite=True)
    if math.isinf(low) or math.isinf(high):
        values.fail("an issue without end has no counterpart; expected [low, high]")
    if not low <= high:
        values.fail(f"found {low:g} to {high:g}, expected low <= high")
    if low == high:
        return Issue(name, [f"{low:g}"], low, high)
    issue = Issue(name, None, low, high, None if kind == "ContinuousIssue" else 1.0)
    if issue.too_large():
        values.fail("more than a million values")
    return issue


def _add_issue(tree: Tree, domain: _Domain, notes: list[str]) -> None:
    kind, name = _kind(tree), str(tree.child("name").value)
    values = tree.child("values")
    if kind in ("ContiguousIssue", "ContinuousIssue"):
        issue = _interval(tree, values, kind, name)
        points = issue.points() if issue.options is None else [issue.low]
        numbers: list[float] | None = points if kind == "ContiguousIssue" or issue.options is not None else None
        raw = [f"{x:.0f}" for x in points] if kind == "ContiguousIssue" else []
    elif kind in _LISTS:
        whole = isinstance(values.value, int) and not isinstance(values.value, bool)
        listed = list(range(min(values.value, 1_000_001))) if whole else [v.value for v in values.list()]
        if not listed or len(listed) > 1_000_000 or any(isinstance(v, (dict, list)) for v in listed):
            values.fail("expected a list of values, a million at most")
        raw = [str(v) for v in listed]
        if len(set(raw)) != len(raw):
            values.fail("a value is listed twice")
        plain_numbers = all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in listed)
        numbers = [float(v) for v in listed] if plain_numbers else None
        issue = Issue(name, labels(raw, tree.file, notes))
    else:
        tree.fail(
            f"the issue type {kind} has no counterpart; expected ContiguousIssue, ContinuousIssue,"
            f" {', '.join(sorted(_LISTS))}"
        )
    issue.key = name
    domain.issues.append(issue)
    domain.raw.append(raw)
    domain.numbers.append(numbers)


def _domain(tree: Tree, notes: list[str]) -> _Domain:
    kind = _kind(tree)
    if kind != "CartesianOutcomeSpace":
        tree.fail(f"the outcome space {kind} has no counterpart; expected CartesianOutcomeSpace")
    name = tree.find("name")
    domain = _Domain(str(name.value) if name else "domain", [], [], [])
    for issue in tree.child("issues").list():
        _add_issue(issue, domain, notes)
    return domain


def _position(tree: Tree, domain: _Domain, i: int) -> float:
    """Where a value of issue i stands."""
    issue = domain.issues[i]
    if issue.options is None:
        return tree.number()
    if str(tree.value) not in domain.raw[i]:
        tree.fail(f"found {tree.value!r}, which is no value of {issue.name!r}")
    return float(domain.raw[i].index(str(tree.value)))


def _linear(tree: Tree, domain: _Domain, profile: Profile, notes: list[str]) -> None:
    weights = tree.find("weights")
    n = len(domain.issues)
    profile.weights = [w.number() for w in weights.list()] if weights else [1.0] * n
    functions = tree.child("values")
    listed = (
        functions.list() if isinstance(functions.value, list) else [functions.child(str(i.key)) for i in domain.issues]
    )
    if len(listed) != n or len(profile.weights) != n:
        tree.fail(f"found {len(listed)} value functions and {len(profile.weights)} weights for {n} issues")
    profile.values = [
        value_function(f, issue, raw, numbers, notes)
        for f, issue, raw, numbers in zip(listed, domain.issues, domain.raw, domain.numbers)
    ]
    profile.constant = tree.number_at("bias", 0.0)


def _affine(tree: Tree, domain: _Domain, profile: Profile, notes: list[str]) -> None:
    """Weights times the values themselves."""
    profile.weights = [w.number() for w in tree.child("weights").list()]
    if len(profile.weights) != len(domain.issues):
        tree.fail(f"found {len(profile.weights)} weights for {len(domain.issues)} issues")
    profile.constant = tree.number_at("bias", 0.0)
    for issue, numbers in zip(domain.issues, domain.numbers):
        if issue.options is None:
            profile.values.append(Curve([(issue.low, issue.low), (issue.high, issue.high)]))
        elif numbers is not None:
            profile.values.append(Table(list(numbers)))
        else:
            tree.fail(f"the values of {issue.name!r} are no numbers")


def _bounds_of(tree: Tree, i: int, domain: _Domain) -> list[Bound]:
    """The bound of a rectangle on one issue: [low, high], or a list of values that stand side by side."""
    issue = domain.issues[i]
    if issue.options is None:
        if isinstance(tree.value, list) and len(tree.value) == 2:
            return [Bound(i, tree.list()[0].number(), tree.list()[1].number())]
        if isinstance(tree.value, list):
            tree.fail("expected [low, high]")
        return [Bound(i, tree.number(), tree.number())]
    chosen = sorted(
        {_position(value, domain, i) for value in (tree.list() if isinstance(tree.value, list) else [tree])}
    )
    if not chosen or chosen[-1] - chosen[0] != len(chosen) - 1:
        tree.fail("expected values that stand side by side in the issue's list")
    return [Bound(i, chosen[0], chosen[-1])]


def _rectangles(tree: Tree, domain: _Domain, profile: Profile, notes: list[str]) -> None:
    profile.weights, profile.values = [0.0] * len(domain.issues), [None] * len(domain.issues)
    profile.constant = tree.number_at("bias", 0.0)
    ranges, amounts = tree.child("outcome_ranges").list(), tree.child("utilities").list()
    weights = tree.find("weights")
    factors = [w.number() for w in weights.list()] if weights else [1.0] * len(ranges)
    if not len(ranges) == len(amounts) == len(factors):
        tree.fail(f"found {len(ranges)} ranges, {len(amounts)} utilities and {len(factors)} weights")
    for key in ("ignore_issues_not_in_input", "ignore_failing_range_utilities"):
        if tree.find(key) is not None and tree.child(key).value:
            notes.append(f"{tree.file}: /{key} has no counterpart; left out")
    for where, amount, factor in zip(ranges, amounts, factors):
        bounds: list[Bound] = []
        for key, bound in where.object().items():
            at = next((i for i, issue in enumerate(domain.issues) if key in (str(i), issue.key)), None)
            if at is None:
                bound.fail("the domain has no such issue")
            bounds += _bounds_of(bound, at, domain)
        if amount.number() * factor != 0.0:
            profile.rules.append(Rule([Group(bounds)] if bounds else [], amount.number() * factor))


def _constant(tree: Tree, domain: _Domain, profile: Profile, notes: list[str]) -> None:
    profile.weights, profile.values = [0.0] * len(domain.issues), [None] * len(domain.issues)
    profile.constant = tree.number_at("value", tree.number_at("bias", 0.0))


_READERS = {
    "LinearAdditiveUtilityFunction": (_linear, {"weights", "values", "bias"}),
    "LinearUtilityAggregationFunction": (_linear, {"weights", "values", "bias"}),
    "LinearUtilityFunction": (_affine, {"weights", "bias"}),
    "AffineUtilityFunction": (_affine, {"weights", "bias"}),
    "HyperRectangleUtilityFunction": (
        _rectangles,
        {
            "outcome_ranges",
            "utilities",
            "weights",
            "bias",
            "ignore_issues_not_in_input",
            "ignore_failing_range_utilities",
        },
    ),
    "ConstUtilityFunction": (_constant, {"value", "bias"}),
}


def _no_deal(tree: Tree, profile: Profile, domain: _Domain, notes: list[str]) -> float:
    outcome, value = tree.find("reserved_outcome"), tree.find("reserved_value")
    if outcome is not None:
        chosen = outcome.list()
        if len(chosen) != len(domain.issues):
            outcome.fail(f"found {len(chosen)} values for {len(domain.issues)} issues")
        return profile.utility([_position(v, domain, i) for i, v in enumerate(chosen)])
    worst = profile.constant + sum(min(rule.add, 0.0) for rule in profile.rules)
    for weight, function, issue in zip(profile.weights, profile.values, domain.issues):
        if function is not None:
            worst += min(weight * y for y in function.range(issue))
    worth = -math.inf if value is None else value.number(infinite=True)
    if worth == math.inf:
        tree.fail("reserved_value: no deal would be worth infinity")
    if worth == -math.inf:
        notes.append(f"{tree.file}: no deal is worth minus infinity; in the scenario 1 less than the worst deal")
        return worst - 1.0
    return worth


def _profile(tree: Tree, stem: str, domain: _Domain, notes: list[str]) -> Profile:
    kind, discount = _kind(tree), 1.0
    name = tree.find("name")
    if kind in ("ExpDiscountedUFun", "ExponentiallyDiscountedUFun") and tree.find("ufun") is not None:
        discount = tree.number_at("discount", 1.0)
        for key in set(tree.object()) - _FREE - {"discount", "ufun"}:
            notes.append(f"{tree.file}: /{key} has no counterpart; left out")
        tree = tree.child("ufun")
        kind = _kind(tree)
    if kind not in _READERS:
        tree.fail(f"the utility function {kind} cannot be read; expected one of {', '.join(_READERS)}")
    reader, keys = _READERS[kind]
    for key in tree.object():
        if key not in keys | _FREE:
            notes.append(f"{tree.file}: {tree.path}/{key} has no counterpart; left out")
    if tree.find("stability") is not None:
        notes.append(f"{tree.file}: the stability of the function has no counterpart; left out")
    profile = Profile(str(name.value) if name else stem, tree.file, [], [], discount_per_round=True)
    reader(tree, domain, profile, notes)
    if not 0.0 < discount <= 1.0:
        tree.fail(f"discount: found {discount:g}, expected above 0 and at most 1")
    profile.discount = discount
    profile.no_deal = _no_deal(tree, profile, domain, notes)
    return profile


def read(sources: Sequence[Source], mode: str, notes: list[str]) -> Negotiation:
    """An outcome space and the utility functions over it."""
    domains: list[tuple[Source, Tree]] = []
    profiles: list[tuple[Source, Tree]] = []
    for source in sources:
        tree = parse(source)
        (domains if "OutcomeSpace" in tree.child("type").text() else profiles).append((source, tree))
    if len(domains) != 1:
        raise bad(f"found {len(domains)} outcome spaces, expected one", (domains or profiles)[-1][0].name)
    domain = _domain(domains[0][1], notes)
    return Negotiation(
        domain.name,
        domain.issues,
        [_profile(tree, source.stem, domain, notes) for source, tree in profiles],
        "From NegMAS",
    )
