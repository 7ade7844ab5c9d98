"""How far a run has come: a bar, or a function of your own."""
from __future__ import annotations

import importlib
import sys
import time
from typing import Any, Callable, Optional, Union

from .errors import CancelledError

Progress = Union[bool, Callable[[int, int], Optional[bool]], None]
"""True: a bar (tqdm where it is installed). A function of trials played and all trials: False from it stops the run."""


class Reporter:
    """Told between stretches of trials how far the run is."""

    def step(self, played: int, trials: int) -> bool:
        """False: stop."""
        raise NotImplementedError

    def close(self) -> None:
        """The run is over."""


class _Function(Reporter):
    def __init__(self, function: Callable[[int, int], bool | None]) -> None:
        self._function = function

    def step(self, played: int, trials: int) -> bool:
        if self._function(played, trials) is False:
            raise CancelledError(f"the progress function asked to stop after {played} trials")
        return True


class _Tqdm(Reporter):
    def __init__(self, tqdm: Any, title: str) -> None:
        self._tqdm, self._title = tqdm, title
        self._bar: Any = None

    def step(self, played: int, trials: int) -> bool:
        if self._bar is None:
            self._bar = self._tqdm(total=trials, desc=self._title, unit=" trials", unit_scale=True, leave=False)
        self._bar.update(played - self._bar.n)
        return True

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


class _Line(Reporter):
    """A line on standard error, drawn at most ten times a second."""

    def __init__(self, title: str) -> None:
        self._title, self._drawn = title, 0.0

    def step(self, played: int, trials: int) -> bool:
        if time.monotonic() - self._drawn > 0.1:
            self._drawn = time.monotonic()
            sys.stderr.write(f"\r{self._title} {played / trials:4.0%}")
            sys.stderr.flush()
        return True

    def close(self) -> None:
        if self._drawn:
            sys.stderr.write("\r" + " " * (len(self._title) + 5) + "\r")
            sys.stderr.flush()


def reporter(progress: Progress, title: str) -> Reporter | None:
    """What is asked for: None, a bar, or the caller's function."""
    if progress is None or progress is False:
        return None
    if callable(progress):
        return _Function(progress)
    if progress is not True:
        raise TypeError(f"progress: expected True, False, None or a function, found {type(progress).__name__}")
    try:
        tqdm = importlib.import_module("tqdm.auto").tqdm
    except ImportError:
        return _Line(title)
    return _Tqdm(tqdm, title)
