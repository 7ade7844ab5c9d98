"""GeniusWeb's JSON: a domain, and a linear additive profile for each party."""
from __future__ import annotations

from typing import Sequence

from .common import Source, bad, labels
from .model import Curve, Issue, Negotiation, Profile, Table, Value
from .trees import Tree, parse_json

_KEYS = {"name", "domain", "issueUtilities", "issueWeights", "reservationBid", "discount_factor", "reserved_value"}


def _issue(name: str, values: Tree, notes: list[str]) -> Issue:
    listed, range_ = values.find("values"), values.find("range")
    if listed is not None:
        names = [str(v.value) for v in listed.list()]
        if not names or len(set(names)) != len(names):
            listed.fail("expected values, each listed once")
        return Issue(name, labels(names, values.file, notes), key=name)
    if range_ is None:
        values.fail('expected "values" or "range"')
    ends = [end.number() for end in range_.list()]
    if len(ends) != 3 or not ends[0] <= ends[1] or not ends[2] > 0:
        range_.fail("expected [low, high, step] with low <= high and step > 0")
    low, high, step = ends
    if (high - low) / step >= 1_000_000:
        range_.fail("more than a million values")
    last = low + int((high - low) / step * (1 + 1e-9)) * step
    if abs(last - high) > 1e-9 * step:
        notes.append(f"{values.file}: the steps of {name!r} end at {last:g}, before {high:g}")
        high = last
    if high - low < step * 0.5:
        return Issue(name, [f"{low:g}"], low, low, key=name)
    return Issue(name, None, low, high, step, key=name)


def _domain(tree: Tree, notes: list[str]) -> tuple[str, list[Issue]]:
    issues = tree.find("issuesValues", "issueValues")
    if issues is None:
        tree.fail('"issuesValues" is missing')
    name = tree.find("name")
    return name.text() if name else "domain", [_issue(n, v, notes) for n, v in issues.object().items()]


def _value(issue: Issue, tree: Tree, notes: list[str]) -> Value:
    discrete, numbers = tree.find("discreteutils", "DiscreteValueSetUtilities"), tree.find(
        "numberutils", "NumberValueSetUtilities"
    )
    if discrete is not None:
        if issue.options is None:
            discrete.fail("utilities by value for an issue in numbers")
        given = {k: v.number() for k, v in discrete.child("valueUtilities").object().items()}
        named = dict(zip(labels(given, tree.file, []), given.values()))
        for name in named:
            if name not in issue.options:
                notes.append(f"{tree.file}: {discrete.path}: the value {name!r} is not in the domain; left out")
        for option in issue.options:
            if option not in named:
                notes.append(f"{tree.file}: {discrete.path}: the value {option!r} is missing; it counts as 0")
        return Table([named.get(option, 0.0) for option in issue.options])
    if numbers is None:
        tree.fail('expected "discreteutils", "DiscreteValueSetUtilities" or "numberutils"')
    low, low_u, high, high_u = (numbers.number_at(k) for k in ("lowValue", "lowUtility", "highValue", "highUtility"))
    if issue.options is not None and issue.low == issue.high and len(issue.options) == 1:
        return Table([low_u])
    if issue.options is not None or not low < high:
        numbers.fail("expected lowValue < highValue, for an issue in numbers")
    return Curve([(low, low_u), (high, high_u)])


def _profile(tree: Tree, stem: str, issues: list[Issue], notes: list[str]) -> Profile:
    kinds = tree.object()
    if list(kinds) != ["LinearAdditiveUtilitySpace"]:
        tree.fail(f"found {', '.join(kinds)}; only LinearAdditiveUtilitySpace can be read")
    space = tree.child("LinearAdditiveUtilitySpace")
    for key in space.object():
        if key not in _KEYS:
            notes.append(f"{tree.file}: {space.path}/{key} has no counterpart; left out")
    utilities, weights = space.child("issueUtilities").object(), space.child("issueWeights").object()
    for name in {**utilities, **weights}:
        if all(issue.key != name for issue in issues):
            notes.append(f"{tree.file}: the issue {name!r} is not in the domain; left out")
    title = space.find("name")
    profile = Profile(stem if title is None else title.text() or stem, tree.file, [], [], discount_per_round=True)
    for issue in issues:
        if issue.name not in utilities:
            space.fail(f"the utilities of the issue {issue.name!r} are missing")
        profile.values.append(_value(issue, utilities[issue.name], notes))
        if issue.name not in weights:
            notes.append(f"{tree.file}: the issue {issue.name!r} has no weight; it counts as 0")
        profile.weights.append(weights[issue.name].number() if issue.name in weights else 0.0)
    profile.no_deal = _reservation(space, profile, issues)
    profile.discount = _discount(space)
    return profile


def _discount(space: Tree) -> float:
    discount = space.number_at("discount_factor", 1.0)
    if not 0.0 < discount <= 1.0:
        space.fail(f"discount_factor: found {discount:g}, expected above 0 and at most 1")
    return discount


def _reservation(space: Tree, profile: Profile, issues: list[Issue]) -> float:
    """What the reservation bid is worth, its missing issues 0; NegMAS's reserved_value goes before it."""
    if space.find("reserved_value") is not None:
        return space.number_at("reserved_value")
    bid = space.find("reservationBid")
    if bid is None:
        return 0.0
    chosen = bid.find("issuevalues", "issueValues", "issuesValues")
    worth = 0.0
    for name, value in (chosen.object() if chosen else {}).items():
        at = next((i for i, issue in enumerate(issues) if issue.key == name), None)
        if at is None:
            value.fail("the domain has no such issue")
        options, function = issues[at].options, profile.values[at]
        assert function is not None
        if options is None:
            worth += profile.weights[at] * function.at(value.number())
        elif str(value.value) in options:
            worth += profile.weights[at] * function.at(options.index(str(value.value)))
        else:
            value.fail(f"found {value.value!r}, expected one of {', '.join(options[:10])}")
    return worth


def read(sources: Sequence[Source], mode: str, notes: list[str]) -> Negotiation:
    """A domain with its profiles. Without a domain file, the domain inside the first profile is taken."""
    domains: list[tuple[Source, Tree]] = []
    profiles: list[tuple[Source, Tree]] = []
    for source in sources:
        tree = parse_json(source)
        (domains if tree.find("issuesValues", "issueValues") else profiles).append((source, tree))
    if len(domains) > 1:
        raise bad(f"a second domain; {domains[0][0].name} is one already", domains[1][0].name)
    if domains:
        domain = domains[0][1]
    else:
        domain = profiles[0][1].child("LinearAdditiveUtilitySpace").child("domain")
        notes.append(f"no domain among the files: the issues are those of {profiles[0][0].name}")
    title, issues = _domain(domain, notes)
    return Negotiation(
        title, issues, [_profile(tree, source.stem, issues, notes) for source, tree in profiles], "From GeniusWeb JSON"
    )
