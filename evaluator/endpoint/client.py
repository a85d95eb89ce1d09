"""A model behind an endpoint: asked in the way it accepts, at the pace it allows, as often as it helps."""

from __future__ import annotations

import asyncio
import math
import time
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from evaluator.endpoint.address import host, identity
from evaluator.endpoint.breaker import Breaker
from evaluator.endpoint.budget import Budget
from evaluator.endpoint.classify import Rejection, Response
from evaluator.endpoint.connection import Connection
from evaluator.endpoint.failure import FATAL, PASSING, Failure, FailureKind
from evaluator.endpoint.limiter import Limiter, Slot
from evaluator.endpoint.manners import Bodies, Manners
from evaluator.endpoint.patience import Patience
from evaluator.endpoint.question import Question, Reply
from evaluator.endpoint.reading import Completion, read_completion
from evaluator.endpoint.spent import NOTHING, Spent
from evaluator.judge.tokens import estimate

if TYPE_CHECKING:
    from tenacity import AsyncRetrying, RetryCallState

    from evaluator.settings import Settings

_MOST_TRIES = 4
_LONGEST_PAUSE = 20.0
_CUT_SHORT = (FailureKind.TRUNCATED, FailureKind.EMPTY)
_UNBILLED = FATAL | {
    *(FailureKind.RATE, FailureKind.QUOTA, FailureKind.CONNECTION, FailureKind.REJECTED, FailureKind.CONTEXT),
}


@dataclass(slots=True)
class _Course:
    """How one question has gone so far."""

    question: Question
    tokens: int
    clock: asyncio.Timeout
    tries: int = 0
    refusals: int = 0
    growth: int = 1
    spent: Spent = NOTHING
    failure: Failure | None = None

    @property
    def seconds_left(self) -> float:
        """Seconds until the deadline."""
        until = self.clock.when()
        return math.inf if until is None else until - asyncio.get_running_loop().time()

    @seconds_left.setter
    def seconds_left(self, seconds: float) -> None:
        self.clock.reschedule(asyncio.get_running_loop().time() + seconds)


