"""GENIUS's non-linear profiles: hyper-rectangles that pay where a package lies inside, summed, or the smallest
or largest of them.

A sum of rectangles is a list of linkages. The largest of some amounts is one too: each pays where none that
is larger does.
"""
from __future__ import annotations

from typing import Sequence

from .model import Bound, Group, Issue, Rule
from .xml_tree import Element

_MOST_RECTANGLES = 200


def _bound(element: Element, issues: Sequence[Issue]) -> Bound:
    index = element.number("index")
    at = next((i for i, issue in enumerate(issues) if issue.key == index), None)
    if at is None:
        element.fail(f"a bound on issue {index:g}, which the domain does not have")
    return Bound(at, element.number("min"), element.number("max"))


def _rectangle(element: Element, issues: Sequence[Issue]) -> tuple[list[Group], float]:
    """Where a rectangle pays, and how much."""
    groups = []
    for tag, negated in (("INCLUDES", False), ("EXCLUDES", True)):
        bounds = [_bound(child, issues) for child in element.children if child.tag.upper() == tag]
        if bounds:
            groups.append(Group(bounds, negated))
    return groups, element.number("utility") * element.number("weight", 1.0)


def _not_all(groups: list[Group], element: Element) -> Group:
    """Where a rectangle does not pay."""
    if len(groups) > 1:
        element.fail("a rectangle with INCLUDES and EXCLUDES inside an aggregation by min or max has no counterpart")
    return Group(groups[0].bounds, not groups[0].negated) if groups else Group([], True)


def _largest(children: list[Element], issues: Sequence[Issue], sign: float) -> list[Rule]:
    """Linkages that pay the largest (sign 1) or smallest (sign -1) amount; outside a rectangle that is 0."""
    if len(children) > _MOST_RECTANGLES:
        children[0].fail(f"{len(children)} rectangles under min or max; expected at most {_MOST_RECTANGLES}")
    paid = sorted(((*_rectangle(child, issues), child) for child in children), key=lambda one: -sign * one[1])
    rules: list[Rule] = []
    before: list[Group] = []
    for groups, amount, element in paid:
        if sign * amount <= 0.0:
            break
        rules.append(Rule(before + groups, amount))
        before = before + [_not_all(groups, element)]
    if len(rules) < len(paid) and not rules:  # none pays more than the 0 of one that does not hold: all must hold
        rules.append(Rule([group for groups, _, _ in paid for group in groups], paid[0][1]))
    return [rule for rule in rules if rule.add != 0.0]


def _ufun(element: Element, issues: Sequence[Issue], mode: str) -> list[Rule]:
    aggregation = (element.get("aggregation") or "sum").strip().lower()
    rectangles, nested = element.all("hyperRectangle"), element.all("ufun")
    if aggregation == "sum":
        rules = [Rule(*_rectangle(child, issues)) for child in rectangles]
        for child in nested:
            rules += _ufun(child, issues, mode)
    elif aggregation in ("min", "max"):
        if mode == "negmas":
            element.fail(f'aggregation {aggregation!r} is refused by NegMAS; mode "genius" reads it')
        if nested:
            element.fail(f"functions inside an aggregation by {aggregation!r} have no counterpart")
        rules = _largest(rectangles, issues, 1.0 if aggregation == "max" else -1.0) if rectangles else []
    else:
        element.fail(f"aggregation: found {element.get('aggregation')!r}, expected sum, min or max")
    weight = element.number("weight", 1.0)
    return [Rule(rule.groups, rule.add * weight) for rule in rules]


def rules(root: Element, issues: Sequence[Issue], mode: str) -> list[Rule]:
    """Linkages of a non-linear profile."""
    utility = next((element for element in root.walk() if element.tag == "utility"), None)
    if utility is None:
        root.fail("a non-linear profile without <utility>")
    most = utility.number("maxutility", 1.0)
    if most <= 0.0:
        utility.fail(f"maxutility: found {most:g}, expected a number > 0")
    found = [rule for child in utility.all("ufun") for rule in _ufun(child, issues, mode)]
    return [Rule(rule.groups, rule.add / most) for rule in found if rule.add != 0.0]
