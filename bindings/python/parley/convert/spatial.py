"""Actors on a line or in space, as KTAB and the files of Bueno de Mesquita's model have them, and the scenario
made of them.
"""
from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .common import bad, label, make_ids, plain

_CARES_LITTLE = 1e-12
"""The weight of a dimension of salience 0: with none at all the party would stand at the others' mean."""


@dataclass
class Actor:
    """Power >= 0; a position and a salience (0 to 1) for each dimension."""

    name: str
    description: str
    power: float
    positions: list[float]
    saliences: list[float]


@dataclass
class Table:
    """Actors, and the scale of their positions."""

    title: str
    description: str
    dimensions: list[str]
    low: float
    high: float
    actors: list[Actor] = field(default_factory=list)
    scales: list[tuple[float, float]] | None = None
    """Low end and width by dimension, where they differ."""

    def add(self, actor: Actor, file: str, line: int | None) -> None:
        if not actor.name:
            raise bad("an actor without a name", file, line)
        if any(other.name == actor.name for other in self.actors):
            raise bad(f"the actor {actor.name!r} is listed twice", file, line)
        if not actor.power > 0.0:
            raise bad(f"the power of {actor.name!r} is {actor.power:g}; a party's power must be above 0", file, line)
        if sum(actor.saliences) > 1.0 + 1e-9:
            raise bad(
                f"the saliences of {actor.name!r} sum to {100 * sum(actor.saliences):g}, expected at most 100",
                file,
                line,
            )
        self.actors.append(actor)


def _demand(position: float, weight: float, low: float, high: float) -> dict[str, Any]:
    """Worth 1 at the position, falling evenly on both sides, to 0 a whole range away."""
    width = high - low
    return {
        "weight": plain(weight),
        "ideal": plain(position),
        "limit": [plain(position - width), plain(position + width)],
    }


def _party(actor: Actor, name: str, dimensions: list[str], table: Table, notes: list[str]) -> dict[str, Any]:
    total = sum(actor.saliences)
    if total == 0.0:
        weights = [1.0] * len(dimensions)
    else:
        weights = [s or _CARES_LITTLE * total for s in actor.saliences]
        for dimension, s in zip(table.dimensions, actor.saliences):
            if s == 0.0:
                notes.append(
                    f"the salience 0 of {dimension!r} to {actor.name!r} becomes {_CARES_LITTLE:g} of the others, so"
                    " that the actor keeps its position there"
                )
    out: dict[str, Any] = {} if actor.name == name else {"label": label(actor.name)}
    if actor.description:
        out["note"] = actor.description
    out |= {"power": plain(actor.power), "salience": plain(min(total, 1.0))}
    out["demands"] = {d: _demand(x, w, table.low, table.high) for d, x, w in zip(dimensions, actor.positions, weights)}
    return out


def scenario_of(table: Table, protocol: str, parameters: dict[str, Any], note: str, notes: list[str]) -> dict[str, Any]:
    """The scenario: one sitting of all actors about all dimensions. ``parameters`` are those of `challenge`."""
    dimensions = make_ids(table.dimensions, "dimension")
    names = make_ids((actor.name for actor in table.actors), "actor")
    issues: dict[str, dict[str, Any]] = {}
    for dimension, name in zip(dimensions, table.dimensions):
        issues[dimension] = {} if dimension == name else {"label": label(name)}
        issues[dimension]["range"] = [plain(table.low), plain(table.high)]
    parties = {name: _party(actor, name, dimensions, table, notes) for actor, name in zip(table.actors, names)}
    adjustment = parameters.get("adjustment")
    if adjustment:
        ids = {actor.name: name for actor, name in zip(table.actors, names)}
        parameters = parameters | {
            "adjustment": {ids[i]: {ids[j]: a for j, a in row.items()} for i, row in adjustment.items()}
        }
    talks: dict[str, Any] = {
        "protocol": {"challenge": parameters} if protocol == "challenge" and parameters else protocol
    }
    if table.description:
        note = f"{note}: {table.description}"
    return {
        "parley": 1,
        "title": label(table.title),
        "note": note,
        "issues": issues,
        "parties": parties,
        "process": {"talks": {"talks": talks}},
    }
