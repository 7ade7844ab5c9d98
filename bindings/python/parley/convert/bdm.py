"""Files of Bueno de Mesquita's model: `Actor,Capability,Position,Salience` and a row for each actor, on one
issue.
"""
from __future__ import annotations

import csv
from typing import Any

from .common import Source, bad, number
from .spatial import Actor, Table, scenario_of

_COLUMNS = ("actor", "capability", "position", "salience")


def read(source: Source, notes: list[str]) -> Table:
    """The actors; the scale goes from the lowest position to the highest. Saliences are 0 to 1."""
    reader = csv.reader(source.text().splitlines(), skipinitialspace=True, strict=True)
    rows = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, [cell.strip() for cell in cells]))
    except csv.Error as error:
        raise bad(f"not CSV: {error}", source.name, reader.line_num) from None
    line, header = rows[0]
    names = [name.lower() for name in header]
    column = {name: names.index(name) for name in _COLUMNS}
    for extra in header:
        if extra and extra.lower() not in _COLUMNS:
            notes.append(f"{source.name}:{line}: the column {extra!r} has no counterpart; left out")
    actors: list[tuple[int, Actor]] = []
    for line, cells in rows[1:]:
        if len(cells) < len(_COLUMNS):
            raise bad(f"found {len(cells)} cells, expected {len(header)}", source.name, line)
        power, position, salience = (
            number(cells[column[name]] if column[name] < len(cells) else "", name, source.name, line)
            for name in _COLUMNS[1:]
        )
        if not 0.0 <= salience <= 1.0:
            raise bad(f"salience: found {salience:g}, expected 0 to 1", source.name, line)
        actors.append((line, Actor(cells[column["actor"]], "", power, [position], [salience])))
    positions = [actor.positions[0] for _, actor in actors]
    if len(actors) < 2 or min(positions) == max(positions):
        raise bad("expected at least two actors at different positions", source.name)
    table = Table(source.stem, "", ["position"], min(positions), max(positions))
    for line, actor in actors:
        table.add(actor, source.name, line)
    return table


def to_scenario(source: Source, protocol: str, notes: list[str]) -> dict[str, Any]:
    """The scenario of a file; `challenge` is the model as Scholz, Calbert and Smith tell it."""
    return scenario_of(
        read(source, notes),
        protocol,
        {"variant": "scholz"},
        f"From {source.stem}, actors of the expected utility model",
        notes,
    )
