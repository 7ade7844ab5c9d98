"""The answer to a question: a tree of named values that prints as text and as JSON."""
from __future__ import annotations

import json
import os
from typing import Any

from . import _html, _native
from ._native import lib
from .errors import NoAnswerError, NotFoundError
from .result import write_text


class Report:
    """An answer, told in full. ``print(report)`` is for people; ``report["/draws/resolve"]`` is a value in it.

    A report is a plain value: it needs no closing, and pickles.

    Attributes:
        question: what was asked, such as "trace" or "frontier".
    """

    def __init__(self, question: str, text: str, json_text: str) -> None:
        self.question = question
        self._text, self._json = text, json_text
        self._tree: Any = None

    def __str__(self) -> str:
        return self._text.rstrip("\n")

    def to_json(self, path: str | os.PathLike[str] | None = None) -> str:
        """The report as JSON, as the command prints it."""
        if path is not None:
            write_text(path, self._json + "\n")
        return self._json

    def to_dict(self) -> dict[str, Any]:
        """The same as Python values, anew at each call."""
        answer: dict[str, Any] = json.loads(self._json)
        return answer

    def __getitem__(self, pointer: str) -> Any:
        """The value at a JSON pointer (RFC 6901); a plain key works at the top."""
        if not isinstance(pointer, str):
            raise TypeError(f'report: expected a JSON pointer such as "/draws", found {type(pointer).__name__}')
        if self._tree is None:
            self._tree = self.to_dict()
        node: Any = self._tree
        for step in pointer.lstrip("/").split("/") if pointer not in ("", "/") else ():
            step = step.replace("~1", "/").replace("~0", "~")
            try:
                node = node[int(step)] if isinstance(node, list) else node[step]
            except (KeyError, IndexError, ValueError, TypeError):
                raise NotFoundError(f"the report has nothing at {pointer!r}") from None
        return node

    def plot(self, ax: Any = None, **how: Any) -> Any:
        """The picture that goes with the question, where there is one; further arguments are those of its function."""
        from . import plots

        drawn = plots.OF_REPORTS.get(self.question)
        if drawn is None:
            raise NoAnswerError(
                f"there is no picture of a {self.question}; there is one of: {', '.join(plots.OF_REPORTS)}"
            )
        return drawn(self, ax=ax, **how)

    def __repr__(self) -> str:
        return f"<parley.Report: {self.question}>"

    def _repr_html_(self) -> str:
        return _html.report(self)


def take(question: str, ref: Any) -> Report:
    """A report of the library as a plain value; the library's own is freed."""
    try:
        return Report(
            question, _native.text_of(lib.parley_report_text, ref), _native.text_of(lib.parley_report_json, ref)
        )
    finally:
        lib.parley_report_destroy(ref)
