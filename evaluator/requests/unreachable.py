"""A model that is not asked from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evaluator.endpoint.address import host, identity
from evaluator.endpoint.failure import Failure, FailureKind
from evaluator.endpoint.question import Question, Reply

if TYPE_CHECKING:
    from evaluator.settings import Settings


class Unreachable:
    """A `Model` that answers nothing. What is known of its answers comes from a store."""

    def __init__(self, settings: Settings, name: str) -> None:
        self.name = name
        self.host = host(settings)
        self.identity = identity(settings, name)

    async def ask(self, question: Question) -> Reply:
        """See `Model`."""
        if len(question.messages) > 1:
            what = f"{self.name}: the answer cannot be used, and another cannot be asked for"
            raise Failure(FailureKind.UNREADABLE, what)
        raise Failure(FailureKind.EMPTY, f"{self.name}: there is no answer in the file")

    async def close(self) -> None:
        """See `Model`."""
