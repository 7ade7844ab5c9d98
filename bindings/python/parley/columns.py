"""Raw columns: what every single trial came to.

A column is a NumPy array of doubles, one for each trial. ``nan`` is undefined (a condition that was not met, no
deal where there is no status quo), ``inf`` is never; a column of options or states holds their numbers.
"deal.ISSUE" holds the status quo in trials without agreement.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from ._optional import need
from .errors import NotFoundError

if TYPE_CHECKING:
    from .result import Result
    from .scenario import Scenario

Array = npt.NDArray[np.float64]


class Columns(Mapping[str, Array]):
    """Columns of consecutive trials, by name.

    Attributes:
        first: number of the first trial.
    """

    def __init__(self, arrays: Mapping[str, Array], first: int = 0) -> None:
        self._arrays = dict(arrays)
        self.first = first

    def __getitem__(self, name: str) -> Array:
        try:
            return self._arrays[name]
        except KeyError:
            have = ", ".join(self._arrays) or "none"
            raise NotFoundError(
                f"column {name!r} was not asked for; there are: {have}. Name it in columns=[...]"
            ) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)

    @property
    def trials(self) -> range:
        """The trials' numbers."""
        return range(self.first, self.first + max((len(a) for a in self._arrays.values()), default=0))

    def frame(self) -> Any:
        """A pandas DataFrame: a row for each trial, a column for each name."""
        pandas = need("pandas", "frame()")
        return pandas.DataFrame(
            self._arrays, index=pandas.RangeIndex(self.trials.start, self.trials.stop, name="trial")
        )

    def __repr__(self) -> str:
        return f"<parley.Columns {', '.join(self._arrays) or 'none'}: {len(self.trials)} trials from {self.first}>"


def allocate(names: Sequence[str], n: int) -> dict[str, Array]:
    """Arrays for C to fill."""
    return {name: np.empty(n, dtype=np.float64) for name in names}


class Blocks(Iterator[Columns]):
    """Raw columns block by block, with the memory of one block however many trials there are.

    Each block is played when it is asked for. ``result`` is the result of all trials handed out so far; after the
    last block it is, to the bit, that of the run played at once.
    """

    def __init__(
        self, scenario: Scenario, names: Sequence[str], first: int, last: int, rows: int, run: dict[str, Any]
    ) -> None:
        self._scenario, self._names, self._run = scenario, list(names), run
        self._next, self._last, self._rows = first, last, rows
        self._result: Result | None = None

    @property
    def result(self) -> Result:
        """What the trials handed out so far come to."""
        if self._result is None:
            raise NotFoundError("no block has been played yet")
        return self._result

    def __next__(self) -> Columns:
        if self._next >= self._last:
            raise StopIteration
        trials = range(self._next, min(self._next + self._rows, self._last))
        part = self._scenario.run(columns=self._names, shard=trials, **self._run)
        self._next = trials.stop
        columns = part.columns
        if self._result is None:
            self._result = part._without_columns()
        else:
            self._result._absorb(part)
            part.close()
        return columns
