"""Grades labelled chats, as any caller would: the labels stay here."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from evaluator.agreement.gold import GoldChat
from evaluator.agreement.values import OUTCOME
from evaluator.errors import InputError
from evaluator.evaluator import Evaluator
from evaluator.models import Evaluation, Judgement, Level, Status
from evaluator.rubric import Rubric
from evaluator.scoring import score


@dataclass(frozen=True, slots=True)
class Pair:
    """One label beside the grader's. `graded` is ``unscored`` where the grader said nothing."""

    criterion: str
    gold: str
    graded: str
    doubtful: bool

    @property
    def scored(self) -> bool:
        """Whether the grader gave a level."""
        return self.graded != Level.UNSCORED


@dataclass(frozen=True, slots=True)
class GradedChat:
    """One chat's pairs for the criteria, its outcome's, and both scores."""

    id: str
    language: str
    found_language: str | None
    pairs: tuple[Pair, ...]
    outcome: Pair | None
    gold_score: float | None
    score: float | None
    coverage: float
    fell_back: bool = False


async def grade_all(
    chats: Iterable[GoldChat], evaluator: Evaluator, width: int = 1
) -> tuple[GradedChat, ...]:
    """Grade every chat, `width` at a time. Raises `InputError` for a label that the rubric has no criterion for."""
    slots = asyncio.Semaphore(width)

    async def graded(chat: GoldChat) -> GradedChat:
        async with slots:
            return compare(chat, await evaluator.evaluate(chat.conversation), evaluator.rubric)

    async with evaluator:
        return tuple(await asyncio.gather(*map(graded, chats)))


def compare(chat: GoldChat, evaluation: Evaluation, rubric: Rubric) -> GradedChat:
    """Put the labels and an evaluation side by side."""
    gold = chat.gold
    if stray := sorted(gold.labels.keys() - set(rubric.ids)):
        raise InputError(
            f"{chat.conversation.id}: gold.labels has {stray[0]!r}, which the rubric does not have"
        )
    levels = {judgement.criterion: judgement.level for judgement in evaluation.judgements}
    return GradedChat(
        id=chat.conversation.id,
        language=chat.language,
        found_language=evaluation.languages.customer if evaluation.languages else None,
        pairs=tuple(
            Pair(c, gold.labels[c].value, levels.get(c, Level.UNSCORED).value, c in gold.doubtful)
            for c in rubric.ids
            if c in gold.labels
        ),
        outcome=_outcome(chat, evaluation),
        gold_score=_gold_score(chat, rubric),
        score=evaluation.score,
        coverage=evaluation.coverage,
        fell_back=evaluation.status is Status.FALLBACK,
    )


def _outcome(chat: GoldChat, evaluation: Evaluation) -> Pair | None:
    if chat.gold.outcome is None:
        return None
    found = evaluation.outcome.value if evaluation.outcome else Level.UNSCORED.value
    return Pair(OUTCOME, chat.gold.outcome.value, found, OUTCOME in chat.gold.doubtful)


def _gold_score(chat: GoldChat, rubric: Rubric) -> float | None:
    """Score the labels alone; null when they are not complete, since the totals would not compare."""
    if chat.gold.labels.keys() != set(rubric.ids):
        return None
    labels = chat.gold.labels.items()
    judged = [Judgement(criterion=c, level=level, reason="label", graded_by="facts") for c, level in labels]
    return score(rubric, judged).score
