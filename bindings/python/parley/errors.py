"""What can go wrong, as exceptions.

Every exception of the package is a :class:`ParleyError` and also the builtin that fits it, so ``except ValueError`` and
``except KeyError`` work as one expects. Where the library knows the place, it is in the attributes.
"""
from __future__ import annotations


class ParleyError(Exception):
    """Base of all errors of the package.

    Attributes:
        status: name of the library's status, such as ``"PARLEY_BAD_SCENARIO"``; None when Python found the error.
        file: the name the text was loaded under, or None.
        pointer: RFC 6901 JSON pointer into the scenario, or None.
        line, column: from 1, or None.
        trial: number of the trial that failed, or None.
    """

    status: str | None = None
    file: str | None = None
    pointer: str | None = None
    line: int | None = None
    column: int | None = None
    trial: int | None = None

    def __str__(self) -> str:  # KeyError and OSError would show something else
        return str(self.args[0]) if self.args else ""


class NoMemoryError(ParleyError, MemoryError):
    """Memory could not be allocated."""


class ArgumentError(ParleyError, ValueError):
    """An argument is out of range."""


class JSONError(ParleyError, ValueError):
    """The text is not JSON."""


class ScenarioError(ParleyError, ValueError):
    """The scenario says something that has no meaning."""


class ExpressionError(ParleyError, ValueError):
    """A formula cannot be read."""


class TrialError(ParleyError, ArithmeticError):
    """A number left its valid range in one of the trials; ``trial`` says in which."""


class NotFoundError(ParleyError, KeyError):
    """There is no part of that name."""


class CancelledError(ParleyError, RuntimeError):
    """A callback asked to stop."""


class FileError(ParleyError, OSError):
    """A file could not be read or written."""


class MissingFileError(FileError, FileNotFoundError):
    """The file is not there."""


class TooLargeError(ParleyError, ValueError):
    """The input is larger than parley accepts."""


class MismatchError(ParleyError, ValueError):
    """The results do not belong to one run and cannot be merged."""


class NoAnswerError(ParleyError, LookupError):
    """The question has no answer for this scenario."""


class ResultError(ParleyError, ValueError):
    """The text is not a saved result of this version."""


class NoThreadError(ParleyError, RuntimeError):
    """A worker thread could not be started."""


class ClosedError(ParleyError, ValueError):
    """The object was closed, or lived for the length of a call that is over."""


class BusyError(ParleyError, RuntimeError):
    """The object is in use by the very call that made this one."""


class DependencyError(ParleyError, ImportError):
    """An optional package is not installed."""


_BY_STATUS: dict[str, type[ParleyError]] = {
    "PARLEY_NO_MEMORY": NoMemoryError,
    "PARLEY_BAD_ARGUMENT": ArgumentError,
    "PARLEY_BAD_JSON": JSONError,
    "PARLEY_BAD_SCENARIO": ScenarioError,
    "PARLEY_BAD_EXPRESSION": ExpressionError,
    "PARLEY_BAD_TRIAL": TrialError,
    "PARLEY_NOT_FOUND": NotFoundError,
    "PARLEY_CANCELLED": CancelledError,
    "PARLEY_IO": FileError,
    "PARLEY_TOO_LARGE": TooLargeError,
    "PARLEY_MISMATCH": MismatchError,
    "PARLEY_NO_ANSWER": NoAnswerError,
    "PARLEY_BAD_RESULT": ResultError,
    "PARLEY_NO_THREAD": NoThreadError,
}


def from_status(
    status: str,
    message: str,
    file: str | None = None,
    pointer: str | None = None,
    line: int = 0,
    column: int = 0,
    trial: int = -1,
) -> ParleyError:
    """The exception for a status of the library, with its place."""
    error = _BY_STATUS.get(status, ParleyError)(message)
    error.status = status
    error.file = file
    error.pointer = pointer
    error.line = line if line > 0 else None
    error.column = column if column > 0 else None
    error.trial = trial if trial >= 0 else None
    return error
