"""KTAB's SMP files in CSV: actors with a capability, and a position and a salience on each dimension, all from 0
to 100.

As the spatial protocols have it: `power` is the capability, the ideal the position, `salience` x the share of
a dimension's weight the dimension's salience / 100.
"""
from __future__ import annotations

import csv
from typing import Any

from .common import Source, bad, label, make_ids, number, plain
from .spatial import Actor, Table, scenario_of

_MOST_ACTORS, _LEAST_ACTORS = 250, 3


def _rows(source: Source) -> list[tuple[int, list[str]]]:
    """Line numbers and cells; empty lines and the empty cells of trailing commas are left out."""
    rows = []
    reader = csv.reader(source.text().splitlines(), skipinitialspace=True, strict=True)
    try:
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                rows.append((reader.line_num, cells))
    except csv.Error as error:
        raise bad(f"not CSV: {error}", source.name, reader.line_num) from None
    return rows


def _count(text: str, what: str, source: Source, line: int) -> int:
    value = number(text, what, source.name, line)
    if value != int(value) or value < 1:
        raise bad(f"{what}: found {text!r}, expected a whole number", source.name, line)
    return int(value)


def _within(text: str, what: str, source: Source, line: int, most: float) -> float:
    value = number(text, what, source.name, line)
    if not 0.0 <= value <= most:
        raise bad(f"{what}: found {text}, expected 0 to {most:g}", source.name, line)
    return value


def read(source: Source, notes: list[str]) -> Table:
    """The actors of a file."""
    rows = _rows(source)
    if len(rows) < 2:
        raise bad("expected a line with name, description and counts, and a line of headers", source.name)
    line, head = rows[0]
    if len(head) < 4:
        raise bad(
            f"found {len(head)} cells, expected name, description, number of actors and of dimensions",
            source.name,
            line,
        )
    actors, dimensions = (
        _count(head[k], what, source, line) for k, what in ((2, "number of actors"), (3, "number of dimensions"))
    )
    if not _LEAST_ACTORS <= actors <= _MOST_ACTORS:
        notes.append(f"{source.name}:{line}: {actors} actors; KTAB itself takes {_LEAST_ACTORS} to {_MOST_ACTORS}")
    line, header = rows[1]
    if len(header) != 3 + 2 * dimensions:
        raise bad(
            f"found {len(header)} headers, expected {3 + 2 * dimensions} for {dimensions} dimensions", source.name, line
        )
    if len(rows) - 2 != actors:
        raise bad(f"found {len(rows) - 2} actors, expected the {actors} of the first line", source.name, rows[-1][0])
    table = Table(head[0], head[1], header[3::2], 0.0, 100.0)
    for line, cells in rows[2:]:
        if len(cells) != len(header):
            raise bad(f"found {len(cells)} cells, expected {len(header)}", source.name, line)
        positions = [
            _within(cells[3 + 2 * k], f"position on {header[3 + 2 * k]}", source, line, 100.0)
            for k in range(dimensions)
        ]
        saliences = [
            _within(cells[4 + 2 * k], f"salience of {header[3 + 2 * k]}", source, line, 100.0)
            for k in range(dimensions)
        ]
        table.add(
            Actor(
                cells[0],
                cells[1],
                _within(cells[2], "power", source, line, 1e8),
                positions,
                [s / 100.0 for s in saliences],
            ),
            source.name,
            line,
        )
    return table


def to_scenario(source: Source, protocol: str, notes: list[str]) -> dict[str, Any]:
    """The scenario of a file."""
    return scenario_of(read(source, notes), protocol, {"compat": "ktab"}, f"From KTAB CSV ({source.stem})", notes)


def _cell(text: str, most: int, what: str, notes: list[str]) -> str:
    clean = " ".join(label(text).replace(",", ";").replace('"', "'").split()) if text else ""
    if len(clean) > most:
        clean = clean[:most].rstrip()
    if clean != text:
        notes.append(f"{what} {text!r} is written {clean!r}")
    return clean


def write(table: Table, notes: list[str]) -> str:
    """A file for KTAB's SMP. Positions are on its scale of 0 to 100."""
    if not _LEAST_ACTORS <= len(table.actors) <= _MOST_ACTORS:
        raise bad(f"KTAB takes {_LEAST_ACTORS} to {_MOST_ACTORS} actors; the scenario has {len(table.actors)} parties")
    names = [_cell(actor.name, 25, "the actor", notes) for actor in table.actors]
    if len(set(names)) != len(names):
        names = [name[:25] for name in make_ids(names, "actor")]
        notes.append("actors are named by ids, since their names are too much alike in 25 characters")
    width = table.high - table.low
    lines = [
        f"{_cell(table.title, 512, 'the title', notes) or 'scenario'},{_cell(table.description, 512, 'the note', [])},"
        f"{len(table.actors)},{len(table.dimensions)}"
    ]
    dimensions = [_cell(name, 256, "the dimension", notes) for name in table.dimensions]
    lines.append("Actor,Description,Power," + ",".join(f"{name},{name} salience" for name in dimensions))
    for actor, name in zip(table.actors, names):
        if actor.power > 1e8:
            raise bad(f"the power of {actor.name!r} is {actor.power:g}; KTAB takes at most 1e8")
        cells = [name, _cell(actor.description, 256, "the description", notes), repr(plain(actor.power))]
        for k, (position, salience) in enumerate(zip(actor.positions, actor.saliences)):
            low, span = (table.low, width) if table.scales is None else table.scales[k]
            cells += [repr(plain((position - low) / span * 100.0)), repr(plain(salience * 100.0))]
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"
