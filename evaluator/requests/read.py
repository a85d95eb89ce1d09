"""Grades by responses from a file, by the same road as by answers that come over the wire."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evaluator.endpoint.question import Question, Reply
from evaluator.evaluator import Evaluator
from evaluator.judge.setup import judge_with
from evaluator.readers import Record
from evaluator.requests.chats import Chats, Nonces
from evaluator.requests.responses import Responses
from evaluator.requests.unreachable import Unreachable
from evaluator.rubric import load_rubric

if TYPE_CHECKING:
    from evaluator.settings import Settings


class _FromFile(Unreachable):
    """Gives the first answer to a question from the file; there is no second."""

    def __init__(self, settings: Settings, name: str, responses: Responses) -> None:
        super().__init__(settings, name)
        self._responses = responses

    async def ask(self, question: Question) -> Reply:
        found = self._responses.get(question.key) if len(question.messages) == 1 else None
        return found or await super().ask(question)


class Answered:
    """The chats of a file of requests, and an evaluator that takes the model's answers from the responses.

    A chat without a response, or with one that cannot be used, falls back to the rules.
    """

    def __init__(self, chats: Chats, responses: Responses) -> None:
        self._chats = chats
        self._nonces = Nonces()
        self.settings = settings = chats.settings()
        rubric = load_rubric(settings.rubric)
        models = [_FromFile(settings, name, responses) for name in settings.models]
        self.evaluator = Evaluator(
            rubric=rubric,
            languages_dir=settings.languages_dir,
            reasons_in=settings.reasons_in,
            judge=judge_with(settings, rubric, models, self._nonces),
        )

    def records(self) -> Iterator[Record]:
        """Return the chats one after the other; each is to be graded before the next is taken."""
        for asked in self._chats.asked():
            self._nonces.by_key = asked.nonces
            yield Record(asked.where, asked.conversation, None)
