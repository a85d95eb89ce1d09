"""How the agent addresses the customer: the polite form of you, or the familiar one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

Formality = Literal["formal", "informal"]


def formality(moves: Sequence[str], otherwise: Formality = "formal") -> Formality:
    """What the moves of the agent's turns say; `otherwise` where they say neither, or both as often."""
    formal, informal = moves.count("formal"), moves.count("informal")
    if formal == informal:
        return otherwise
    return "informal" if informal > formal else "formal"
