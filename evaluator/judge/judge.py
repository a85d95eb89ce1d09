"""The judge: a chat in, a jury's verdicts out, or a failure that says why there are none."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from evaluator.endpoint.classify import TooLong
from evaluator.endpoint.failure import FATAL, Failure
from evaluator.endpoint.question import Model, Question, Shape
from evaluator.endpoint.spent import NOTHING
from evaluator.injection import plain
from evaluator.judge.ballot import Ballot, Opening, Voting
from evaluator.judge.exchange import Exchange, Store, digest, new_nonce
from evaluator.judge.insistence import Insistence
from evaluator.judge.judged import Judged, judged
from evaluator.judge.prompt import Facts, Prompt, prefix, render
from evaluator.judge.schema import answer_schema
from evaluator.judge.template import Template, load_template
from evaluator.judge.tokens import estimate
from evaluator.models import Conversation
from evaluator.redaction import Redacted, redact
from evaluator.rubric_model import Rubric

# A chat that is too long is cut down this often before it is given up, to this share of what it was.
_CUTS, _SHARE = 3, 0.6
_LEAST_ROOM = 400


class _Asked(NamedTuple):
    model: Model
    vote: int
    seed: int | None


@dataclass
class Judge:
    """Asks each model `votes` times about a chat. Safe to share between the tasks of one event loop.

    Args:
        rubric: what to judge by.
        models: who judges.
        votes: how often each is asked.
        seed: the first vote's seed; the others count up from it. None sends none.
        reasons_in: ``chat`` or the code of the language to write reasons in.
        redacts: mask personal data before anything is sent.
        store: where answers are kept between runs.
        context_tokens: the models' context; what is larger is cut before it is sent.
        answer_tokens: the part of the context that is left for the answer.

    """

    rubric: Rubric
    models: Sequence[Model]
    votes: int = 1
    seed: int | None = None
    reasons_in: str = "en"
    redacts: bool = True
    store: Store | None = None
    context_tokens: int | None = None
    answer_tokens: int = 6000
    template: Template = field(default_factory=load_template)

    def __post_init__(self) -> None:
        self._context = self.context_tokens
        self._insistence = {model.name: Insistence() for model in self.models}
        votes = range(self.votes)
        seeds = [None if self.seed is None else self.seed + vote for vote in votes]
        self._asked = [_Asked(model, vote, seeds[vote]) for model in self.models for vote in votes]

    async def judge(self, conversation: Conversation, facts: Facts) -> Judged:
        """Judge a chat. Raises `Failure` if no vote came about, and for what would make every other chat fail."""
        voting = self._voting(conversation, facts.customer_language)
        if len(self._asked) == 1:
            return judged([await self._vote(voting, facts, self._asked[0])], [], voting.redacted)
        votes = (self._vote(voting, facts, asked) for asked in self._asked)
        results = await asyncio.gather(*votes, return_exceptions=True)
        failures = [r for r in results if isinstance(r, BaseException)]
        for failure in failures:
            if not isinstance(failure, Failure) or failure.kind in FATAL:
                raise failure
        ballots = [r for r in results if isinstance(r, Ballot)]
        failed = [f for f in failures if isinstance(f, Failure)]
        if not ballots:
            failed[0].spent = sum((failure.spent for failure in failed), NOTHING)
            raise failed[0]
        return judged(ballots, failed, voting.redacted)

    async def _vote(self, voting: Voting, facts: Facts, asked: _Asked) -> Ballot:
        """Get one vote on as much of the chat as the model can take."""
        room, wasted = self._room(), NOTHING
        for attempt in range(_CUTS + 1):
            opening = self._opening(voting, facts, asked, room)
            try:
                ballot = await voting.ballot(opening)
                return replace(ballot, spent=ballot.spent + wasted) if attempt else ballot
            except Failure as failure:
                failure.spent = wasted = failure.spent + wasted
                if not isinstance(failure, TooLong) or attempt == _CUTS:
                    raise
                before = room
                self._context = self._context or failure.tokens
                room = self._room()
                if room is None or room == before:
                    room = int(estimate(opening.prompt.user) * _SHARE)
        raise AssertionError("unreachable")

    def openings(self, conversation: Conversation, facts: Facts) -> list[Opening]:
        """Return what every vote would ask first, without asking it."""
        voting = self._voting(conversation, facts.customer_language)
        return [self._opening(voting, facts, asked, self._room()) for asked in self._asked]

    def _voting(self, conversation: Conversation, language: str | None) -> Voting:
        redacted = redact(conversation, language) if self.redacts else Redacted.none(conversation)
        return Voting(self.rubric, self.template, conversation, redacted)

    def _opening(self, voting: Voting, facts: Facts, asked: _Asked, room: int | None) -> Opening:
        exchange = Exchange(asked.model, new_nonce(), self.store)
        prompt = self._prompt(voting, facts, exchange.nonce, room)
        chat = prompt.user.replace(exchange.nonce, "")
        if exchange.recall(
            digest(asked.model.identity, str(asked.seed), str(asked.vote), prompt.system, chat)
        ):
            prompt = self._prompt(voting, facts, exchange.nonce, room)
        question = Question(prompt.system, (("user", prompt.user),), self._shape, asked.seed, exchange.key)
        return Opening(exchange, prompt, question, self._insistence[asked.model.name])

    def _prompt(self, voting: Voting, facts: Facts, nonce: str, room: int | None) -> Prompt:
        return render(
            self.rubric,
            voting.redacted.conversation,
            facts,
            nonce=nonce,
            reasons_in=self.reasons_in,
            template=self.template,
            budget_tokens=room,
            clean=plain,
        )

    async def close(self) -> None:
        """Let go of connections and files."""
        for model in self.models:
            await model.close()
        if self.store:
            self.store.close()

    @cached_property
    def _shape(self) -> Shape:
        schema, unbounded = answer_schema(self.rubric), answer_schema(self.rubric, bounded=False)
        return Shape(f"{self.template.id}_{digest(str(schema))[:8]}", schema, unbounded)

    @cached_property
    def identity(self) -> str:
        """Return what stands for all that decides the answers about a chat, except the chat."""
        told = digest(self.template.sha256, self.rubric.sha256, self.reasons_in, str(self.redacts))
        models = " | ".join(model.identity for model in self.models)
        return digest(models, str(self.votes), str(self.seed), str(self.context_tokens), told)

    def _room(self) -> int | None:
        """Return the tokens that the chat may take, where the context is known."""
        if self._context is None:
            return None
        system = prefix(self.rubric, self.reasons_in, self.template)
        return max(self._context - self.answer_tokens - estimate(system), _LEAST_ROOM)
