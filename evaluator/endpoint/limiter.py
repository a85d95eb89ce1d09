"""Who may send a request, and when: so many at once, so many a minute, and what the endpoint bears."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Mapping
from types import TracebackType

from evaluator.endpoint.allowances import Allowances
from evaluator.endpoint.pace import Pace

_TOLERANCE = 1e-4


class Slot:
    """The right to send one request, while the ``async with`` lasts. Tell in it how the endpoint took the request."""

    __slots__ = ("_limiter", "number", "sent_at", "tokens")

    def __init__(self, limiter: Limiter, tokens: int) -> None:
        self._limiter = limiter
        self.tokens = tokens
        self.number = 0
        self.sent_at = 0.0

    async def __aenter__(self) -> Slot:
        await self._limiter._turn(self, asyncio.get_running_loop())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._limiter._leave(self)

    def accepted(self, headers: Mapping[str, str], tokens: int) -> None:
        """The endpoint answered; tokens: what was really used, 0 if unknown."""
        self._limiter._heed(headers, self, tokens or None, asyncio.get_running_loop().time())

    def refused(self, retry_after: float | None, headers: Mapping[str, str]) -> None:
        """The endpoint refused this request as one too many. Sleep outside."""
        now = asyncio.get_running_loop().time()
        self._limiter._pace.refuse(self.number, self.sent_at, now, retry_after)
        self._limiter._heed(headers, self, 0, now)


class Limiter:
    """First come, first served; for one event loop.

    Starts at a moderate rate that doubles quickly as long as nothing is refused. After a refusal it
    keeps to the rate at which the endpoint really accepts, and asks for more slowly. Limits in
    ``x-ratelimit-*`` headers are kept without a refusal.
    """

    def __init__(
        self,
        *,
        concurrency: int,
        requests_per_minute: float | None = None,
        tokens_per_minute: float | None = None,
    ) -> None:
        self.concurrency = concurrency
        self.in_flight = 0
        self._tokens_in_flight = 0
        self._pace = Pace()
        self._allowances = Allowances(requests_per_minute, tokens_per_minute)
        self._waiters: deque[tuple[asyncio.Future[None], Slot]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    def slot(self, tokens: int) -> Slot:
        """``async with limiter.slot(tokens):`` waits for its turn; tokens: what the request may use."""
        return Slot(self, tokens)

    def _heed(self, headers: Mapping[str, str], slot: Slot, used: int | None, now: float) -> None:
        if used is not None:
            self._allowances.correct(used - slot.tokens, now)
        # The endpoint has counted the request that it answers.
        requests, tokens = self.in_flight - 1, self._tokens_in_flight - slot.tokens
        self._allowances.learn(headers, requests, tokens, now)

    def _ready_at(self, tokens: int, now: float) -> float:
        return max(self._pace.ready_at(), self._allowances.ready_at(tokens, now))

    def _send(self, slot: Slot, now: float) -> None:
        self.in_flight += 1
        self._tokens_in_flight += slot.tokens
        slot.sent_at = now
        slot.number = self._pace.send(now)
        self._allowances.take(slot.tokens, now)

    async def _turn(self, slot: Slot, loop: asyncio.AbstractEventLoop) -> None:
        if not self._waiters and self.in_flight < self.concurrency:
            now = loop.time()
            if self._ready_at(slot.tokens, now) <= now + _TOLERANCE:
                self._send(slot, now)
                return
        turn: asyncio.Future[None] = loop.create_future()
        self._waiters.append((turn, slot))
        if len(self._waiters) == 1:
            self._pump(loop)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # its turn had come
                self._leave(slot)
            elif self.in_flight < self.concurrency:
                self._pump(loop)
            raise

    def _leave(self, slot: Slot) -> None:
        self.in_flight -= 1
        self._tokens_in_flight -= slot.tokens
        if self._waiters:
            self._pump(asyncio.get_running_loop())

    def _pump(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let in who may; a timer for who may next."""
        now = loop.time()
        while self._waiters:
            turn, slot = self._waiters[0]
            if turn.done():  # cancelled
                self._waiters.popleft()
                continue
            if self.in_flight >= self.concurrency:
                return
            at = self._ready_at(slot.tokens, now)
            if at > now + _TOLERANCE:
                self._wake(at, loop)
                return
            self._waiters.popleft()
            self._send(slot, now)
            turn.set_result(None)

    def _wake(self, at: float, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer:
            if self._timer.when() == at and not self._timer.cancelled():
                return
            self._timer.cancel()
        self._timer = loop.call_at(at, self._awake, loop)

    def _awake(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = None
        self._pump(loop)
