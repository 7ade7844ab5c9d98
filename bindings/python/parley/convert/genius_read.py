"""Reading GENIUS XML: one domain (``negotiation_template``) and a profile for each party (``utility_space``).

A profile pays U = min(1, sum of weight x evaluation); GENIUS divides the evaluations of discrete issues by
their largest and does not make weights sum to 1. Mode "negmas" reads the same files as NegMAS does:
evaluations stay raw, integer evaluators take x rather than x - lowerbound, weights beyond the issues are a
constant, discounts count by round, and nothing is cut at 1.
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from . import genius_rectangles
from .common import Source, labels, number
from .model import Curve, Issue, Negotiation, Profile, Table, Value, ramp
from .xml_tree import Element, parse

_KINDS = {"integer": "integer", "real": "real"}


@dataclass
class _Found:
    """An issue of a file: its element, kind and index."""

    element: Element
    kind: str
    index: int
    name: str


def _whole(element: Element, name: str) -> int:
    value = element.number(name)
    if value != int(value):
        element.fail(f"<{element.tag} {name}>: found {element.get(name)!r}, expected a whole number")
    return int(value)


def _issues_of(objective: Element, notes: list[str]) -> list[_Found]:
    """All issues below an objective, those of nested objectives first, as GENIUS counts them."""
    found: list[_Found] = []
    for child in objective.all("objective"):
        found += _issues_of(child, notes)
    for child in objective.all("issue"):
        kind, other = child.get("type"), child.get("vtype")
        if kind is not None and other is not None and kind != other:
            notes.append(
                f"{child.file}:{child.line}: the issue {child.get('name')!r} has type {kind!r} and vtype {other!r}; the"
                " type is taken"
            )
        found.append(
            _Found(
                child,
                _KINDS.get((kind or "discrete").strip().lower(), "discrete"),
                _whole(child, "index"),
                child.get("name") or f"issue {child.get('index')}",
            )
        )
    return found


def _objective(root: Element) -> Element:
    space = root if root.tag == "utility_space" else root.first("utility_space")
    if space is None:
        root.fail("a domain without <utility_space>")
    objective = space.first("objective")
    if objective is None:
        space.fail("<utility_space> without <objective>")
    return objective


def _find(root: Element, notes: list[str]) -> list[_Found]:
    found = _issues_of(_objective(root), notes)
    seen: set[int] = set()
    for one in found:
        if one.index in seen:
            one.element.fail(f"a second issue with index {one.index}")
        seen.add(one.index)
    return found


def _bounds(issue: Element) -> tuple[float, float] | None:
    """lowerbound and upperbound, on the issue or its range."""
    for element in [*issue.all("range"), issue]:
        if element.get("lowerbound") is not None and element.get("upperbound") is not None:
            return element.number("lowerbound"), element.number("upperbound")
    return None


def _domain_issue(found: _Found, notes: list[str]) -> Issue:
    element = found.element
    if found.kind == "discrete":
        names: list[str] = []
        for item in element.all("item"):
            value = item.get("value")
            if value is None:
                item.fail("<item> has no 'value'")
            if value in names:
                notes.append(
                    f"{item.file}:{item.line}: the value {value!r} of {found.name!r} is listed twice; the first counts"
                )
            else:
                names.append(value)
        if not names:
            element.fail(f"the discrete issue {found.name!r} has no items")
        return Issue(found.name, labels(names, element.file, notes), key=found.index)
    bounds = _bounds(element)
    if bounds is None:
        element.fail(f"the issue {found.name!r} has no lowerbound and upperbound")
    low, high = bounds
    if not low <= high:
        element.fail(f"the issue {found.name!r} goes from {low:g} to {high:g}")
    if found.kind == "integer" and (low != int(low) or high != int(high)):
        element.fail(f"the bounds of the integer issue {found.name!r} are {low!r} and {high!r}")
    if low == high:
        return Issue(found.name, [f"{low:g}"], low, high, key=found.index)
    issue = Issue(found.name, None, low, high, 1.0 if found.kind == "integer" else None, key=found.index)
    if issue.too_large():
        element.fail(f"the issue {found.name!r} has more than a million values")
    return issue


class _Evaluators:
    """From the issues of one profile to value functions over the domain's issues."""

    def __init__(self, root: Element, mode: str, notes: list[str]) -> None:
        self.root, self.mode, self.notes = root, mode, notes
        self.own = {found.index: found for found in _find(root, notes)}

    def value(self, issue: Issue, kind: str) -> Value:
        found = self.own.get(int(issue.key))
        if found is None:
            self.root.fail(f"the profile says nothing of issue {issue.key}, {issue.name!r}")
        if found.kind != kind:
            found.element.fail(f"the issue {issue.name!r} is {found.kind} here and {kind} in the domain")
        if kind == "discrete":
            return self._discrete(found.element, issue)
        evaluator = found.element.first("evaluator")
        if evaluator is None:
            found.element.fail(f"the issue {issue.name!r} has no <evaluator>")
        bounds = _bounds(found.element)
        if bounds is not None and bounds != (issue.low, issue.high):
            self.notes.append(
                f"{found.element.file}:{found.element.line}: the bounds of {issue.name!r} differ from the domain's; the"
                " evaluator uses its own"
            )
        curve = self._integer(evaluator, issue, bounds) if kind == "integer" else self._real(evaluator, issue)
        return Table([curve.at(issue.low)]) if issue.options is not None else curve

    def _discrete(self, element: Element, issue: Issue) -> Table:
        evaluations: dict[str, float] = {}
        assert issue.options is not None
        for item in element.all("item"):
            value, text = item.get("value"), item.get("evaluation")
            if value is None or value in evaluations:
                continue
            if text is None or text.strip() in ("null", ""):
                self.notes.append(
                    f"{item.file}:{item.line}: the value {value!r} of {issue.name!r} has no evaluation; it counts as 0"
                )
                evaluations[value] = 0.0
                continue
            evaluations[value] = number(text, f"evaluation of {value!r}", item.file, item.line)
            if evaluations[value] < 0:
                item.fail(f"evaluation of {value!r}: found {text}, expected a number >= 0")
        quiet: list[str] = []
        named = dict(zip(labels(evaluations, element.file, quiet), evaluations.values()))
        for name in named:
            if name not in issue.options:
                self.notes.append(
                    f"{element.file}:{element.line}: the value {name!r} of {issue.name!r} is not in the domain;"
                    " left out"
                )
        for option in issue.options:
            if option not in named:
                self.notes.append(
                    f"{element.file}:{element.line}: the value {option!r} of {issue.name!r} is missing; it counts as 0"
                )
        values = [named.get(option, 0.0) for option in issue.options]
        most = max(evaluations.values(), default=0.0)
        if self.mode == "genius":
            values = [v / most if most >= 1e-5 else 0.0 for v in values]
        return Table(values)

    def _integer(self, evaluator: Element, issue: Issue, bounds: tuple[float, float] | None) -> Curve:
        offset = evaluator.number("offset", evaluator.number("parameter0", 0.0))
        slope = evaluator.number("slope", evaluator.number("parameter1", 0.0))
        if self.mode == "negmas":
            return _line(slope, offset, issue, clamped=False)
        start = bounds[0] if bounds else issue.low
        inner = ramp(slope, offset, issue.low - start, issue.high - start, clamped=True)
        if issue.low == issue.high or issue.size() > 1000:
            return Curve([(x + start, y) for x, y in inner.points])
        return Curve([(x, min(max(slope * (x - start) + offset, 0.0), 1.0)) for x in issue.points()])

    def _real(self, evaluator: Element, issue: Issue) -> Curve:
        kind = (evaluator.get("ftype") or "").strip().lower()
        clamped = self.mode == "genius"
        if kind == "linear":
            offset = evaluator.number("parameter0", evaluator.number("offset", 0.0))
            slope = evaluator.number("parameter1", evaluator.number("slope", 0.0))
            return _line(slope, offset, issue, clamped=clamped)
        if kind == "constant":
            return _line(0.0, evaluator.number("parameter0"), issue, clamped=False)
        if kind == "triangular":
            low, high, top = (evaluator.number(f"parameter{k}") for k in range(3))
            if not low <= top <= high:
                evaluator.fail(f"a triangle from {low:g} to {high:g} with its top at {top:g}")
            if not clamped:
                self.notes.append(
                    f"{evaluator.file}:{evaluator.line}: the triangle of {issue.name!r} is read as GENIUS does;"
                    " NegMAS's differ from version to version"
                )
            if low < top < high:
                return Curve([(low, 0.0), (top, 1.0), (high, 0.0)])
            evaluator.fail(
                f"a triangle whose top {top:g} is its end leaps there, which no curve can; move the top a little"
            )
        evaluator.fail(f"ftype: found {evaluator.get('ftype')!r}, expected linear, constant or triangular")


