"""Chats for tests, written the short way: ``chat("C: Hi", "A: Hello", "S: closed")``, with seconds as ``"60 A: …"``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from evaluator import Conversation, Evaluation, Judgement, Role, Turn, evaluate

_ROLES = {"C": Role.CUSTOMER, "A": Role.AGENT, "B": Role.BOT, "S": Role.SYSTEM}
_NAMES = {"C": "Nora Field", "A": "Tom"}
_START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def chat(*lines: str, language: str | None = None) -> Conversation:
    """A conversation of those lines."""
    return Conversation(id="test", turns=tuple(_turn(line) for line in lines), language=language)


def _turn(line: str) -> Turn:
    head, _, text = line.partition(": ")
    *seconds, who = head.split()
    at = _START + timedelta(seconds=int(seconds[0])) if seconds else None
    return Turn(role=_ROLES[who], text=text, at=at, name=_NAMES.get(who))


def graded(*lines: str, language: str | None = None) -> Evaluation:
    """The evaluation of those lines by the shipped rubric."""
    return evaluate(chat(*lines, language=language))


def judged(criterion: str, *lines: str) -> Judgement:
    """One criterion's judgement."""
    return next(j for j in graded(*lines).judgements if j.criterion == criterion)
