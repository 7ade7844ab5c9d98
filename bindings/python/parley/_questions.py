"""Questions asked of a scenario beyond a run. A new one is a few lines: its definition's fields, by name."""
from __future__ import annotations

import ctypes as C
from typing import Any, Callable, Iterable, Mapping

from . import _calls, _native
from ._handle import Owner
from ._native import lib
from ._values import as_bytes, as_count, as_names
from .progress import Progress, reporter
from .report import Report, take


def _fill(definition: Any, name: str, value: Any) -> None:
    """Set a field by what it is in C: a text, a bool, a whole number, or texts with their number in NAME_count."""
    kind = dict(definition._fields_)[name]
    if kind is C.c_char_p:
        setattr(definition, name, as_bytes(value, name))
    elif kind is C.c_bool:
        setattr(definition, name, bool(value))
    elif hasattr(kind, "contents"):
        texts = as_names(value, name)
        setattr(definition, name, _native.texts(texts))
        setattr(definition, f"{name.rstrip('s')}_count", len(texts))
    else:
        setattr(definition, name, as_count(value, name, 2 ** (8 * C.sizeof(kind) - (kind is not C.c_uint64)) - 1))


class Questions(Owner):
    """The questions of a scenario."""

    def _report(self, question: str, function: Callable[[Any, Any], Any], call: _calls.Call) -> Report:
        with self._handle.shared() as ref:
            out = _calls.owned(lambda out: function(ref, out), _native.ReportRef, lib.parley_report_destroy, call)
        return take(question, out)

    def _ask(self, question: str, call: _calls.Call | None = None, **fields: Any) -> Report:
        """Ask ``parley_QUESTION`` with these fields of its definition; None keeps the default."""
        definition = _native.new_def(question)
        for name, value in fields.items():
            if value is not None:
                _fill(definition, name, value)
        if call is not None:
            definition.progress = call.progress
        function = getattr(lib, f"parley_{question}")
        return self._report(question, lambda ref, out: function(ref, C.byref(definition), out), call or _calls.Call())

    def notes(self) -> list[str]:
        """What is legal but seldom meant, a sentence each."""
        with self._handle.shared() as ref:
            return _native.text_of(lib.parley_notes, ref).splitlines()

    def frontier(
        self,
        variant: str | None = None,
        *,
        trial: int | None = None,
        most_points: int | None = None,
        trials: int | None = None,
        seed: int | None = None,
        threads: int = 0,
        progress: Progress = None,
    ) -> Report:
        """What a deal could be: the zone of agreement, the Pareto set, and the solutions of Nash and others.

        All parties are taken to sit at one table about every issue that is not fixed, whatever sittings the process
        has. ``report["/pareto"]`` lists the packages with their utilities, ``report["/nash"]`` and others are
        solutions; :meth:`parley.Report.plot` draws them.

        Args:
            trial: number of the trial whose preferences count; None: those at the medians of all assumptions.
            most_points: most packages of the Pareto set to list, 10,000 by default; all are counted.
            trials: also play so many trials and tell how often they leave gains on the table.

        Raises:
            NoAnswerError: the scenario has no parties or no issues.
        """
        call = _calls.Call(reporter(progress, "frontier"))
        return self._ask(
            "frontier",
            call,
            variant=variant,
            trial=trial,
            most_points=most_points,
            trials=trials,
            seed=seed,
            threads=threads,
        )

    def power(
        self, step: str | None = None, variant: str | None = None, *, seed: int | None = None, trial: int | None = None
    ) -> Report:
        """Power indices of the parties and blocs in each rule of agreement of the process.

        Args:
            step: id of one step; None: every step with a rule.
            trial: number of the trial whose weights count; None: weights at the medians of all assumptions.

        Raises:
            NoAnswerError: no step has a rule.
        """
        return self._ask("power", step=step, variant=variant, seed=seed, trial=trial)

    def stability(
        self,
        deal: Mapping[str, Any] | None = None,
        variant: str | None = None,
        *,
        moves: Mapping[str, Iterable[str]] | None = None,
        walk_away: bool = False,
        trial: int | None = None,
        seed: int | None = None,
    ) -> Report:
        """Does a deal hold by itself? For each signatory and coalition, in the senses of :class:`parley.Stability`.

        Args:
            deal: the value of every issue that is not fixed; None: what the talks settle in that world.
            moves: for each party, issues that it can change by itself beside those it delivers.
            walk_away: each signatory can also end the deal for good.
            trial: number of the trial whose preferences count; None: those at the medians of all assumptions.
        """
        what = None if deal is None else [f"{issue}={value}" for issue, value in deal.items()]
        who = None if moves is None else [f"{party}:{issue}" for party, issues in moves.items() for issue in issues]
        return self._ask(
            "stability", variant=variant, deal=what, moves=who, walk_away=walk_away, trial=trial, seed=seed
        )
