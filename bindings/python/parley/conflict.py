"""Which states of a conflict are stable: the graph model for conflict resolution (Fang, Hipel and Kilgour 1993)."""
from __future__ import annotations

import ctypes as C
import enum

import numpy as np
import numpy.typing as npt

from . import _native
from ._native import lib
from ._values import as_float
from .errors import ArgumentError


class Stability(enum.IntFlag):
    """In which sense a state is stable for a decision maker. Every sense holds where it cannot improve by itself."""

    NASH = 1  #: it has no improvement
    GMR = 2  #: general metarationality: some sequence of moves of the others deters each improvement
    SMR = 4  #: symmetric metarationality: and it cannot escape from that by a move of its own
    SEQ = 8  #: sequential stability: the others deter by moves that improve their own lot
    SIM = 16  #: simultaneous stability: improvements that the others make at the same time deter


def conflict_stability(
    moves: npt.ArrayLike, worth: npt.ArrayLike, *, component: npt.ArrayLike | None = None, tolerance: float = 1e-12
) -> npt.NDArray[np.uint32]:
    """For each decision maker and state, the senses in which it is stable: bits of :class:`Stability`.

    Args:
        moves: shape (makers, states, states): can the maker move by itself from the first state to the second?
        worth: shape (makers, states): more is better; only the order counts.
        component: shape (components, states): what makes up a state, such as each maker's strategy, from 0. Needed
            for SIM; None: SIM is not judged.
        tolerance: what differs by no more is worth the same.

    Returns:
        Shape (makers, states).

    The prisoners' dilemma, states (both silent, first talks, second talks, both talk):

    >>> first = [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]
    >>> second = [[0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]]
    >>> bits = conflict_stability([first, second], [[3, 4, 1, 2], [3, 1, 4, 2]])
    >>> equilibria(bits, Stability.NASH), equilibria(bits, Stability.SEQ)
    ([3], [0, 3])
    """
    can = np.ascontiguousarray(moves, dtype=np.bool_)
    if can.ndim != 3 or can.shape[1] != can.shape[2]:
        raise ArgumentError(f"moves: found the shape {can.shape}, expected (makers, states, states)")
    makers, states, _ = can.shape
    value = np.ascontiguousarray(worth, dtype=np.float64)
    if value.shape != (makers, states):
        raise ArgumentError(f"worth: found the shape {value.shape}, expected {(makers, states)}")
    d = _native.new_def("conflict")
    d.states, d.makers, d.tolerance = states, makers, as_float(tolerance, "tolerance")
    d.moves, d.worth = can.ctypes.data_as(C.POINTER(C.c_bool)), value.ctypes.data_as(C.POINTER(C.c_double))
    if component is not None:
        parts = np.ascontiguousarray(component)
        if parts.ndim != 2 or parts.shape[1] != states or parts.dtype.kind not in "iu" or parts.min(initial=0) < 0:
            raise ArgumentError(f"component: expected whole numbers from 0 of the shape (components, {states})")
        parts = parts.astype(np.uint32)
        d.components, d.component = len(parts), parts.ctypes.data_as(C.POINTER(C.c_uint32))
    out = np.zeros((makers, states), dtype=np.uint32)
    lib.parley_conflict_stability(C.byref(d), out.ctypes.data_as(C.POINTER(C.c_uint32)), out.size)
    return out


def equilibria(bits: npt.NDArray[np.uint32], sense: Stability = Stability.NASH) -> list[int]:
    """The states that are stable in that sense for every decision maker."""
    return [int(state) for state in np.flatnonzero(np.all(bits & np.uint32(sense), axis=0))]
