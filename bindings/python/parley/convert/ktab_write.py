"""From a scenario to the actors of KTAB: power, ideals as positions, salience x share of the weight as
saliences.
"""
from __future__ import annotations

from typing import Any

from . import ktab_csv
from .common import bad
from .spatial import Actor, Table


def _plain(value: Any, what: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise bad(f"{what} is {value!r}; KTAB's files hold plain numbers alone")
    return float(value)


def _ideal(demand: dict[str, Any], what: str) -> float:
    if "ideal" in demand:
        return _plain(demand["ideal"], what)
    if "curve" in demand:
        return float(max(demand["curve"], key=lambda point: float(point[1]))[0])
    raise bad(f'{what} is not given by "ideal" or "curve"; KTAB\'s files need a position')


def actors_of(scenario: Any, notes: list[str]) -> Table:
    """The table that KTAB's CSV holds."""
    tree = scenario.to_dict()
    issues = {name: issue for name, issue in tree.get("issues", {}).items() if "fixed" not in issue}
    for name in tree.get("issues", {}):
        if name not in issues:
            notes.append(f"the issue {name!r} is fixed; left out")
    for name, issue in issues.items():
        if "range" not in issue:
            raise bad(f"the issue {name!r} has no range; KTAB knows positions on a scale alone")
    scales = [(float(i["range"][0]), float(i["range"][1]) - float(i["range"][0])) for i in issues.values()]
    table = Table(
        str(tree.get("title") or "scenario"),
        str(tree.get("note", "")),
        [i.get("label", n) for n, i in issues.items()],
        0.0,
        100.0,
        scales=scales,
    )
    if any(scale != (0.0, 100.0) for scale in scales):
        notes.append("positions are moved to KTAB's scale from 0 to 100")
    for name, party in tree.get("parties", {}).items():
        demands = party.get("demands", {})
        weights = {
            i: _plain(demands[i].get("weight", 1), f"the weight of {i!r} to {name!r}") if i in demands else 0.0
            for i in issues
        }
        total = sum(weights.values()) or 1.0
        salience = _plain(party.get("salience", 1), f"the salience of {name!r}")
        positions = []
        for (low, width), i in zip(scales, issues):
            if i not in demands:
                notes.append(f"{name!r} has no demand on {i!r}: written in the middle, with salience 0")
            positions.append(
                _ideal(demands[i], f"the ideal of {name!r} on {i!r}") if i in demands else low + width / 2.0
            )
        saliences = [salience * weights[i] / total for i in issues]
        saliences = [0.0 if s < 1e-11 * salience else s for s in saliences]
        table.add(
            Actor(
                str(party.get("label", name)),
                str(party.get("note", "")),
                _plain(party.get("power", 1), f"the power of {name!r}"),
                positions,
                saliences,
            ),
            "",
            None,
        )
        for key in ("no_deal", "discount", "linkages", "trust", "concedes"):
            if key in party:
                notes.append(f"the {key} of {name!r} has no counterpart; left out")
    for part in ("assumptions", "aftermath", "metrics", "variants"):
        if tree.get(part):
            notes.append(f"the {part} of the scenario have no counterpart; left out")
    return table


def write(scenario: Any, notes: list[str]) -> str:
    """The text of the file. The parameters of the model belong to KTAB's command line."""
    return ktab_csv.write(actors_of(scenario, notes), notes)
