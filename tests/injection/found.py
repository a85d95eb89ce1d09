"""What the detector finds in one turn."""

from __future__ import annotations

from evaluator.injection import Suspicion, suspicions
from evaluator.models import Conversation, Role, Turn


def found(text: str, role: str = "customer") -> tuple[Suspicion, ...]:
    """The suspicions in a chat of that one turn."""
    return suspicions(Conversation(id="test", turns=(Turn(role=Role(role), text=text),)))


def kinds(text: str, role: str = "customer") -> set[str]:
    """Their kinds."""
    return {one.kind for one in found(text, role)}
