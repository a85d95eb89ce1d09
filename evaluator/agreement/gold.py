"""Labelled chats: what a careful reader said, kept apart from what the grader gets to see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from evaluator.errors import RecordError, UsageError
from evaluator.models import Conversation, Level, Outcome
from evaluator.readers import read

_MARKED = re.compile(r"\s*([\w/,\s]+?)\s*:")


class Gold(BaseModel):
    """The labels of one chat. `doubt` starts with what it is about: ``"recap: why"``, ``"outcome: why"``."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    labels: dict[str, Level]
    outcome: Outcome | None = None
    doubt: tuple[str, ...] = ()

    @property
    def doubtful(self) -> frozenset[str]:
        """The criteria (or ``outcome``) that `doubt` is about."""
        marks = (_MARKED.match(entry) for entry in self.doubt)
        return frozenset(name for mark in marks if mark for name in re.split(r"[/,\s]+", mark[1]))


@dataclass(frozen=True, slots=True)
class GoldChat:
    """A chat without its labels and its language, which the grader must find out; and these two beside it."""

    conversation: Conversation
    language: str
    gold: Gold


@dataclass(frozen=True, slots=True)
class Part:
    """A stable third of the chats (``check``), or the others (``write``). `turn` 0, 1 or 2 says which third.

    Whoever writes rules looks at one part and measures on the other. The split hangs on each chat's id alone.
    """

    side: Literal["write", "check"]
    turn: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``write``, ``check``, ``write:1`` and the like. Raises `UsageError`."""
        side, _, turn = text.partition(":")
        if side not in ("write", "check") or turn not in ("", "0", "1", "2"):
            raise UsageError(
                f"part {text!r} is not known; say write or check, with :0, :1 or :2 to pick the third"
            )
        return cls("write" if side == "write" else "check", int(turn or 0))

    def holds(self, chat_id: str) -> bool:
        """Whether the chat belongs to this part."""
        third = sha256(chat_id.encode("utf-8", "surrogatepass")).digest()[0] % 3
        return (third == self.turn) == (self.side == "check")

    def __str__(self) -> str:
        return f"{self.side}:{self.turn}"


def read_gold(sources: Iterable[str | Path], part: Part | None = None) -> Iterator[GoldChat]:
    """Read chats whose JSON object has a ``gold`` field. Raises `InputError` where one has none."""
    for record in read(sources):
        if record.error or record.conversation is None:
            raise record.error or RecordError(record.where, "holds no chat")
        if part is None or part.holds(record.conversation.id):
            yield _labelled(record.conversation, record.where)


def _labelled(conversation: Conversation, where: str) -> GoldChat:
    labels = conversation.metadata.get("gold")
    if not isinstance(labels, dict):
        raise RecordError(where, "has no labels; a labelled chat has an object gold", conversation.id)
    try:
        gold = Gold.model_validate(labels)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        at = ".".join(("gold", *map(str, first["loc"])))
        raise RecordError(where, f"{at}: {first['msg']}", conversation.id) from error
    if Level.UNSCORED in gold.labels.values():
        raise RecordError(where, "gold.labels: unscored is no label; leave it out", conversation.id)
    seen = conversation.model_copy(update={"metadata": {}, "language": None})
    return GoldChat(seen, conversation.language or "unknown", gold)
