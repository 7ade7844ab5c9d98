"""The scenario: who wants what, in what order they talk, what follows, and which of those numbers are uncertain."""
from __future__ import annotations

import ctypes as C
import json
import os
from typing import Any, Iterable, Mapping, Sequence, Union

from . import _calls, _html, _native
from ._build import Builder
from ._handle import Handle
from ._native import lib
from ._questions import Questions
from ._values import as_bytes, as_count, as_float, as_json, as_names, as_path, optional
from .columns import Blocks, allocate
from .comparison import Comparison
from .errors import ArgumentError, FileError, MissingFileError, ParleyError
from .progress import Progress, reporter
from .protocol import Protocol, as_callback
from .report import Report
from .result import SAMPLINGS, Result

Shard = Union[range, "tuple[int, int]", None]
"""Which trials to play here: a range of trial numbers, or (k, n), the k-th of n parts, from 1. None: all."""

_PARTS = ("assumptions", "issues", "parties", "steps", "states", "metrics", "variants")


def _shard(shard: Shard, trials: int) -> range:
    if shard is None:
        return range(trials)
    if isinstance(shard, range):
        if shard.step != 1 or not 0 <= shard.start < shard.stop <= trials:
            raise ArgumentError(f"shard: found {shard}, expected a range of trials within 0 to {trials}")
        return shard
    k, n = shard
    parts = as_count(n, "shard: number of parts", trials, 1)
    before = as_count(k, "shard: the part", parts, 1) - 1
    each, more = divmod(trials, parts)
    start = before * each + min(before, more)
    return range(start, start + each + (before < more))


