"""Ownership of the library's objects: closed once, never used afterwards, never changed while somebody reads."""
from __future__ import annotations

import os
import threading
import weakref
from contextlib import contextmanager
from typing import Any, Callable, Iterator

from .errors import BusyError, ClosedError


class Handle:
    """A pointer of the library with its owner's rules.

    Any number of threads may read (``shared``); who changes the object waits until he has it alone (``alone``).
    Closing takes effect at once for newcomers, and frees the memory when the last reader is done.
    """

    def __init__(
        self, ref: Any, destroy: Callable[[Any], None] | None, what: str, parent: Handle | None = None
    ) -> None:
        self._box = [ref]
        self._what = what
        self._parent = parent
        self._closed = False
        self._reset()
        _handles.add(self)
        # When nobody holds the handle, nobody reads. At exit a thread still may, so the memory is left to the system.
        self._free_now = weakref.finalize(self, _free, self._box, destroy)
        self._free_now.atexit = False

    def _reset(self) -> None:
        """Also in a forked child: the threads that held something do not exist there."""
        self._turn = threading.Condition(threading.RLock())
        self._readers: dict[int, int] = {}

    @property
    def closed(self) -> bool:
        return self._closed or (self._parent is not None and self._parent.closed)

    def _refuse_closed(self) -> None:
        if self.closed:
            raise ClosedError(f"this {self._what} is closed")

    def _leave(self, me: int) -> None:
        with self._turn:
            left = self._readers.get(me, 0) - 1
            if left > 0:
                self._readers[me] = left
            else:
                self._readers.pop(me, None)
            self._destroy_when_unused()
            self._turn.notify_all()

    @contextmanager
    def shared(self) -> Iterator[Any]:
        """The pointer, for reading; others may read too."""
        me = threading.get_ident()
        if self._parent is not None:
            with self._parent.shared():
                self._refuse_closed()
                yield self._box[0]
            return
        with self._turn:
            self._refuse_closed()
            self._readers[me] = self._readers.get(me, 0) + 1
        try:
            yield self._box[0]
        finally:
            self._leave(me)

    @contextmanager
    def alone(self) -> Iterator[Any]:
        """The pointer, for a change; waits until nobody reads."""
        if self._parent is not None:
            raise BusyError(f"this {self._what} belongs to another object and cannot be changed; copy it first")
        with self._turn:
            self._refuse_closed()
            if threading.get_ident() in self._readers:
                raise BusyError(f"this {self._what} cannot be changed by a callback of its own run")
            while self._readers:
                self._turn.wait()
                self._refuse_closed()
            yield self._box[0]

    def _destroy_when_unused(self) -> None:
        if self._closed and not self._readers:
            self._free_now()

    def close(self) -> None:
        with self._turn:
            self._closed = True
            self._destroy_when_unused()
            self._turn.notify_all()


def _free(box: list[Any], destroy: Callable[[Any], None] | None) -> None:
    ref = box.pop()
    if destroy is not None:
        destroy(ref)


class Owner:
    """What has a handle: a context manager. Its memory is freed when it is closed, or when it is no longer used."""

    _handle: Handle

    def close(self) -> None:
        """Free the memory now. Later use raises :class:`parley.errors.ClosedError`; closing twice is fine."""
        self._handle.close()

    @property
    def closed(self) -> bool:
        """Has it been closed?"""
        return self._handle.closed

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


_handles: weakref.WeakSet[Handle] = weakref.WeakSet()


def _after_fork() -> None:
    for handle in list(_handles):
        handle._reset()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
