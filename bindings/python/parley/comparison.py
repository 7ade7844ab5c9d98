"""Variants on the same draws, and the differences between them, trial by trial."""
from __future__ import annotations

import ctypes as C
import json
import os
from dataclasses import dataclass
from typing import Any, Iterator, Mapping

from . import _html, _native
from ._handle import Handle, Owner
from ._native import lib
from ._optional import need
from ._values import as_bytes
from .errors import ArgumentError, NotFoundError, ParleyError
from .result import Quantity, Result, child, write_text

BASE = "scenario"
"""Name of the scenario as it stands among the variants of a comparison."""


@dataclass(frozen=True)
class Difference:
    """The paired difference of a quantity: variant minus baseline, trial by trial on the same draws.

    Attributes:
        n: trials in which both have a finite value.
        mean, se, ci95: of the difference.
        above, below, equal: shares of those trials in which the variant is higher, lower, the same.
        correlation: of the two; nan when one does not vary.
        variance_reduction: variance of an unpaired difference over the paired one's.
    """

    n: int
    mean: float
    se: float
    ci95: tuple[float, float]
    above: float
    below: float
    equal: float
    correlation: float
    variance_reduction: float


class Compared(Mapping[str, Quantity]):
    """One quantity in all variants: ``compared["50 years"]`` is a :class:`parley.Quantity`."""

    def __init__(self, comparison: Comparison, name: str) -> None:
        first = comparison.results[comparison.baseline][name]
        self._comparison = comparison
        self.name: str = name
        self.label: str = first.label
        self.unit: str = first.unit

    def __getitem__(self, variant: str) -> Quantity:
        return self._comparison.result(variant)[self.name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._comparison.results)

    def __len__(self) -> int:
        return len(self._comparison.results)

    @property
    def differences(self) -> dict[str, Difference]:
        """By variant, each against the baseline."""
        names = list(self._comparison.results)
        return {v: self._comparison._difference(i, self.name) for i, v in enumerate(names) if i > 0}

    @property
    def difference(self) -> Difference:
        """The difference, when two variants are compared; among more, use ``differences[variant]``."""
        if len(self) != 2:
            raise ArgumentError(f"{len(self)} variants are compared: use differences[variant] instead of difference")
        return self._comparison._difference(1, self.name)

    def plot(self, ax: Any = None) -> Any:
        """Its values and differences, by :func:`parley.plots.comparison`."""
        from . import plots

        return plots.comparison(self._comparison, self.name, ax=ax)

    def __repr__(self) -> str:
        return f"<parley.Compared {self.name!r}: " + ", ".join(f"{v} {q.mean:.4g}" for v, q in self.items()) + ">"


def _by_variant(results: list[Result]) -> dict[str, Result]:
    return {result.variant or BASE: result for result in results}


class Comparison(Owner):
    """Results of several variants on the same draws. ``comparison["agreement"]`` is a :class:`Compared`.

    Attributes:
        results: the results by variant, the baseline first.
    """

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._kept: dict[Any, Any] = {}
        with handle.shared() as ref:
            refs = [lib.parley_comparison_result(ref, i) for i in range(lib.parley_comparison_count(ref))]
        self.results = _by_variant([child(handle, ref) for ref in refs])

    @property
    def baseline(self) -> str:
        """The variant that the others are compared with."""
        return next(iter(self.results))

    @property
    def variants(self) -> list[str]:
        """Names of all variants, the baseline first."""
        return list(self.results)

    def result(self, variant: str) -> Result:
        """The result of one variant."""
        try:
            return self.results[variant]
        except KeyError:
            raise NotFoundError(f"variant {variant!r} is not compared; there are {', '.join(self.results)}") from None

    def __getitem__(self, name: str) -> Compared:
        return Compared(self, name)

    def _difference(self, index: int, name: str) -> Difference:
        if (index, name) in self._kept:
            return self._kept[index, name]  # type: ignore[no-any-return]
        d = _native.Difference()
        with self._handle.shared() as ref:
            lib.parley_comparison_difference(ref, index, as_bytes(name, "quantity"), C.byref(d))
        return Difference(
            d.n, d.mean, d.se, (d.ci95[0], d.ci95[1]), d.above, d.below, d.equal, d.correlation, d.variance_reduction
        )

    def _out(self, what: str) -> str:
        if what in self._kept:
            return str(self._kept[what])
        with self._handle.shared() as ref:
            return _native.text_of(getattr(lib, f"parley_comparison_{what}"), ref)

    def to_json(self, path: str | os.PathLike[str] | None = None) -> str:
        """The comparison as JSON, as the command prints it."""
        text = self._out("json")
        if path is not None:
            write_text(path, text + "\n")
        return text

    def to_dict(self) -> dict[str, Any]:
        """The same as Python values."""
        answer: dict[str, Any] = json.loads(self.to_json())
        return answer

    def to_csv(self, path: str | os.PathLike[str] | None = None) -> str:
        """A row for each variant and quantity, as CSV."""
        text = self._out("csv")
        if path is not None:
            write_text(path, text)
        return text

    def frame(self) -> Any:
        """A pandas DataFrame: a row for each quantity and variant, with its difference from the baseline."""
        pandas = need("pandas", "frame()")
        rows = []
        for name, first in self.results[self.baseline].items():
            if first.shares:
                continue
            for index, (variant, result) in enumerate(self.results.items()):
                row = self._row(name, variant, result, index)
                if row is not None:
                    rows.append(row)
        return pandas.DataFrame(rows).set_index(["name", "variant"])

    def _row(self, name: str, variant: str, result: Result, index: int) -> dict[str, Any] | None:
        if name not in result:
            return None
        q = result[name]
        row = {
            "name": name,
            "variant": variant,
            "label": q.label,
            "unit": q.unit,
            "n": q.n,
            "mean": q.mean,
            "se": q.se,
            "ci95_low": q.ci95[0],
            "ci95_high": q.ci95[1],
        }
        if index > 0:
            try:
                d = self._difference(index, name)
            except ParleyError:
                return row
            row.update(
                {
                    "difference": d.mean,
                    "difference_se": d.se,
                    "difference_low": d.ci95[0],
                    "difference_high": d.ci95[1],
                    "above": d.above,
                    "below": d.below,
                    "equal": d.equal,
                    "correlation": d.correlation,
                    "variance_reduction": d.variance_reduction,
                }
            )
        return row

    def plot(self, names: Any = None, ax: Any = None) -> Any:
        """Values and paired differences with their intervals, by :func:`parley.plots.comparison`."""
        from . import plots

        return plots.comparison(self, names, ax=ax)

    def __reduce__(self) -> Any:
        kept: dict[Any, Any] = {"json": self.to_json(), "csv": self.to_csv()}
        for index, result in enumerate(self.results.values()):
            for name in result if index > 0 else ():
                try:
                    kept[index, name] = self._difference(index, name)
                except ParleyError:
                    continue
        return _restore, (kept, list(self.results.values()))

    def __repr__(self) -> str:
        return f"<parley.Comparison of {', '.join(repr(v) for v in self.results)}>"

    def _repr_html_(self) -> str:
        return _html.comparison(self)


def _restore(kept: dict[Any, Any], results: list[Result]) -> Comparison:
    """A comparison that was pickled: its answers were written down."""
    comparison = Comparison.__new__(Comparison)
    comparison._handle = Handle(None, None, "comparison")
    comparison._kept = kept
    comparison.results = _by_variant(results)
    return comparison
