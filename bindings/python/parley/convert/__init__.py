"""Doors to other tools' files: GENIUS, GeniusWeb, NegMAS, KTAB, and actors of Bueno de Mesquita's model.

    c = parley.convert.read("domain.xml", "us.xml", "them.xml")
    c.notes                                 # what has no place in a scenario, or reads differently there
    c.load().run(trials=1)
    parley.convert.write(scenario, "folder", to="genius")

On the command line: ``python -m parley convert IN... -o OUT``. Formats are told by what files say,
never by their names. See the README of this folder for what each format becomes.
"""
from __future__ import annotations

import os
from typing import Any, Callable, Sequence, Union

from ..errors import ArgumentError
from . import bdm, genius_read, genius_write, geniusweb, ktab_csv, ktab_write, ktab_xml, negmas, negmas_write
from .build import build
from .common import Conversion, ConversionError, Source, bad, read_source, save
from .detect import BDM, GENIUS, GENIUSWEB, KTAB_CSV, KTAB_XML, NEGMAS, PARLEY, detect
from .model import Negotiation

__all__ = ["Conversion", "ConversionError", "negotiation", "read", "write"]

Path = Union[str, "os.PathLike[str]"]
MODES = ("genius", "negmas")
TARGETS = ("genius", "negmas", "ktab")

_NEGOTIATIONS: dict[str, Callable[[Sequence[Source], str, list[str]], Negotiation]] = {
    GENIUS: genius_read.read,
    GENIUSWEB: geniusweb.read,
    NEGMAS: negmas.read,
}
_SPATIAL: dict[str, Callable[[Source, str, list[str]], dict[str, Any]]] = {
    KTAB_CSV: ktab_csv.to_scenario,
    KTAB_XML: ktab_xml.to_scenario,
    BDM: bdm.to_scenario,
}


def _files(paths: Sequence[Path]) -> tuple[list[str], bool]:
    """Files and those of folders, by name; hidden ones and those that start with ``_`` are no input."""
    out, folders = [], False
    for path in paths:
        name = os.fspath(path)
        if os.path.isdir(name):
            folders = True
            inside = sorted(entry for entry in os.listdir(name) if not entry.startswith((".", "_")))
            out += [os.path.join(name, entry) for entry in inside if os.path.isfile(os.path.join(name, entry))]
        else:
            out.append(name)
    return out, folders


def _sources(paths: Sequence[Path], notes: list[str]) -> tuple[str, list[Source]]:
    """The format, and the files in it. A file given by name has to be of a known format; a folder may hold others."""
    files, folders = _files(paths)
    if not files:
        raise ArgumentError("convert: expected at least one file")
    found: list[tuple[str, Source]] = []
    for name in files:
        source = read_source(name)
        format_ = detect(source)
        if format_ is not None:
            found.append((format_, source))
        elif folders or name.endswith("pareto.xml"):
            notes.append(f"{name}: of no known format; left out")
        else:
            raise bad(
                (
                    "of no known format; expected GENIUS XML, GeniusWeb JSON, NegMAS YAML or JSON, KTAB CSV or XML, or"
                    " a table of Actor,Capability,Position,Salience"
                ),
                name,
            )
    formats = sorted({format_ for format_, _ in found})
    if len(formats) != 1:
        raise bad(f"found files of {len(formats)} formats ({', '.join(formats) or 'none known'}), expected one")
    return formats[0], [source for _, source in found]


def negotiation(*paths: Path, mode: str = "genius", notes: list[str] | None = None) -> Negotiation:
    """Issues and profiles as the files have them: ``.profiles[0].utility(package)`` is the file's own answer.

    A package has, for each issue, the position of an option or a number. For GENIUS, GeniusWeb and NegMAS.
    """
    kept: list[str] = [] if notes is None else notes
    format_, sources = _sources(paths, kept)
    if format_ not in _NEGOTIATIONS:
        raise bad(f"files of format {format_} hold no profiles")
    return _NEGOTIATIONS[format_](sources, mode, kept)


def read(*paths: Path, mode: str = "genius", protocol: str | None = None, rounds: int = 20) -> Conversion:
    """A scenario from files of another tool, or from a folder of them.

    Args:
        mode: "genius", or "negmas" to take GENIUS XML as NegMAS reads it.
        protocol: how the parties negotiate; by default "alternating" for negotiations and "challenge" for actors in
            space, where "mean" and "median" are the usual baselines.
        rounds: of alternating offers; GENIUS's discount over the whole time is spread over them.

    Raises:
        ConversionError: a file is broken, unsafe or holds what a scenario cannot say; with its place where known.
    """
    if mode not in MODES:
        raise ArgumentError(f"mode: found {mode!r}, expected one of {', '.join(MODES)}")
    if isinstance(rounds, bool) or not isinstance(rounds, int) or rounds < 1:
        raise ArgumentError(f"rounds: found {rounds!r}, expected a whole number above 0")
    notes: list[str] = []
    format_, sources = _sources(paths, notes)
    if format_ == PARLEY:
        raise bad("a scenario of parley already; to write it for another tool say which", sources[0].name)
    if format_ in _NEGOTIATIONS:
        tree = build(_NEGOTIATIONS[format_](sources, mode, notes), protocol or "alternating", rounds, notes)
    else:
        if len(sources) > 1:
            raise bad("a second file; one holds a whole scenario", sources[1].name)
        tree = _SPATIAL[format_](sources[0], protocol or "challenge", notes)
    return Conversion(tree, notes, format_)


def write(scenario: Any, out: Path, to: str) -> list[str]:
    """Write a scenario for another tool. Returns notes on what has no counterpart there.

    Args:
        scenario: a :class:`parley.Scenario`, or a dictionary like its JSON.
        out: a folder for "genius" and "negmas", which is made if it is not there; a file for "ktab".
        to: "genius" (XML), "negmas" (YAML) or "ktab" (CSV).
    """
    from ..scenario import Scenario

    if to not in TARGETS:
        raise ArgumentError(f"to: found {to!r}, expected one of {', '.join(TARGETS)}")
    subject = scenario if isinstance(scenario, Scenario) else Scenario(scenario)
    notes: list[str] = []
    name = os.fspath(out)
    if to == "ktab":
        save(name, ktab_write.write(subject, notes))
        return notes
    files = (genius_write if to == "genius" else negmas_write).write(subject, notes)
    for file, text in files.items():
        save(os.path.join(name, file), text)
    return notes


def is_scenario(path: Path) -> bool:
    """Is it a scenario of parley?"""
    return os.path.isfile(path) and detect(read_source(path)) == PARLEY
