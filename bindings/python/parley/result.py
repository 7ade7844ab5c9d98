"""What a run found: every quantity with its uncertainty."""
from __future__ import annotations

import ctypes as C
import json
import os
from dataclasses import dataclass, field
from typing import Any, Iterable, Iterator, Mapping

import numpy as np

from . import _calls, _html, _native
from ._handle import Handle, Owner
from ._native import lib
from ._optional import need
from ._values import as_bytes, as_float, as_path
from .columns import Columns
from .errors import ArgumentError, NotFoundError

SAMPLINGS = ("random", "latin", "sobol")
SHOWN_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Quantity:
    """A quantity of a result in a few numbers. ``nan`` where a number is undefined.

    Attributes:
        name, label, unit: what it is; the unit is "" when it has none.
        n: trials with a finite value.
        undefined: trials without a value (no deal, a condition that was not met).
        never: trials with the value infinity.
        mean, sd: over the ``n`` trials; the mean is infinite where an infinite value was seen.
        se: standard error of the mean, honest for the sampling design.
        ci95: 95% interval of the mean.
        min, max: least and largest value.
        shares: of a quantity with labels (options, states, steps): the share of each; else empty.
    """

    name: str
    label: str
    unit: str
    n: int
    undefined: int
    never: int
    mean: float
    sd: float
    se: float
    ci95: tuple[float, float]
    min: float
    max: float
    shares: Mapping[str, float]
    _result: Result = field(repr=False, compare=False)

    @property
    def quantiles(self) -> Quantiles:
        """``quantiles[0.5]`` is the median; any number in [0, 1] will do. Relative error below 0.5%."""
        return Quantiles(self._result, self.name)

    @property
    def values(self) -> Any:
        """The raw column (NumPy), when the run was asked for it by ``columns=[...]``."""
        return self._result.columns[self.name]

    def plot(self, ax: Any = None) -> Any:
        """Its distribution, by :func:`parley.plots.distribution`."""
        from . import plots

        return plots.distribution(self, ax=ax)


