"""Holds what a model says against the chat: a good mark counts only with words of the agent side to show for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from evaluator.evidence import absent, locate
from evaluator.judge.answer import Answer, Said
from evaluator.models import Conversation, Evidence, Judgement, Level, Role, Turn

_NEEDS_EVIDENCE = (Level.MET, Level.PARTIAL)
_AGENT_SIDE = (Role.AGENT, Role.BOT)


def judgements(
    answer: Answer, conversation: Conversation, restore: Callable[[str], str]
) -> dict[str, Judgement]:
    """The answer's verdicts by criterion, each quote looked for in its turn of the chat as it was before masking."""
    return {c: _judgement(c, said, conversation.turns, restore) for c, said in answer.criteria.items()}


def unsupported(found: Mapping[str, Judgement], conversation: Conversation) -> tuple[str, ...]:
    """Criteria graded `met` or `partial` without a quote that stands in a turn of the agent side.

    A customer's words never raise an agent's score. A line of the system is enough for `partial` only: an automatic
    goodbye is one.
    """
    return tuple(c for c, judgement in found.items() if not _is_supported(judgement, conversation.turns))


def withheld(judgement: Judgement) -> Judgement:
    """The judgement as it stands when its evidence is not to be found: `unscored`, quotes kept."""
    reason = f"{judgement.level} was not counted: no such words of the agent side in the chat"
    return judgement.model_copy(update={"level": Level.UNSCORED, "reason": reason})


def _judgement(
    criterion: str, said: Said, turns: tuple[Turn, ...], restore: Callable[[str], str]
) -> Judgement:
    evidence = tuple(_evidence(turn, restore(quote), turns) for turn, quote in said.quotes)
    return Judgement.model_construct(
        criterion=criterion,
        level=said.level,
        reason=restore(said.reason),
        evidence=evidence,
        graded_by="model",
        confidence=None,
    )


def _evidence(turn: int | None, quote: str, turns: tuple[Turn, ...]) -> Evidence:
    if turn is None or not 0 <= turn < len(turns):
        return absent(quote, None)
    return locate(quote, turn, turns[turn].text)


def _is_supported(judgement: Judgement, turns: tuple[Turn, ...]) -> bool:
    if judgement.level not in _NEEDS_EVIDENCE:
        return True
    roles = {turns[e.turn].role for e in judgement.evidence if e.turn is not None and e.status != "absent"}
    return not roles.isdisjoint(_AGENT_SIDE) or (judgement.level is Level.PARTIAL and Role.SYSTEM in roles)
