"""Chats of the tests of masking."""

from __future__ import annotations

from typing import Any

from evaluator.models import Conversation, Role, Turn
from evaluator.redaction import redact


def chat(*texts: str, language: str | None = "cs", agent: str | None = None, **metadata: Any) -> Conversation:
    """A customer's messages."""
    turns = tuple(Turn(role=Role.CUSTOMER, text=text) for text in texts)
    return Conversation(id="1", turns=turns, language=language, agent=agent, metadata=metadata)


def masked(text: str, language: str | None = "cs", **metadata: Any) -> str:
    """The text as it leaves."""
    return redact(chat(text, language=language, **metadata)).conversation.turns[0].text
