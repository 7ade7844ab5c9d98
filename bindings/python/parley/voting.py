"""Who decides under a voting rule: exact power indices."""
from __future__ import annotations

import ctypes as C
from dataclasses import dataclass
from typing import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from . import _native
from ._native import lib
from ._values import as_count
from .errors import ArgumentError


@dataclass(frozen=True)
class VotingPower:
    """The power of one voter (of its kind). Sources: Shapley and Shubik 1954; Penrose 1946, Banzhaf 1965; Coleman 1971.

    Attributes:
        shapley_shubik: share of the orders of voters in which it is the one that makes the rule hold.
        swings: coalitions of the others that it turns from losing to winning.
        banzhaf: its share of all voters' swings. banzhaf_absolute: swings over the number of coalitions of the others.
        prevent, initiate: Coleman's powers to prevent and to initiate action.
        collectivity: Coleman's power of the body to act; the same for every voter.
        dummy, veto, dictator: it turns no coalition; it can block alone; it decides alone.
    """

    shapley_shubik: float
    swings: float
    banzhaf: float
    banzhaf_absolute: float
    prevent: float
    initiate: float
    collectivity: float
    dummy: bool
    veto: bool
    dictator: bool


def _whole(values: Iterable[int], what: str, size: int) -> npt.NDArray[np.uint32]:
    array = np.array([as_count(value, what, 2**32 - 1) for value in values], dtype=np.uint32)
    if len(array) != size:
        raise ArgumentError(f"{what}: found {len(array)}, expected {size}")
    return array


def voting_power(
    weights: npt.ArrayLike,
    quota: float | Sequence[float],
    *,
    count: Iterable[int] | None = None,
    strict: bool = False,
    alternative: Iterable[int] | None = None,
    members: int = 0,
    veto: Iterable[bool] | None = None,
) -> list[VotingPower]:
    """Power indices of any voting rule, exact.

    Args:
        weights: of the voters, shape (voters,); with several conditions, shape (conditions, voters).
        quota: in the unit of the weights; with several conditions one for each.
        count: how many voters there are of each kind; None: one.
        strict: more than the quota is needed, not just as much.
        alternative: for each condition the alternative it belongs to, from 0, in order; the rule holds when all
            conditions of any alternative do. None: all conditions must hold.
        members: so many voters must be in favour as well, whatever they weigh.
        veto: for each voter: does nothing pass without it?

    >>> [round(p.banzhaf, 3) for p in voting_power([4, 3, 2, 1], 6)]
    [0.417, 0.25, 0.25, 0.083]
    """
    weight = np.atleast_2d(np.ascontiguousarray(weights, dtype=np.float64))
    if weight.ndim != 2:
        raise ArgumentError(f"weights: found {weight.ndim} dimensions, expected (voters,) or (conditions, voters)")
    conditions, voters = weight.shape
    quotas = np.atleast_1d(np.ascontiguousarray(quota, dtype=np.float64))
    if quotas.shape != (conditions,):
        raise ArgumentError(f"quota: found {quotas.size}, expected one for each of {conditions} conditions")
    d = _native.new_def("voting")
    d.voters, d.conditions, d.strict, d.members = (
        voters,
        conditions,
        bool(strict),
        as_count(members, "members", 2**32 - 1),
    )
    d.weight, d.quota = (a.ctypes.data_as(C.POINTER(C.c_double)) for a in (weight, quotas))
    kept = []
    for name, values, size in (("count", count, voters), ("alternative", alternative, conditions)):
        if values is not None:
            kept.append(_whole(values, name, size))
            setattr(d, name, kept[-1].ctypes.data_as(C.POINTER(C.c_uint32)))
    if veto is not None:
        blocks = np.array([bool(one) for one in veto], dtype=np.bool_)
        if len(blocks) != voters:
            raise ArgumentError(f"veto: found {len(blocks)}, expected one for each of {voters} voters")
        d.veto = blocks.ctypes.data_as(C.POINTER(C.c_bool))
    out = (_native.VotingIndex * max(voters, 1))()
    lib.parley_voting_power(C.byref(d), out, voters)
    return [VotingPower(*(getattr(index, name) for name, _ in _native.VotingIndex._fields_)) for index in out[:voters]]