class Quantiles:
    """Quantiles of a quantity, asked for by a number in [0, 1] or a list of them."""

    def __init__(self, result: Result, name: str) -> None:
        self._result, self._name = result, name

    def __getitem__(self, q: Any) -> Any:
        if np.ndim(q) > 0:
            return np.array([self[one] for one in q], dtype=np.float64)
        return self._result._quantile(self._name, as_float(q, "quantile"))

    def __repr__(self) -> str:
        return "{" + ", ".join(f"{q}: {self[q]:g}" for q in SHOWN_QUANTILES) + "}"


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write a file that appears whole or not at all."""
    draft = f"{os.fspath(path)}.part-{os.getpid()}"
    try:
        with open(draft, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write(text)
        os.replace(draft, path)
    except BaseException:
        if os.path.exists(draft):
            os.unlink(draft)
        raise


class Result(Owner, Mapping[str, Quantity]):
    """A mapping from the names of quantities to :class:`Quantity`.

    Names are those of columns: ``"agreement"``, a metric's id, ``"deal.ISSUE"``, ``"PARTY.utility"``,
    ``"PARTY.gain"``, ``"PARTY.concessions.ISSUE"``, ``"elapsed"``, ``"aftermath.years.STATE"`` ... ``"deal.ISSUE"``
    counts the trials that reached agreement. A result pickles, saves and merges without losing a bit.
    """

    def __init__(self, handle: Handle, columns: Mapping[str, Any] | None = None, first: int = 0) -> None:
        self._handle = handle
        self.columns = Columns(columns or {}, first)
        with handle.shared() as ref:
            self._names = tuple(
                _native.text(lib.parley_result_name(ref, i)) for i in range(lib.parley_result_count(ref))
            )

    @classmethod
    def _of(cls, ref: Any, columns: Mapping[str, Any] | None = None, first: int = 0) -> Result:
        return cls(Handle(ref, lib.parley_result_destroy, "result"), columns, first)

    @classmethod
    def load(cls, source: bytes | str | os.PathLike[str]) -> Result:
        """Read a saved result: the bytes of :meth:`save`, or the path of a file."""
        if not isinstance(source, bytes):
            with open(as_path(source), "rb") as file:
                source = file.read()
        data: bytes = source
        return cls._of(
            _calls.owned(
                lambda out: lib.parley_result_load(data, len(data), out), _native.ResultRef, lib.parley_result_destroy
            )
        )

    def save(self, path: str | os.PathLike[str] | None = None) -> bytes:
        """Everything the result holds, exactly; also to a file when a path is given."""
        with self._handle.shared() as ref:
            data = _native.sized_text_of(lib.parley_result_save, ref)
        if path is not None:
            write_text(path, data.decode("utf-8", "surrogateescape"))
        return data

    def __reduce__(self) -> Any:
        return _restore, (self.save(), dict(self.columns), self.columns.first)

    def _without_columns(self) -> Result:
        self.columns = Columns({})
        return self

    def _absorb(self, part: Result) -> None:
        """Merge a result that nobody else knows."""
        with self._handle.alone() as into, part._handle.shared() as ref:
            lib.parley_result_merge(into, ref)

    def merge(self, other: Result) -> Result:
        """Add the trials of another shard of the same run; raw columns are dropped. Returns this result.

        Shards merge in any order to the same bits. Raises :class:`parley.errors.MismatchError` when they are not of
        one run or share a trial; this result is then as it was.
        """
        if not isinstance(other, Result):
            raise TypeError(f"merge: expected a Result, found {type(other).__name__}")
        with Result.load(other.save()) as part:  # a copy, so that no two results are ever held at once
            self._absorb(part)
        return self._without_columns()

    # What it is of

    @property
    def title(self) -> str:
        """The scenario's title."""
        return self._text("title")

    @property
    def variant(self) -> str | None:
        """The variant's name; None for the scenario as it stands."""
        return self._text("variant") or None

    @property
    def fingerprint(self) -> str:
        """128 bits in hex over everything in the scenario that can change a result."""
        return self._text("fingerprint")

    @property
    def time_unit(self) -> str:
        """Unit of times, "years" by default."""
        return self._text("time_unit")

    @property
    def seed(self) -> int:
        """The seed."""
        return self._number("seed")

    @property
    def trials(self) -> int:
        """Trials played."""
        return self._number("trials")

    @property
    def whole(self) -> int:
        """Trials of the whole run; a shard has played fewer."""
        return self._number("whole")

    @property
    def sampling(self) -> str:
        """ "random", "latin" or "sobol"."""
        return SAMPLINGS[self._number("sampling")]

    @property
    def random_places(self) -> int:
        """Drawing places beyond Sobol's 40 dimensions, drawn at random."""
        return self._number("random_places")

    @property
    def hash(self) -> int:
        """64 bits over every number of the result: equal results have equal hashes."""
        return self._number("hash")

    def _text(self, what: str) -> str:
        with self._handle.shared() as ref:
            return _native.text(getattr(lib, f"parley_result_{what}")(ref))

    def _number(self, what: str) -> int:
        with self._handle.shared() as ref:
            return int(getattr(lib, f"parley_result_{what}")(ref))

    # Quantities

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Result) and self.fingerprint == other.fingerprint and self.hash == other.hash
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def agreement(self) -> Quantity:
        """Share of trials that ended in agreement."""
        return self["agreement"]

    @property
    def failed_at(self) -> Mapping[str, float]:
        """For each step, the share of all trials that failed there."""
        return self["failed_at"].shares if "failed_at" in self._names else {}

    def __getitem__(self, name: str) -> Quantity:
        key = as_bytes(name, "quantity")
        summary = _native.Summary()
        with self._handle.shared() as ref:
            lib.parley_result_summary(ref, key, C.byref(summary))
            label, unit = lib.parley_result_label(ref, key), lib.parley_result_unit(ref, key)
            labels = [lib.parley_result_label_at(ref, key, i) for i in range(lib.parley_result_labels(ref, key))]
            shares = {_native.text(one): self._share(ref, key, one) for one in labels}
        return Quantity(
            name,
            _native.text(label) or name,
            _native.text(unit),
            summary.n,
            summary.undefined,
            summary.never,
            summary.mean,
            summary.sd,
            summary.se,
            (summary.ci95[0], summary.ci95[1]),
            summary.least,
            summary.most,
            shares,
            self,
        )

    @staticmethod
    def _share(ref: Any, key: bytes, label: bytes) -> float:
        share = C.c_double()
        lib.parley_result_share(ref, key, label, C.byref(share))
        return share.value

    def _quantile(self, name: str, q: float) -> float:
        value = C.c_double()
        with self._handle.shared() as ref:
            lib.parley_result_quantile(ref, as_bytes(name, "quantity"), q, C.byref(value))
        return value.value

    def path(self, name: str) -> str:
        """A quantity's place in the JSON, such as ``"metrics/peace_25y"``."""
        if name not in self._names:
            raise NotFoundError(f"no quantity {name!r}")
        with self._handle.shared() as ref:
            return _native.text(lib.parley_result_path(ref, self._names.index(name)))

    def in_group(self, group: str) -> list[str]:
        """Names of the quantities of one part of the JSON: "metrics", "issues", "parties", "process", "aftermath"."""
        with self._handle.shared() as ref:
            paths = [_native.text(lib.parley_result_path(ref, i)) for i in range(len(self._names))]
        return [name for name, path in zip(self._names, paths) if path.split("/")[0] == group]

    # Out

    def to_json(self, path: str | os.PathLike[str] | None = None) -> str:
        """The result as JSON, as the command prints it (the command ends the file with a newline, as this does)."""
        with self._handle.shared() as ref:
            text = _native.text_of(lib.parley_result_json, ref)
        if path is not None:
            write_text(path, text + "\n")
        return text

    def to_dict(self) -> dict[str, Any]:
        """The same as Python values."""
        answer: dict[str, Any] = json.loads(self.to_json())
        return answer

    def to_csv(self, path: str | os.PathLike[str] | None = None) -> str:
        """A row for each quantity, as CSV."""
        with self._handle.shared() as ref:
            text = _native.text_of(lib.parley_result_csv, ref)
        if path is not None:
            write_text(path, text)
        return text

    def frame(self) -> Any:
        """A pandas DataFrame: a row for each quantity that is a number."""
        pandas = need("pandas", "frame()")
        rows = []
        for q in self.values():
            if q.shares:
                continue
            row: dict[str, Any] = {
                "name": q.name,
                "label": q.label,
                "unit": q.unit,
                "n": q.n,
                "undefined": q.undefined,
                "never": q.never,
                "mean": q.mean,
                "sd": q.sd,
                "se": q.se,
                "ci95_low": q.ci95[0],
                "ci95_high": q.ci95[1],
                "min": q.min,
            }
            row.update({f"q{100 * p:02.0f}": q.quantiles[p] for p in SHOWN_QUANTILES})
            rows.append({**row, "max": q.max})
        return pandas.DataFrame(rows).set_index("name")

    def plot(self, what: str | None = None, ax: Any = None) -> Any:
        """A picture: an overview; or "failures", "ledger", "metrics", "utilities"; or the distribution of a quantity.

        ``"convergence"`` needs the raw column of a quantity; use :func:`parley.plots.convergence` to choose which.
        """
        from . import plots

        if what is None:
            if ax is not None:
                raise ArgumentError("plot: an overview makes a figure of its own; name what to draw into ax")
            return plots.overview(self)
        drawn: dict[str, Any] = {
            "failures": plots.failures,
            "ledger": plots.ledger,
            "metrics": plots.metrics,
            "utilities": plots.utilities,
            "convergence": plots.convergence,
        }
        if what in drawn:
            return drawn[what](self, ax=ax)
        return plots.distribution(self[what], ax=ax)

    def __repr__(self) -> str:
        if self.closed:
            return "<parley.Result, closed>"
        a = self.agreement
        of = f", variant {self.variant!r}" if self.variant else ""
        return (
            f"<parley.Result {self.title!r}{of}: {self.trials} trials, seed {self.seed}, "
            f"agreement {a.mean:.4g} [{a.ci95[0]:.4g}, {a.ci95[1]:.4g}]>"
        )

    def _repr_html_(self) -> str:
        return _html.result(self)


def _restore(data: bytes, columns: dict[str, Any], first: int) -> Result:
    result = Result.load(data)
    result.columns = Columns(columns, first)
    return result


def merge(results: Iterable[Result]) -> Result:
    """A new result with the trials of all of them: shards of one run, in any order."""
    whole: Result | None = None
    for result in results:
        if whole is None:
            whole = Result.load(result.save())
        else:
            whole.merge(result)
    if whole is None:
        raise ArgumentError("merge: expected at least one result")
    return whole


def child(parent: Handle, ref: Any) -> Result:
    """A result that lives inside a comparison and keeps its memory alive."""
    return Result(Handle(ref, None, "result", parent))