class Endpoint:
    """A `Model` behind an OpenAI-compatible endpoint. `budget` may be shared by several."""

    def __init__(self, settings: Settings, model: str, budget: Budget) -> None:
        budget.check(model)
        self._settings = settings
        self._budget = budget
        self._bodies = Bodies(model, settings.answer_tokens)
        self._manners = Manners(temperature=settings.sampling_temperature)
        self._patience = Patience(settings.timeout)
        self._breaker = Breaker()
        self._refused_since: float | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.name = model
        self.host = host(settings)
        self.identity = identity(settings, model)
        self.connection, self._limiter = self._line()

    def _line(self) -> tuple[Connection, Limiter]:
        """Connections and a queue for them; both belong to one event loop."""
        settings = self._settings
        limiter = Limiter(
            concurrency=settings.concurrency,
            requests_per_minute=settings.requests_per_minute,
            tokens_per_minute=settings.tokens_per_minute,
        )
        return Connection(settings, self.name), limiter

    @property
    def manners(self) -> Manners:
        """What has been learned of how the model wants to be asked."""
        return self._manners

    async def ask(self, question: Question) -> Reply:
        """See `Model`. Takes `Settings.deadline` seconds at most, beside waiting for its turn."""
        if (loop := asyncio.get_running_loop()) is not self._loop:
            if self._loop is not None:
                self.connection, self._limiter = self._line()
            self._loop = loop
        await self.connection.open()
        tokens = estimate(question.system) + sum(estimate(text) for _, text in question.messages)
        began = time.monotonic()
        course = _Course(question, tokens, asyncio.timeout(self._settings.deadline))
        try:
            reply = await self._answered(course)
        except Failure as failure:
            failure.spent = replace(course.spent, seconds=time.monotonic() - began)
            raise
        return replace(reply, spent=replace(course.spent, seconds=time.monotonic() - began))

    async def _answered(self, course: _Course) -> Reply:
        try:
            async with course.clock:
                try:
                    return await self._try(course)
                except Failure as failure:
                    course.failure = failure
                reply: Reply = await self._retrying.copy()(self._again, course)
                return reply
        except TimeoutError as error:
            raise self._late(self._settings.deadline) from error

    def _late(self, seconds: float) -> Failure:
        return Failure(FailureKind.TIMEOUT, f"{self.name}: no answer within {seconds:.3g} s")

    @cached_property
    def _retrying(self) -> AsyncRetrying:
        from tenacity import AsyncRetrying, retry_if_exception

        return AsyncRetrying(
            retry=retry_if_exception(lambda error: isinstance(error, Failure) and error.kind in PASSING),
            wait=_Pause(),
            stop=_has_no_more_tries,
            reraise=True,
        )

    async def _again(self, course: _Course) -> Reply:
        """What a retry does: the first one reports the failure that happened without it, as most chats need none."""
        failure, course.failure = course.failure, None
        if failure:
            raise failure
        return await self._try(course)

    async def _try(self, course: _Course) -> Reply:
        """Ask in the manners known, and once more in each that a rejection teaches."""
        while True:
            manners = self._manners
            try:
                return await self._request(course, manners)
            except Rejection as rejection:
                if manners is self._manners:
                    learned = manners.after(rejection.said, rejection.parameter)
                    if learned is None:
                        raise
                    self._manners = learned
            except Failure as failure:
                if failure.kind is FailureKind.RATE:
                    course.refusals += 1
                    if course.refusals > 1 and self._only_refuses:
                        course.tries = _MOST_TRIES
                else:
                    course.tries += 1
                if failure.kind not in _CUT_SHORT or course.growth > 1:
                    raise
                # A model that thinks first may have used up the room before it came to the answer.
                course.growth = 2

    async def _request(self, course: _Course, manners: Manners) -> Reply:
        if not self._breaker.admits():
            raise Failure(FailureKind.BREAKER, self._breaker.reason or "the endpoint failed too often")
        room = self._settings.answer_tokens * course.growth
        left = course.seconds_left
        course.clock.reschedule(None)  # waiting one's turn is nobody's fault
        async with self._limiter.slot(course.tokens + room) as slot:
            course.seconds_left = left
            reserved = self._budget.reserve(self.name, course.tokens, room)
            try:
                completion, seconds = await self._sent(course, manners, slot)
            except BaseException as error:
                if isinstance(error, Failure) and error.kind in _UNBILLED:
                    reserved.release()
                else:
                    reserved.keep()  # the model may have answered, and nobody knows at what length
                raise
            tokens = (completion.input_tokens, completion.cached_tokens, completion.output_tokens)
            course.spent += Spent(0, *tokens, reserved.settle(*tokens))
        self._patience.answered(seconds)
        if completion.failure:
            raise Failure(completion.failure, _told(self.name, completion.failure))
        return Reply(completion.text, manners.form, completion.fingerprint)

    async def _sent(self, course: _Course, manners: Manners, slot: Slot) -> tuple[Completion, float]:
        body = self._bodies.body(course.question, manners, course.growth)
        course.spent += Spent(requests=1)
        began = time.monotonic()
        try:
            response = await self._posted(body, course.tries)
            completion = read_completion(response.content, self.name)
        except Failure as failure:
            if failure.kind is FailureKind.NOT_API and self._patience.has_seen_answers:
                failure.kind = FailureKind.SERVER  # a page from a proxy: it was an API a moment ago
            self._note(failure, slot)
            raise
        self._refused_since = None
        self._breaker.succeeded()
        slot.accepted(response.headers, completion.input_tokens + completion.output_tokens)
        return completion, time.monotonic() - began

    async def _posted(self, body: bytes, tries: int) -> Response:
        try:
            async with self._patience.limit(tries):
                return await self.connection.post(body)
        except TimeoutError as error:
            raise self._late(self._patience.seconds(tries)) from error

    def _note(self, failure: Failure, slot: Slot) -> None:
        kind = failure.kind
        if kind is FailureKind.RATE:
            slot.refused(failure.retry_after, failure.headers)
            if self._refused_since is None:
                self._refused_since = time.monotonic()
            if self._only_refuses:
                kind = FailureKind.SERVER  # it may be up, but not for us
        self._breaker.failed(kind, str(failure))

    @property
    def _only_refuses(self) -> bool:
        """Whether nothing but refusals came for longer than a chat may take: waiting one's turn leads nowhere."""
        since = self._refused_since
        return since is not None and time.monotonic() - since > self._settings.deadline

    async def close(self) -> None:
        """See `Model`."""
        await self.connection.close()


class _Pause:
    """Waits what the endpoint asked for, otherwise a random time that may grow: full jitter."""

    def __init__(self) -> None:
        from tenacity import wait_random_exponential

        self._jitter = wait_random_exponential(multiplier=0.5, max=_LONGEST_PAUSE)

    def __call__(self, state: RetryCallState) -> float:
        failure = state.outcome.exception() if state.outcome else None
        asked = failure.retry_after if isinstance(failure, Failure) else None
        return asked if asked is not None else self._jitter(state)


def _has_no_more_tries(state: RetryCallState) -> bool:
    """Give up after some tries, and before a pause that would outlast the deadline. Waiting one's turn costs no try."""
    course: _Course = state.args[0]
    return course.tries >= _MOST_TRIES or state.upcoming_sleep >= course.seconds_left


def _told(model: str, kind: FailureKind) -> str:
    match kind:
        case FailureKind.REFUSAL:
            return f"{model}: refuses to answer"
        case FailureKind.TRUNCATED:
            return f"{model}: the answer was cut off; allow longer ones with answer_tokens"
        case _:
            return f"{model}: an empty answer"