def _line(slope: float, offset: float, issue: Issue, *, clamped: bool) -> Curve:
    return ramp(slope, offset, issue.low, issue.high, clamped=clamped)


def _weights(root: Element, issues: Sequence[Issue], mode: str, notes: list[str]) -> tuple[list[float], float]:
    """The weight of each issue, and a constant."""
    by_index: dict[int, float] = {}
    constant = 0.0
    known = {int(issue.key) for issue in issues}
    groups = {_whole(e, "index") for e in root.walk() if e.tag == "objective" and e.get("index") is not None}
    for element in root.walk():
        if element.tag != "weight":
            continue
        index, value = _whole(element, "index"), element.number("value")
        if index in known:
            if index in by_index:
                notes.append(f"{element.file}:{element.line}: a second weight of issue {index}; the last counts")
            by_index[index] = value
        elif index in groups:
            notes.append(
                f"{element.file}:{element.line}: the weight of a group of issues plays no part in utilities; left out"
            )
        elif mode == "negmas":
            constant += value
        else:
            notes.append(
                f"{element.file}:{element.line}: a weight of {value!r} for issue {index}, which there is not; left out,"
                ' as GENIUS does (mode "negmas" reads a constant)'
            )
    for issue in issues:
        if int(issue.key) not in by_index:
            notes.append(f"{root.file}: the issue {issue.name!r} has no weight; it counts as 0")
    return [by_index.get(int(issue.key), 0.0) for issue in issues], constant


