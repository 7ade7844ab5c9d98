"""A protocol of your own, as a Python function.

The function is called once a trial with a :class:`Sitting` and returns the package that is agreed (an option's
number for each issue), or None for no agreement. It should depend on the sitting alone; draw chance from
:meth:`Sitting.uniform`, so that the same seed gives the same result.
"""
from __future__ import annotations

import ctypes as C
import threading
from typing import Any, Callable, Optional, Sequence, Union

from . import _calls, _native
from ._values import as_count
from .errors import ArgumentError, ClosedError, NotFoundError

_lib = _native.sitting_lib


class Sitting:
    """One sitting of one trial: who is at the table, about what, and what each package is worth to each.

    Parties and issues are named by id or by number; a package is a sequence of option numbers, one for each issue.
    A sitting lives during the call that it was handed to, on that call's thread; later use raises
    :class:`parley.errors.ClosedError`.
    """

    __slots__ = ("_ref", "_thread", "_parties", "_issues")

    def __init__(self, ref: Any) -> None:
        self._ref = ref
        self._thread = threading.get_ident()
        self._parties: tuple[str, ...] | None = None
        self._issues: tuple[str, ...] | None = None

    def _live(self) -> Any:
        if self._ref is None or self._thread != threading.get_ident():
            raise ClosedError("a sitting can only be used during the call it was handed to, and on the same thread")
        return self._ref

    def _end(self) -> None:
        self._ref = None

    @property
    def parties(self) -> tuple[str, ...]:
        """Ids of the parties at the table."""
        if self._parties is None:
            ref = self._live()
            self._parties = tuple(
                _native.text(_lib.parley_sitting_party_id(ref, p)) for p in range(_lib.parley_sitting_parties(ref))
            )
        return self._parties

    @property
    def issues(self) -> tuple[str, ...]:
        """Ids of the issues on the table."""
        if self._issues is None:
            ref = self._live()
            self._issues = tuple(
                _native.text(_lib.parley_sitting_issue_id(ref, i)) for i in range(_lib.parley_sitting_issues(ref))
            )
        return self._issues

    @property
    def trial(self) -> int:
        """Number of the trial."""
        return int(_lib.parley_sitting_trial(self._live()))

    def options(self, issue: int | str | None = None) -> Any:
        """Number of options of an issue; without an issue, of all of them, as a tuple."""
        ref = self._live()
        if issue is None:
            return tuple(_lib.parley_sitting_options(ref, i) for i in range(_lib.parley_sitting_issues(ref)))
        return int(_lib.parley_sitting_options(ref, self._number(issue, self.issues, "issue")))

    def power(self, party: int | str) -> float:
        """The party's power, > 0."""
        return float(_lib.parley_sitting_power(self._live(), self._party(party)))

    def no_deal(self, party: int | str) -> float:
        """The party's utility of no agreement."""
        return float(_lib.parley_sitting_no_deal(self._live(), self._party(party)))

    def discount(self, party: int | str) -> float:
        """What a round's delay leaves of a utility, in (0, 1]."""
        return float(_lib.parley_sitting_discount(self._live(), self._party(party)))

    def utility(self, party: int | str, package: Sequence[int]) -> float:
        """What the package is worth to the party."""
        return float(_lib.parley_sitting_utility(self._live(), self._party(party), self._package(package)))

    def acceptable(self, party: int | str, package: Sequence[int]) -> bool:
        """Would the party sign it: no red line crossed, worth at least no agreement?"""
        return bool(_lib.parley_sitting_acceptable(self._live(), self._party(party), self._package(package)))

    def uniform(self, draw: int) -> float:
        """A uniform number in (0, 1) that depends on seed, step, trial and ``draw`` (0, 1, ...) alone."""
        return float(_lib.parley_sitting_uniform(self._live(), as_count(draw, "draw", 2**32 - 1)))

    def _party(self, party: int | str) -> int:
        return self._number(party, self.parties, "party")

    def _package(self, package: Sequence[int]) -> Any:
        """As C has it, checked: right length, options that exist."""
        ref = self._live()
        issues = _lib.parley_sitting_issues(ref)
        if len(package) != issues:
            raise ArgumentError(f"a package of {len(package)} options, expected one for each of {issues} issues")
        chosen = (C.c_int32 * max(issues, 1))()
        for i, option in enumerate(package):
            chosen[i] = as_count(option, f"option of issue {self.issues[i]!r}", _lib.parley_sitting_options(ref, i) - 1)
        return chosen

    @staticmethod
    def _number(which: int | str, ids: tuple[str, ...], what: str) -> int:
        if isinstance(which, str):
            if which not in ids:
                raise NotFoundError(f"no {what} {which!r} at this sitting; there are {', '.join(ids)}")
            return ids.index(which)
        return as_count(which, what, len(ids) - 1)


Protocol = Callable[[Sitting], Optional[Union[Sequence[int], "Any"]]]
"""Takes a sitting, returns the package agreed on, or None."""


def as_callback(function: Protocol) -> Any:
    """The function as C calls it. What it raises is kept for the call that plays."""

    def settle(ref: Any, package: Any, user: Any) -> bool:
        call = _calls.current()
        if call is None or call.stopping:
            return False
        sitting = Sitting(ref)
        try:
            settled = function(sitting)
            if settled is None:
                return False
            chosen = sitting._package(settled)
            C.memmove(package, chosen, 4 * len(settled))
            return True
        except BaseException as error:  # noqa: B036 - nothing may pass into C
            call.stop(error)
            return False
        finally:
            sitting._end()

    return _native.ProtocolFn(settle)
