"""What all formats share: reading bytes within limits, errors with their place, names turned into ids."""
from __future__ import annotations

import math
import os
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any, Iterable

from ..errors import FileError, MissingFileError, ParleyError

MOST_BYTES = 64 * 1024 * 1024
_RESERVED = {
    "deal",
    "agreement",
    "elapsed",
    "failed_at",
    "aftermath",
    "process",
    "signing",
    "true",
    "false",
    "pi",
    "e",
    "inf",
    "nan",
    "to",
    "undefined",
    "talks",
}


class ConversionError(ParleyError, ValueError):
    """A file cannot be converted; ``file``, ``line`` and ``column`` say where, as far as is known."""


def bad(message: str, file: str | None = None, line: int | None = None, column: int | None = None) -> ConversionError:
    """The exception, with its place in front of the message."""
    place = "".join(f"{part}:" for part in (file, line, column) if part is not None)
    error = ConversionError(f"{place} {message}" if place else message)
    error.file, error.line, error.column = file, line, column
    return error


@dataclass
class Conversion:
    """A scenario made from files of another tool.

    Attributes:
        scenario: a dictionary like the scenario's JSON.
        notes: what has no place in a scenario, or reads differently there; one sentence each.
        format: name of the format that was read.
    """

    scenario: dict[str, Any]
    notes: list[str] = field(default_factory=list)
    format: str = ""

    def load(self) -> Any:
        """The scenario as a :class:`parley.Scenario`, checked."""
        from ..scenario import Scenario

        return Scenario(self.scenario)


@dataclass
class Source:
    """A file's content, and what errors call it."""

    name: str
    data: bytes

    @property
    def stem(self) -> str:
        return os.path.splitext(os.path.basename(self.name))[0]

    def text(self) -> str:
        """As text: UTF-8, with or without a byte order mark, or what its mark says; else Windows' Latin 1."""
        if self.data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return self.data.decode("utf-16", "replace")
        try:
            return self.data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return self.data.decode("cp1252", "replace")


def read_source(path: str | os.PathLike[str]) -> Source:
    """A file, of 64 MiB at most."""
    name = os.fspath(path)
    try:
        with open(name, "rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise _with_file(MissingFileError(f"{name}: there is no such file"), name) from None
    except OSError as error:
        raise _with_file(FileError(f"{name}: {error.strerror}"), name) from None
    if len(data) > MOST_BYTES:
        raise bad("the file is larger than 64 MiB", name)
    return Source(name, data)


def save(name: str, text: str) -> None:
    """Write a file, and the folder it is in. It appears whole or not at all."""
    part = f"{name}.part"
    try:
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        with open(part, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.replace(part, name)
    except OSError as error:
        raise _with_file(FileError(f"{name}: {error.strerror}"), name) from None


def _with_file(error: ParleyError, name: str) -> ParleyError:
    error.file = name
    return error


def number(text: Any, what: str, file: str, line: int | None = None, *, infinite: bool = False) -> float:
    """A finite number; a single decimal comma, which some locales write, counts as a point."""
    if isinstance(text, bool) or not isinstance(text, (str, int, float)):
        raise bad(f"{what}: found {text!r}, expected a number", file, line)
    plain = text.strip() if isinstance(text, str) else text
    if isinstance(plain, str) and plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        value = float(plain)
    except (ValueError, OverflowError):
        raise bad(f"{what}: found {text!r}, expected a number", file, line) from None
    if math.isnan(value) or (math.isinf(value) and not infinite) or (isinstance(plain, str) and "_" in plain):
        raise bad(f"{what}: found {text!r}, expected a finite number", file, line)
    return value


def plain(x: float) -> float | int:
    """Whole numbers without their point, as people write them."""
    return int(x) if x == int(x) and abs(x) < 2**53 else x


def make_id(name: str, taken: Iterable[str], otherwise: str) -> str:
    """An id that no other part has, as near to the name as ids can be."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", ascii_name).strip("_")
    if not words or not words[0].isalpha():
        words = f"{otherwise}_{words}".rstrip("_")
    used = set(taken) | _RESERVED
    words = words[:58]
    candidate, count = words, 1
    while candidate in used:
        count += 1
        candidate = f"{words}_{count}"
    return candidate


def make_ids(names: Iterable[str], otherwise: str, taken: Iterable[str] = ()) -> list[str]:
    """One id for each name."""
    ids: list[str] = []
    used = list(taken)
    for name in names:
        ids.append(make_id(name, used, otherwise))
        used.append(ids[-1])
    return ids


def label(name: str) -> str:
    """A name as a label or option may hold it: without control characters, at most 100 characters."""
    clean = "".join(c if c.isprintable() else " " for c in name).strip()
    return clean[:100] or "(empty)"


def labels(names: Iterable[str], file: str, notes: list[str]) -> list[str]:
    """The same for the options of an issue, still different from each other."""
    out: list[str] = []
    seen: set[str] = set()
    for name in names:
        text, count = label(name), 1
        while text in seen:
            count += 1
            text = f"{label(name)[:94]} ({count})"
        if text != name:
            notes.append(f"{file}: the value {name!r} is called {text!r}")
        seen.add(text)
        out.append(text)
    return out
