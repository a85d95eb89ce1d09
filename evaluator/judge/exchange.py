"""What was asked about one chat and answered: kept as it grows, so that nothing answered is asked twice."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from evaluator.endpoint.failure import Failure
from evaluator.endpoint.question import Form, Model, Question, Reply
from evaluator.endpoint.spent import NOTHING, Spent


class Store(Protocol):
    """Where answers are kept between runs. Losing one costs a request, nothing more.

    `trouble` says in one line why nothing is kept, where that is so.
    """

    @property
    def trouble(self) -> str | None:
        """What is wrong, if anything is."""

    def get(self, key: str) -> dict[str, Any] | None:
        """Return what was put under the key, if it is still there."""

    def put(self, key: str, value: dict[str, Any]) -> None:
        """Keep a value of plain data."""

    def close(self) -> None:
        """Let go of files; they are opened again when they are needed."""


def new_nonce() -> str:
    """Return a mark for the turn ids of one chat that its text cannot foresee."""
    return secrets.token_hex(3)


@dataclass(slots=True)
class Exchange:
    """A model's replies about one chat, in order: first those that an earlier run was given, then new ones."""

    model: Model
    nonce: str
    store: Store | None = None
    key: str = ""
    replies: list[Reply] = field(default_factory=list)
    _lost: Spent = NOTHING
    _known: int = 0
    _next: int = 0

    def recall(self, key: str) -> bool:
        """Take up the exchange stored under the key, its nonce included; returns whether there was one."""
        self.key = key
        stored = self.store.get(key) if self.store else None
        if not stored:
            return False
        try:
            replies, nonce = [_reply(reply) for reply in stored["replies"]], str(stored["nonce"])
        except (KeyError, TypeError, ValueError):
            return False
        self.replies, self.nonce, self._known = replies, nonce, len(replies)
        return True

    async def ask(self, question: Question) -> Reply:
        """Return the next reply. Raises `Failure`."""
        if self._next == len(self.replies):
            self.replies.append(await self._asked(question))
            # First of all: whatever happens to this run, the answer is not asked for again.
            self._keep()
        self._next += 1
        return self.replies[self._next - 1]

    async def _asked(self, question: Question) -> Reply:
        try:
            return await self.model.ask(question)
        except Failure as failure:
            self._lost += failure.spent
            raise

    def forget(self) -> None:
        """Drop what is stored: it has led to nothing."""
        if self.store and self.replies:
            self.store.put(self.key, {})

    @property
    def spent(self) -> Spent:
        """What the new replies have cost, and what came to nothing."""
        return sum((reply.spent for reply in self.replies[self._known :]), self._lost)

    @property
    def is_recalled(self) -> bool:
        """Whether nothing had to be asked."""
        return bool(self._known) and self._known == len(self.replies)

    def _keep(self) -> None:
        if self.store:
            self.store.put(self.key, {"nonce": self.nonce, "replies": [asdict(r) for r in self.replies]})


def digest(*parts: str) -> str:
    """Return a key that stands for all the parts."""
    # Chats may hold lone surrogates, which have no UTF-8.
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _reply(stored: dict[str, Any]) -> Reply:
    return Reply(str(stored["text"]), Form(stored["form"]), stored["fingerprint"], Spent(**stored["spent"]))
