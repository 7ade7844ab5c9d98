"""What the formats of other tools have in common: issues, and what a package is worth to each party."""
from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from typing import Callable, Iterator, Sequence, Union


@dataclass
class Issue:
    """An issue: options, or numbers from low to high by step (None: any of them).

    ``key`` is what a file's own references use.
    """

    name: str
    options: list[str] | None = None
    low: float = 0.0
    high: float = 0.0
    step: float | None = None
    key: int | str = 0

    def points(self) -> list[float]:
        """Positions of options, or the numbers of the grid that parley makes of it."""
        if self.options is not None:
            return [float(i) for i in range(len(self.options))]
        if self.step is None:
            return [self.low + k * ((self.high - self.low) / 100) for k in range(100)] + [self.high]
        count = math.floor((self.high - self.low) / self.step * (1 + 1e-9)) + 1
        points = [self.low + k * self.step for k in range(count)]
        if abs(points[-1] - self.high) <= 1e-9 * (self.high - self.low):
            points[-1] = self.high
        else:
            points.append(self.high)
        return points

    def too_large(self) -> bool:
        """More points than parley takes."""
        return self.options is None and self.step is not None and (self.high - self.low) / self.step >= 1_000_000

    def size(self) -> int:
        if self.options is not None:
            return len(self.options)
        return 101 if self.step is None else math.floor((self.high - self.low) / self.step * (1 + 1e-9)) + 1


@dataclass
class Table:
    """A value for each option, by its position."""

    values: list[float]

    def at(self, x: float) -> float:
        return self.values[int(x)]

    def range(self, issue: Issue) -> tuple[float, float]:
        return min(self.values), max(self.values)


@dataclass
class Curve:
    """Straight lines between points; level outside."""

    points: list[tuple[float, float]]

    def at(self, x: float) -> float:
        before = self.points[0]
        if x <= before[0]:
            return before[1]
        for after in self.points[1:]:
            if x <= after[0]:
                if x == after[0]:
                    return after[1]
                return before[1] + (after[1] - before[1]) * ((x - before[0]) / (after[0] - before[0]))
            before = after
        return before[1]

    def range(self, issue: Issue) -> tuple[float, float]:
        ys = [self.at(issue.low), self.at(issue.high)] + [y for x, y in self.points if issue.low <= x <= issue.high]
        return min(ys), max(ys)


@dataclass
class Formula:
    """A formula in x of parley's language, and the same as a function."""

    text: str
    at: Callable[[float], float]

    def range(self, issue: Issue) -> tuple[float, float]:
        values = [self.at(x) for x in issue.points()]
        return min(values), max(values)


Value = Union[Table, Curve, Formula]


def ramp(slope: float, offset: float, low: float, high: float, *, clamped: bool) -> Curve:
    """slope x + offset between low and high, cut to [0, 1] when ``clamped``."""

    def line(x: float) -> float:
        y = slope * x + offset
        return min(max(y, 0.0), 1.0) if clamped else y

    corners = {low, high}
    if clamped and slope != 0.0:
        corners |= {x for x in (-offset / slope, (1.0 - offset) / slope) if low < x < high}
    return Curve([(x, line(x)) for x in sorted(corners)])


@dataclass
class Bound:
    """The number of an issue lies between low and high."""

    issue: int
    low: float
    high: float


@dataclass
class Group:
    """All bounds hold, or, when ``negated``, not all of them."""

    bounds: list[Bound]
    negated: bool = False

    def holds(self, package: Sequence[float]) -> bool:
        return all(b.low <= package[b.issue] <= b.high for b in self.bounds) != self.negated


@dataclass
class Rule:
    """``add`` is paid where all groups hold."""

    groups: list[Group]
    add: float

    def holds(self, package: Sequence[float]) -> bool:
        return all(group.holds(package) for group in self.groups)


@dataclass
class Profile:
    """One party's preferences: constant + sum of weight x value + rules, cut at 1 when ``clipped``."""

    name: str
    file: str
    weights: list[float]
    values: list[Value | None]
    constant: float = 0.0
    rules: list[Rule] = field(default_factory=list)
    no_deal: float = 0.0
    discount: float = 1.0
    discount_per_round: bool = False
    clipped: bool = False

    def utility(self, package: Sequence[float]) -> float:
        """What the file's own tool makes of a package: positions of options and numbers, one for each issue."""
        u = self.constant + sum(w * v.at(x) for w, v, x in zip(self.weights, self.values, package) if v is not None)
        u += sum(rule.add for rule in self.rules if rule.holds(package))
        return min(u, 1.0) if self.clipped else u


@dataclass
class Negotiation:
    """A domain and the profiles of its parties."""

    title: str
    issues: list[Issue]
    profiles: list[Profile]
    note: str = ""

    def size(self) -> int:
        return math.prod(issue.size() for issue in self.issues)

    def packages(self) -> Iterator[tuple[float, ...]]:
        return itertools.product(*(issue.points() for issue in self.issues))
