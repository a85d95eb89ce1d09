"""How the agent addresses the customer: the polite form of you, or the familiar one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from evaluator.closing import Ending
from evaluator.models import Role

Formality = Literal["formal", "informal"]


def formality(moves: Sequence[str], otherwise: Formality = "formal") -> Formality:
    """What the moves of the agent's turns say; `otherwise` where they say neither, or both as often."""
    formal, informal = moves.count("formal"), moves.count("informal")
    if formal == informal:
        return otherwise
    return "informal" if informal > formal else "formal"


def manner(ending: Ending) -> Formality:
    """How the people on the agent side address the customer; how its bots do where the people do not say."""
    people = [hit.move for turn in ending.agent_turns for hit in turn.hits if turn.turn.role is Role.AGENT]
    bots = [hit.move for turn in ending.agent_turns for hit in turn.hits if turn.turn.role is not Role.AGENT]
    return formality(people, formality(bots))
