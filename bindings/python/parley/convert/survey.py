"""From a scenario to a negotiation of additive profiles, for formats that know no others.

What options are worth is asked of the library itself, package by package, so that curves, formulas, trust and
linkages of one issue all come out right; linkages that join issues, and numbers that chance draws, are
refused with their reason.
"""
from __future__ import annotations

import random
import re
from typing import Any, Sequence

from .common import bad
from .model import Curve, Issue, Negotiation, Profile, Table

_NOISE = 1e-11
_SAMPLED = 2000
_TRIALS = 3


class _Worth:
    """Utilities of packages in a few trials, as the library computes them."""

    def __init__(self) -> None:
        self.parties: list[str] = []
        self.issues: list[str] = []
        self.single: list[list[list[list[float]]]] = []  # [trial][party][issue][option]
        self.base: list[list[float]] = []
        self.no_deal: list[list[float]] = []
        self.discount: list[float] = []
        self.gap = 0.0
        self.where = ""

    def ask(self, sitting: Any) -> None:
        """A protocol that agrees on nothing and notes what everything is worth."""
        options = sitting.options()
        self.parties, self.issues = list(sitting.parties), list(sitting.issues)
        base, single = [], []
        for p in range(len(self.parties)):
            zero = [0] * len(options)
            base.append(sitting.utility(p, zero))
            rows = []
            for i, count in enumerate(options):
                rows.append([sitting.utility(p, zero[:i] + [o] + zero[i + 1 :]) - base[p] for o in range(count)])
            single.append(rows)
        self.base.append(base)
        self.single.append(single)
        self.no_deal.append([sitting.no_deal(p) for p in range(len(self.parties))])
        self.discount = [sitting.discount(p) for p in range(len(self.parties))]
        if len(self.base) == 1:
            self._check_sums(sitting, options)

    def _check_sums(self, sitting: Any, options: Sequence[int]) -> None:
        """Is each package worth the sum of its parts?"""
        chance = random.Random(1)
        for _ in range(_SAMPLED):
            package = [chance.randrange(count) for count in options]
            for p, party in enumerate(self.parties):
                expected = self.base[0][p] + sum(self.single[0][p][i][o] for i, o in enumerate(package))
                gap = abs(sitting.utility(p, package) - expected)
                if gap > self.gap:
                    self.gap, self.where = gap, party

    def same_in_all_trials(self) -> bool:
        trials = list(zip(self.base, self.single, self.no_deal))
        return all(trial == trials[0] for trial in trials)


def _joins(linkages: Sequence[dict[str, Any]], issues: Sequence[str]) -> str | None:
    """The condition of a linkage that speaks of several issues."""
    for linkage in linkages:
        when = re.sub(r"'(?:[^']|'')*'", "''", str(linkage.get("when", "")))
        names = set(re.findall(r"[a-z][a-z0-9_]*", when)) & set(issues)
        if len(names) > 1:
            return str(linkage["when"])
    return None


def _issue(name: str, tree: dict[str, Any]) -> Issue:
    title = str(tree.get("label", name))
    if "options" in tree:
        return Issue(title, list(tree["options"]), key=name)
    if "points" in tree:
        points = [float(x) for x in tree["points"]]
        return Issue(title, [repr(x) for x in points], points[0], points[-1], key=name)
    low, high = (float(x) for x in tree["range"])
    return Issue(title, None, low, high, float(tree["step"]) if "step" in tree else None, key=name)


def _values(issue: Issue, paid: list[float]) -> Table | Curve:
    return Table(paid) if issue.options is not None else Curve(list(zip(issue.points(), paid)))