def _scalar(root: Element, tag: str, otherwise: float) -> float:
    for element in root.walk():
        if element.tag == tag:
            return element.number("value", otherwise)
    return otherwise


_UNCERTAIN = ("comparisons", "errors", "elicitation_cost", "fixed_seed", "experimental")


def _profile(
    root: Element, name: str, issues: list[Issue], kinds: dict[int, str], mode: str, notes: list[str]
) -> Profile:
    kind = (root.get("type") or "").strip().lower()
    profile = Profile(
        name,
        root.file,
        [0.0] * len(issues),
        [None] * len(issues),
        clipped=mode == "genius",
        discount_per_round=mode == "negmas",
    )
    profile.no_deal = _scalar(root, "reservation", 0.0)
    discount = _scalar(root, "discount_factor", 1.0)
    if 0.0 < discount <= 1.0:
        profile.discount = discount
    elif discount != 0.0:
        notes.append(f"{root.file}: a discount factor of {discount:g} is treated as none, as GENIUS does")
    if kind == "nonlinear":
        profile.rules = genius_rectangles.rules(root, issues, mode)
        return profile
    evaluators = _Evaluators(root, mode, notes)
    profile.values = [evaluators.value(issue, kinds[int(issue.key)]) for issue in issues]
    profile.weights, profile.constant = _weights(root, issues, mode, notes)
    for index, found in evaluators.own.items():
        if index not in kinds:
            notes.append(f"{root.file}:{found.element.line}: the issue {found.name!r} is not in the domain; left out")
    if kind == "uncertain":
        present = [e.tag for e in root.walk() if e.tag in _UNCERTAIN]
        notes.append(
            f"{root.file}: an uncertain profile; its utilities are read as if they were known, and left out is what"
            f" tells how they would be learnt ({', '.join(present) or 'defaults'})"
        )
    elif kind not in ("", "uncertain"):
        notes.append(f"{root.file}: a profile of type {root.get('type')!r} is read as additive")
    for element in root.walk():
        if element.tag in ("constraint", "rank"):
            notes.append(f"{element.file}:{element.line}: a <{element.tag}> has no counterpart; left out")
    return profile


def read(sources: Sequence[Source], mode: str, notes: list[str]) -> Negotiation:
    """A domain with its profiles. Without a domain, the first profile's issues are the domain."""
    domains: list[tuple[Source, Element]] = []
    profiles: list[tuple[Source, Element]] = []
    for source in sources:
        root = parse(source)
        (domains if root.tag == "negotiation_template" else profiles).append((source, root))
    if len(domains) > 1:
        domains[1][1].fail(f"a second domain; {domains[0][0].name} is one already")
    if not domains and profiles:
        notes.append(f"no domain among the files: the issues are those of {profiles[0][0].name}")
    source, root = (domains or profiles)[0]
    found = _find(root, notes)
    if not found:
        root.fail("the domain has no issues")
    issues = [_domain_issue(one, notes) for one in found]
    kinds = {one.index: one.kind for one in found}
    title = _objective(root).get("name") or source.stem
    read_profiles = [_profile(r, s.stem, issues, kinds, mode, notes) for s, r in profiles]
    return Negotiation(title, issues, read_profiles, f"From GENIUS XML, read as {mode} does")
