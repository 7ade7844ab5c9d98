"""Calls that play: what may call back into Python while they last, and how that ends.

A callback never lets an exception into C: the first one is kept here, the callbacks ask the library to stop, and
the call raises it afterwards. Ctrl-C is kept in the same way and handed to whoever handled it before.
"""
from __future__ import annotations

import ctypes as C
import signal
import threading
from types import FrameType, TracebackType
from typing import Any, Callable

from . import _native
from .progress import Reporter

_playing = threading.local()


class Call:
    """One call that plays, on this thread."""

    def __init__(self, reporter: Reporter | None = None) -> None:
        self.error: BaseException | None = None
        self._reporter = reporter
        self._signal: tuple[int, FrameType | None] | None = None
        self._handler: Any = None
        self._outer: Call | None = None
        self.progress = _native.ProgressFn(self._progress)

    def stop(self, error: BaseException) -> None:
        """Keep the first exception; everything that follows stops because of it."""
        if self.error is None:
            self.error = error

    @property
    def stopping(self) -> bool:
        """Has something asked to stop?"""
        outer = self._outer is not None and self._outer.stopping  # a run within a callback of a run
        return self.error is not None or self._signal is not None or outer

    def _progress(self, played: int, trials: int, user: Any) -> bool:
        try:
            if self.stopping:
                return False
            return self._reporter is None or self._reporter.step(played, trials)
        except BaseException as error:  # noqa: B036 - nothing may pass into C
            self.stop(error)
            return False

    def _note_signal(self, number: int, frame: FrameType | None) -> None:
        self._signal = (number, frame)

    def _watch_signals(self) -> None:
        """Python may run a handler anywhere in a callback, where an exception would be lost: keep the signal."""
        if threading.current_thread() is threading.main_thread():
            handler = signal.getsignal(signal.SIGINT)
            if callable(handler) and getattr(handler, "__func__", None) is not Call._note_signal:
                self._handler = handler
                signal.signal(signal.SIGINT, self._note_signal)

    def _hand_signal_on(self) -> None:
        if self._handler is not None:
            handler, self._handler = self._handler, None
            signal.signal(signal.SIGINT, handler)
            if self._signal is not None:
                handler(*self._signal)

    def __enter__(self) -> Call:
        self._outer = current()
        _playing.call = self
        self._watch_signals()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _playing.call = self._outer
        if self._reporter is not None:
            self._reporter.close()
        self._hand_signal_on()
        if self.error is not None:
            raise self.error


def current() -> Call | None:
    """The call that plays on this thread."""
    return getattr(_playing, "call", None)


def owned(create: Callable[[Any], object], kind: Any, destroy: Callable[[Any], None], call: Call | None = None) -> Any:
    """The object that ``create`` puts behind its pointer. Nothing leaks when an exception comes between."""
    out = C.POINTER(kind)()
    try:
        if call is None:
            create(C.byref(out))
        else:
            with call:
                create(C.byref(out))
    except BaseException:
        if out:
            destroy(out)
        raise
    return out
