"""Ctrl-C and termination that wait for the chat in hand."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupted(KeyboardInterrupt):
    """The user or the system ended the run; `exit_code` is what a shell expects then."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.exit_code = 128 + number


class Interruptions:
    """While entered, a signal raises `Interrupted`: at once, or after the work inside `held`.

    `pending` is the signal that waits, if one does; a second one does not wait. Signals go to the main thread
    only; in another thread this does nothing.
    """

    def __init__(self) -> None:
        self._holding = False
        self.pending: int | None = None
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Interruptions:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._handle) for number in _SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let the work inside be finished first."""
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self.pending is not None:
            raise Interrupted(self.pending)

    @contextmanager
    def released(self, *, if_: bool) -> Iterator[None]:
        """Within work that is held: let a signal end what is inside at once."""
        self._holding = not if_
        try:
            yield
        finally:
            self._holding = True

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        if not self._holding or self.pending is not None:
            raise Interrupted(number)
        self.pending = number
