"""From what people write in Python to what the library takes, with an error that names the argument."""
from __future__ import annotations

import json
import operator
import os
from typing import Any, Iterable, Union

from .errors import ArgumentError

Number = Union[str, float, int]
"""A number, or an expression text for one that may be uncertain: ``0.3``, ``"beta(4, 6)"``."""


def as_bytes(value: str, what: str) -> bytes:
    """A text for the library; it may not hold a NUL, at which C would end it."""
    if not isinstance(value, str):
        raise TypeError(f"{what}: expected a text, found {type(value).__name__}")
    if "\0" in value:
        raise ArgumentError(f"{what}: a text may not hold a NUL character")
    return value.encode("utf-8", "surrogateescape")


def optional(value: str | None, what: str) -> bytes | None:
    """The same, or None."""
    return None if value is None else as_bytes(value, what)


def as_float(value: float, what: str) -> float:
    """A number as a double."""
    if isinstance(value, (str, bytes)):
        raise TypeError(f"{what}: expected a number, found a text")
    try:
        return float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{what}: expected a number, found {type(value).__name__}") from None


def as_count(value: int, what: str, most: int = 2**64 - 1, least: int = 0) -> int:
    """A whole number in range; ctypes would wrap others silently."""
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{what}: expected a whole number, found {type(value).__name__}") from None
    if not least <= number <= most:
        raise ArgumentError(f"{what}: found {number}, expected {least} to {most}")
    return number


def as_expression(value: Number | None, what: str) -> bytes | None:
    """An expression text; numbers are written with all their digits."""
    if value is None or isinstance(value, str):
        return optional(value, what)
    if isinstance(value, bool):
        raise TypeError(f"{what}: expected a number or an expression, found a bool")
    return repr(as_float(value, what)).encode()


def as_json(value: Any, what: str) -> bytes:
    """A value as JSON text."""
    try:
        return as_bytes(json.dumps(value, allow_nan=False, ensure_ascii=False), what)
    except (TypeError, ValueError, RecursionError) as error:
        raise type(error)(f"{what}: cannot be written as JSON: {error}") from None


def as_names(values: Iterable[str], what: str) -> list[bytes]:
    """A list of texts; a single text is not taken for a list of letters."""
    if isinstance(values, (str, bytes)):
        raise TypeError(f"{what}: expected a list of texts, found one text")
    return [as_bytes(value, what) for value in values]


def as_path(path: str | os.PathLike[str], what: str = "path") -> bytes:
    """A file's name as the system has it."""
    name = os.fsencode(path)
    if b"\0" in name:
        raise ArgumentError(f"{what}: a file name may not hold a NUL character")
    return name
