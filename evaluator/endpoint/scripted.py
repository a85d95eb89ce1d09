"""A model that says what it is told to: for tests of whatever uses the judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain, repeat

from evaluator.endpoint.failure import Failure
from evaluator.endpoint.question import Question, Reply

Answer = str | Reply | Failure


class ScriptedModel:
    """A `Model` without an endpoint.

    Its answers are given in order, the last again and again; or by a function of the question. A text is an answer,
    a `Failure` is raised. `questions` holds what was asked.
    """

    host = "nowhere"

    def __init__(
        self, answers: Iterable[Answer] | Callable[[Question], Answer], name: str = "scripted"
    ) -> None:
        self.name = name
        self.identity = f"{name}@nowhere"
        self.questions: list[Question] = []
        self._answers = answers if callable(answers) else _in_order(answers)

    async def ask(self, question: Question) -> Reply:
        """See `Model`."""
        self.questions.append(question)
        answer = self._answers(question)
        if isinstance(answer, Failure):
            raise answer
        return answer if isinstance(answer, Reply) else Reply(answer)

    async def close(self) -> None:
        """See `Model`."""


def _in_order(answers: Iterable[Answer]) -> Callable[[Question], Answer]:
    given = tuple(answers)
    waiting = chain(given, repeat(given[-1]))
    return lambda _: next(waiting)