def survey(scenario: Any, notes: list[str]) -> Negotiation:
    """Issues that are not fixed, and profiles: weights 1, values what options add, the least 0; a constant."""
    tree = scenario.to_dict()
    _refuse_joins(tree)
    from ..scenario import Scenario

    worth = _Worth()
    kept = {
        key: value
        for key, value in tree.items()
        if key not in ("metrics", "variants", "aftermath", "signatories", "process")
    }
    probe = Scenario(kept)
    probe["/process"] = {"survey": {"talks": {"protocol": "survey"}}}
    probe.add_protocol("survey", worth.ask)
    probe.run(trials=_TRIALS)
    if not worth.same_in_all_trials():
        raise bad("utilities or no deals of the scenario are uncertain; fix the assumptions they depend on first")
    if worth.gap > _NOISE:
        raise bad(f"to {worth.where} packages are not worth the sum of their parts (by up to {worth.gap:.3g})")
    issues = [_issue(name, tree["issues"][name]) for name in worth.issues]
    for name in tree["issues"]:
        if name not in worth.issues:
            notes.append(f"the issue {name!r} is fixed, so that it is left out; what it is worth counts")
    for part in ("assumptions", "aftermath", "metrics", "variants"):
        if tree.get(part):
            notes.append(f"the {part} of the scenario have no counterpart; left out")
    profiles = [_profile(p, name, tree, worth, issues) for p, name in enumerate(worth.parties)]
    for name, party in tree["parties"].items():
        for key in ("power", "salience", "trust", "concedes"):
            if key in party:
                notes.append(
                    f"the {key} of {name!r} has no counterpart; left out"
                    + (" (utilities have it)" if key == "trust" else "")
                )
        if any("red_line" in demand or "red_lines" in demand for demand in party.get("demands", {}).values()):
            notes.append(f"the red lines of {name!r} have no counterpart; left out")
    return Negotiation(str(tree.get("title") or "scenario"), issues, profiles)


def _refuse_joins(tree: dict[str, Any]) -> None:
    if not tree.get("parties") or not tree.get("issues"):
        raise bad("the scenario has no parties or no issues to write")
    for name, party in tree["parties"].items():
        condition = _joins(party.get("linkages", []), list(tree["issues"]))
        if condition:
            raise bad(f"the linkage {condition!r} of {name!r} joins issues; this format knows additive utilities alone")


def _profile(p: int, name: str, tree: dict[str, Any], worth: _Worth, issues: list[Issue]) -> Profile:
    party = tree["parties"][name]
    constant, values, weights = worth.base[0][p], [], []
    for issue, paid in zip(issues, worth.single[0][p]):
        least = min(paid)
        constant += least
        values.append(_values(issue, [x - least for x in paid]))
        weights.append(1.0)
    return Profile(
        str(party.get("label", name)),
        name,
        weights,
        list(values),
        constant,
        no_deal=worth.no_deal[0][p],
        discount=worth.discount[p],
        discount_per_round=True,
    )


def rounds_of(scenario: Any) -> int:
    """How many rounds the first talks of the scenario have; 20, the usual number, where they do not say."""
    for step in scenario.to_dict().get("process", {}).values():
        talks = step.get("talks", {})
        rounds = talks.get("rounds")
        if isinstance(talks.get("protocol"), dict):
            rounds = next(iter(talks["protocol"].values())).get("rounds", rounds)
        if isinstance(rounds, int):
            return rounds
    return 20


def spread_constant(profile: Profile, issues: Sequence[Issue]) -> list[list[float]]:
    """What each option pays, the constant being paid by all issues alike."""
    share = profile.constant / len(issues)
    paid = []
    for issue, value in zip(issues, profile.values):
        assert value is not None
        paid.append([value.at(x) + share for x in issue.points()])
    return paid


def straight(issue: Issue, paid: Sequence[float]) -> tuple[float, float] | None:
    """Slope and offset, if what the points pay lies on a line, to rounding."""
    points = issue.points()
    slope = (paid[-1] - paid[0]) / (points[-1] - points[0])
    if all(abs(paid[0] + slope * (x - points[0]) - y) <= 1e-13 for x, y in zip(points, paid)):
        return slope, paid[0] - slope * points[0]
    return None