class Scenario(Builder, Questions):
    """A scenario: loaded (:func:`parley.load`), from a dictionary like the JSON, or built step by step.

    Any number of threads may run one scenario at a time; a change waits until no run is under way.

    >>> s = Scenario({"parley": 1, "assumptions": {"y": "normal(0, 1)"}, "metrics": {"positive": "y > 0"}})
    >>> round(s.run(trials=1000, seed=7)["positive"].mean, 1)
    0.5
    """

    def __init__(self, tree: Mapping[str, Any] | None = None) -> None:
        self._protocols: dict[str, tuple[Protocol, Any]] = {}
        if tree is None:
            ref = self._new(lib.parley_scenario_create)
        elif isinstance(tree, Mapping):
            data = as_json(dict(tree), "scenario")
            ref = self._new(lambda out: lib.parley_scenario_load(data, len(data), None, out))
        else:
            raise TypeError(
                f"Scenario: expected a dictionary, found {type(tree).__name__}; for a file use parley.load(path), for "
                "JSON text parley.loads(text)"
            )
        self._handle = Handle(ref, lib.parley_scenario_destroy, "scenario")

    @staticmethod
    def _new(create: Any) -> Any:
        return _calls.owned(create, _native.ScenarioRef, lib.parley_scenario_destroy)

    @classmethod
    def _of(cls, ref: Any) -> Scenario:
        scenario = cls.__new__(cls)
        scenario._protocols = {}
        scenario._handle = Handle(ref, lib.parley_scenario_destroy, "scenario")
        return scenario

    # In, out, copies

    def to_json(self) -> str:
        """The scenario as JSON. Loading that text gives an equal scenario with an equal fingerprint."""
        with self._handle.shared() as ref:
            return _native.text_of(lib.parley_scenario_save, ref)

    def to_dict(self) -> dict[str, Any]:
        """The same as Python values."""
        answer: dict[str, Any] = json.loads(self.to_json())
        return answer

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the JSON to a file, whole or not at all."""
        with self._handle.shared() as ref:
            lib.parley_scenario_save_file(ref, as_path(path))

    def copy(self) -> Scenario:
        """A copy that can be changed on its own; protocols of your own come along."""
        with self._handle.shared() as ref:
            other = Scenario._of(self._new(lambda out: lib.parley_scenario_copy(ref, out)))
            other._protocols = dict(self._protocols)
        return other

    __copy__ = copy

    def __deepcopy__(self, memo: Any) -> Scenario:
        return self.copy()

    def __reduce__(self) -> Any:
        return _restore, (self.to_json(), {name: p[0] for name, p in self._protocols.items()})

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Scenario) and self.to_json() == other.to_json())

    __hash__ = None  # type: ignore[assignment]

    # What is in it

    @property
    def title(self) -> str:
        """The title; "" when it has none."""
        with self._handle.shared() as ref:
            return _native.text(lib.parley_scenario_title(ref))

    @title.setter
    def title(self, title: str) -> None:
        self._change(lib.parley_scenario_set_title, as_bytes(title, "title"))

    @property
    def time_unit(self) -> str:
        """The unit of every time, "years" by default."""
        return str(self.to_dict().get("time_unit", "years"))

    @time_unit.setter
    def time_unit(self, unit: str) -> None:
        self._change(lib.parley_scenario_set_time_unit, as_bytes(unit, "time_unit"))

    def _ids(self, part: str) -> tuple[str, ...]:
        kind = _PARTS.index(part)
        with self._handle.shared() as ref:
            return tuple(
                _native.text(lib.parley_scenario_id(ref, kind, i)) for i in range(lib.parley_scenario_count(ref, kind))
            )

    @property
    def assumptions(self) -> tuple[str, ...]:
        """Ids of the assumptions."""
        return self._ids("assumptions")

    @property
    def issues(self) -> tuple[str, ...]:
        """Ids of the issues."""
        return self._ids("issues")

    @property
    def parties(self) -> tuple[str, ...]:
        """Ids of the parties."""
        return self._ids("parties")

    @property
    def steps(self) -> tuple[str, ...]:
        """Ids of the steps of the process, in order."""
        return self._ids("steps")

    @property
    def states(self) -> tuple[str, ...]:
        """Ids of the states of the aftermath."""
        return self._ids("states")

    @property
    def metrics(self) -> tuple[str, ...]:
        """Ids of the metrics."""
        return self._ids("metrics")

    @property
    def variants(self) -> tuple[str, ...]:
        """Names of the variants."""
        return self._ids("variants")

    def fingerprint(self, variant: str | None = None) -> str:
        """128 bits in hex over everything that can change a result (labels, sources and notes cannot)."""
        room = C.create_string_buffer(64)
        with self._handle.shared() as ref:
            lib.parley_scenario_fingerprint(ref, optional(variant, "variant"), room, len(room))
        return room.value.decode()

    def column_names(self, variant: str | None = None) -> list[str]:
        """Every column that a run can hand out, and that formulas can name."""
        with self._handle.shared() as ref:
            return _native.text_of(lib.parley_column_names, ref, optional(variant, "variant")).splitlines()

    def check(self) -> Scenario:
        """Check the scenario and every variant as a run would; raises what is wrong. Returns the scenario."""
        with self._handle.shared() as ref:
            lib.parley_scenario_check(ref)
        return self

    # A protocol of your own

    def add_protocol(self, name: str, function: Protocol) -> Scenario:
        """Let talks of this scenario use a Python function as their protocol; see :mod:`parley.protocol`.

        It is called on the thread that runs, so that a run with it uses one thread. It is not part of the saved
        text, but copies and pickles take it along (pickles by its name, as Python pickles functions).
        """
        if not callable(function):
            raise TypeError(f"protocol {name!r}: expected a function, found {type(function).__name__}")
        callback = as_callback(function)
        definition = _native.new_def("protocol")
        definition.name, definition.settle = as_bytes(name, "name"), callback
        definition.calling_thread = True
        self._change(lib.parley_scenario_add_protocol, C.byref(definition))
        self._protocols = {**self._protocols, name: (function, callback)}
        return self

    # Playing

    def _definition(
        self,
        call: _calls.Call | None,
        variant: str | None,
        trials: int,
        seed: int,
        threads: int,
        sampling: str,
        replicates: int,
    ) -> Any:
        d = _native.new_def("run")
        d.variant = optional(variant, "variant")
        d.trials = as_count(trials, "trials", 2**53, 1)
        d.seed = as_count(seed, "seed")
        d.threads = as_count(threads, "threads", 4096)
        if sampling not in SAMPLINGS:
            raise ArgumentError(f"sampling: found {sampling!r}, expected one of {', '.join(SAMPLINGS)}")
        d.sampling = SAMPLINGS.index(sampling)
        d.replicates = as_count(replicates, "replicates", 2**32 - 1)
        if call is not None:
            d.progress = call.progress
        return d

    def run(
        self,
        variant: str | None = None,
        *,
        trials: int = 100_000,
        seed: int = 1,
        threads: int = 0,
        sampling: str = "random",
        replicates: int = 16,
        columns: Iterable[str] = (),
        shard: Shard = None,
        precision: tuple[str, float] | None = None,
        progress: Progress = None,
    ) -> Result:
        """Play the scenario. The result depends on scenario, variant, seed, trials and sampling alone, to the last bit.

        Args:
            variant: name; None: the scenario as it stands.
            trials: independent trials, 1 to 2**53.
            seed: 0 to 2**64 - 1; equal seeds give equal results.
            threads: 0: one for each core; never changes a result.
            sampling: "random", "latin" or "sobol".
            replicates: independent replicates of latin and sobol, 2 to 64.
            columns: names of columns to keep raw, 8 bytes for each trial and column: ``result.columns[name]`` (NumPy).
            shard: trials to play here: a ``range``, or ``(k, n)`` for the k-th of n parts. Shards merge to the whole.
            precision: ``(quantity, se)``: stop once the quantity's standard error is at most that.
            progress: True for a bar, or a function of trials played and all trials; returning False stops the run.

        Raises:
            ParleyError: of the kind that fits, with the place in the scenario.
            KeyboardInterrupt: Ctrl-C.

        The interpreter's lock is free during the run, so other threads go on.
        """
        call = _calls.Call(reporter(progress, variant or self.title or "run"))
        d = self._definition(call, variant, trials, seed, threads, sampling, replicates)
        part = _shard(shard, d.trials)
        d.shard_first, d.shard_trials = part.start, len(part)
        names = as_names(columns, "columns")
        arrays = allocate([_native.text(name) for name in names], len(part))
        if names:
            pointers = [
                array.ctypes.data_as(C.POINTER(C.c_double))
                for array in map(arrays.__getitem__, map(_native.text, names))
            ]
            d.columns, d.column_count = _native.texts(names), len(names)
            d.column_out = (C.POINTER(C.c_double) * len(names))(*pointers)
        if precision is not None:
            metric, se = precision
            d.precision_metric, d.precision_se = as_bytes(metric, "precision"), as_float(se, "precision")
        with self._handle.shared() as ref:
            out = _calls.owned(
                lambda out: lib.parley_run(ref, C.byref(d), out), _native.ResultRef, lib.parley_result_destroy, call
            )
        result = Result._of(out, arrays, part.start)
        if precision is not None and result.trials < len(part):
            result.columns = type(result.columns)(
                {name: array[: result.trials] for name, array in arrays.items()}, part.start
            )
        return result

    def blocks(
        self,
        columns: Iterable[str],
        *,
        rows: int = 65_536,
        variant: str | None = None,
        trials: int = 100_000,
        seed: int = 1,
        threads: int = 0,
        sampling: str = "random",
        replicates: int = 16,
        shard: Shard = None,
    ) -> Blocks:
        """Raw columns block by block, for more trials than memory holds: an iterator of :class:`parley.Columns`.

        Args:
            columns: names of columns.
            rows: trials in a block; the last may be shorter. The other arguments are those of :meth:`run`.
        """
        names = [_native.text(name) for name in as_names(columns, "columns")]
        part = _shard(shard, as_count(trials, "trials", 2**53, 1))
        return Blocks(
            self,
            names,
            part.start,
            part.stop,
            as_count(rows, "rows", 2**53, 1),
            {
                "variant": variant,
                "trials": trials,
                "seed": seed,
                "threads": threads,
                "sampling": sampling,
                "replicates": replicates,
            },
        )

    def compare(
        self,
        variants: Sequence[str | None] | None = None,
        *,
        trials: int = 100_000,
        seed: int = 1,
        threads: int = 0,
        sampling: str = "random",
        replicates: int = 16,
        progress: Progress = None,
    ) -> Comparison:
        """Play variants on the same draws; the first is the baseline that the others are compared with.

        Args:
            variants: names; None among them is the scenario as it stands. One alone is compared with the scenario as it
                stands; without a list, all variants are played. The other arguments are those of :meth:`run`.
        """
        if isinstance(variants, (str, bytes)):
            raise TypeError("variants: expected a list of names, found one text")
        chosen = list(self.variants if variants is None else variants)
        if len(chosen) == 1 and chosen[0] is not None:
            chosen = [None, *chosen]
        if not chosen:
            raise ArgumentError("compare: the scenario has no variants; there is nothing to compare")
        names = (C.c_char_p * len(chosen))(*(optional(name, "variants") for name in chosen))
        call = _calls.Call(reporter(progress, self.title or "compare"))
        d = self._definition(call, None, trials, seed, threads, sampling, replicates)
        with self._handle.shared() as ref:
            out = _calls.owned(
                lambda out: lib.parley_compare(ref, C.byref(d), names, len(names), out),
                _native.ComparisonRef,
                lib.parley_comparison_destroy,
                call,
            )
        return Comparison(Handle(out, lib.parley_comparison_destroy, "comparison"))

    def trace(
        self,
        trial: int,
        variant: str | None = None,
        *,
        trials: int = 100_000,
        seed: int = 1,
        sampling: str = "random",
        replicates: int = 16,
    ) -> Report:
        """Tell one trial in full: its draws, every offer and answer, votes, events, life after signature.

        It is the very trial that a run with these arguments plays under that number.
        """
        number = as_count(trial, "trial")
        d = self._definition(None, variant, trials, seed, 1, sampling, replicates)
        return self._report("trace", lambda ref, out: lib.parley_trace(ref, C.byref(d), number, out), _calls.Call())

    def __repr__(self) -> str:
        if self.closed:
            return "<parley.Scenario, closed>"
        return (
            f"<parley.Scenario {self.title!r}: {len(self.parties)} parties, {len(self.issues)} issues, "
            f"{len(self.steps)} steps, {len(self.variants)} variants>"
        )

    def _repr_html_(self) -> str:
        return _html.scenario(self)


def load(path: str | os.PathLike[str]) -> Scenario:
    """Load a scenario from a JSON file and check it. Errors name line, column and JSON pointer."""
    name = as_path(path)
    try:
        return Scenario._of(Scenario._new(lambda out: lib.parley_scenario_load_file(name, out)))
    except FileError as error:
        if os.path.exists(name):
            raise
        missing = MissingFileError(str(error))
        missing.__dict__.update(error.__dict__)
        raise missing from None


def loads(text: str | bytes, name: str | None = None) -> Scenario:
    """Load a scenario from JSON text. ``name`` is what errors call it."""
    data = text if isinstance(text, bytes) else as_bytes(text, "text")
    return Scenario._of(
        Scenario._new(lambda out: lib.parley_scenario_load(data, len(data), optional(name, "name"), out))
    )


def _restore(text: str, protocols: dict[str, Protocol]) -> Scenario:
    try:
        scenario = loads(text)
    except ParleyError:  # one that was not finished yet
        scenario = Scenario()
        for key, value in json.loads(text).items():
            scenario.set("/" + key, value)
    for name, function in protocols.items():
        scenario.add_protocol(name, function)
    return scenario
