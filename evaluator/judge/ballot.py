"""One model's vote on one chat: asked, read, its evidence checked, and asked again where that fails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from evaluator.endpoint.failure import Failure, FailureKind
from evaluator.endpoint.question import Form, Question, Reply
from evaluator.endpoint.spent import Spent
from evaluator.judge.answer import Answer, Unreadable, read_answer
from evaluator.judge.exchange import Exchange
from evaluator.judge.insistence import Insistence
from evaluator.judge.prompt import Prompt
from evaluator.judge.support import judgements, unsupported, withheld
from evaluator.judge.template import Template
from evaluator.models import Conversation, Judgement, Outcome
from evaluator.redaction import Redacted
from evaluator.rubric_model import Rubric

_READINGS = 3


@dataclass(frozen=True, slots=True)
class Ballot:
    """One model's verdicts. `withheld` names the criteria whose evidence was not to be found, asked twice."""

    outcome: Outcome
    judgements: dict[str, Judgement]
    withheld: tuple[str, ...]
    spent: Spent
    fingerprint: str | None
    is_recalled: bool
    cut: str | None


class Opening(NamedTuple):
    """How a vote begins: what is asked first, and where the replies are kept."""

    exchange: Exchange
    prompt: Prompt
    question: Question
    insistence: Insistence


@dataclass(frozen=True, slots=True)
class Voting:
    """What every vote on one chat shares."""

    rubric: Rubric
    template: Template
    conversation: Conversation
    redacted: Redacted

    async def ballot(self, opening: Opening) -> Ballot:
        """Get one vote. Raises `Failure`; what that has cost is in its `spent`."""
        exchange = opening.exchange
        try:
            answer, reply, question = await self._read(exchange, opening.question, _READINGS)
        except Failure as failure:
            failure.spent = exchange.spent
            exchange.forget()
            raise
        found = self._checked(answer)
        weak = unsupported(found, self.conversation)
        if weak:
            async with opening.insistence.again() as trial:
                if trial:
                    again = self._again(question, reply, _missing(weak))
                    found |= await self._better(exchange, again, weak)
                    still = unsupported(found, self.conversation)
                    trial.helped = len(still) < len(weak)
                    weak = still
            found |= {criterion: withheld(found[criterion]) for criterion in weak}
        return Ballot(
            answer.outcome,
            found,
            weak,
            exchange.spent,
            reply.fingerprint,
            exchange.is_recalled,
            opening.prompt.cut,
        )

    async def _read(
        self, exchange: Exchange, question: Question, times: int
    ) -> tuple[Answer, Reply, Question]:
        """Ask until the answer can be read, telling the model what was wrong."""
        problems: tuple[str, ...] = ()
        for _ in range(times):
            reply = await exchange.ask(question)
            try:
                answer = read_answer(
                    reply.text,
                    self.rubric,
                    nonce=exchange.nonce,
                    turns=len(self.conversation.turns),
                    lenient=reply.form in (Form.OBJECT, Form.TEXT),
                )
            except Unreadable as error:
                problems = error.problems
                question = self._again(question, reply, problems)
            else:
                return answer, reply, question
        what = f"{exchange.model.name}: the answer cannot be read: {'; '.join(problems[:2])}"
        raise Failure(FailureKind.UNREADABLE, what)

    async def _better(
        self, exchange: Exchange, question: Question, weak: Sequence[str]
    ) -> dict[str, Judgement]:
        """Ask once more about criteria without evidence; without an answer nothing changes."""
        try:
            answer, _, _ = await self._read(exchange, question, 1)
        except Failure:
            return {}
        found = self._checked(answer)
        return {criterion: found[criterion] for criterion in weak}

    def _checked(self, answer: Answer) -> dict[str, Judgement]:
        return judgements(answer, self.conversation, self.redacted.restore)

    def _again(self, question: Question, reply: Reply, problems: Sequence[str]) -> Question:
        """The same question, the answer that was given, and what is wrong with it."""
        said = (("assistant", reply.text), ("user", self.template.ask_again(problems)))
        return replace(question, messages=(*question.messages[:1], *said))


def _missing(weak: Sequence[str]) -> tuple[str, ...]:
    return tuple(
        f"{criterion}: none of its quotes stands in the named turn of the agent side; copy the words exactly, "
        "or choose the level that needs none"
        for criterion in weak
    )
