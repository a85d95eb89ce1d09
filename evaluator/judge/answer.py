"""Reads a model's answer. What does not fit the form is refused with its reasons; nothing is guessed from prose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from evaluator.endpoint.said import short
from evaluator.judge.asked import ByContent, asked
from evaluator.judge.jsontext import Unreadable, one_object
from evaluator.judge.schema import LONGEST_QUOTE, LONGEST_REASON, MOST_QUOTES
from evaluator.models import Level, Outcome
from evaluator.rubric_model import Rubric

__all__ = ["Answer", "Said", "Unreadable", "read_answer"]

_MOST_PROBLEMS = 12


class Said(NamedTuple):
    """The model's verdict on one criterion; `quotes` are turns (None: named wrongly) and words, not yet verified."""

    level: Level
    reason: str
    quotes: tuple[tuple[int | None, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """All that an answer says. `criteria` has every criterion that was asked, in the rubric's order."""

    outcome: Outcome
    outcome_reason: str
    criteria: Mapping[str, Said]


def read_answer(text: str, rubric: Rubric, *, nonce: str, turns: int, lenient: bool) -> Answer:
    """Read the answer to a prompt with that `nonce`, about a chat of so many turns.

    A `lenient` reading, for endpoints that cannot be held to a schema, also takes one object in a ```json fence or
    with prose around it. `due: false` means `na`, whatever the level says.

    Raises:
        Unreadable: it is not one JSON object, or something in it is missing, unknown, or contradicts itself.

    """
    form = _form(ByContent.of(rubric))
    data = one_object(text, lenient=lenient)
    problems: list[str] = []
    outcome, outcome_reason = _outcome(data.get("outcome"), form, problems)
    verdicts = data.get("criteria")
    if type(verdicts) is not dict:
        raise Unreadable(*problems, "criteria: must be an object with every criterion")
    reader = _Reader(f"{nonce}-", turns, problems)
    criteria = {c.id: reader.said(verdicts.get(c.id), c) for c in form.criteria}
    if outcome is None or problems:
        raise Unreadable(*problems[:_MOST_PROBLEMS])
    return Answer(outcome, outcome_reason, criteria)


class _Asked(NamedTuple):
    id: str
    levels: dict[str, Level]


class _Form(NamedTuple):
    outcomes: dict[str, Outcome]
    criteria: tuple[_Asked, ...]


@lru_cache(maxsize=32)
def _form(key: ByContent) -> _Form:
    criteria = tuple(_Asked(c.id, {level.value: level for level in c.allowed}) for c in asked(key.rubric))
    return _Form({o.id.value: o.id for o in key.rubric.outcomes}, criteria)


def _outcome(said: object, form: _Form, problems: list[str]) -> tuple[Outcome | None, str]:
    if type(said) is not dict:
        problems.append("outcome: must be an object with reason and value")
        return None, ""
    value, reason = said.get("value"), said.get("reason")
    outcome = form.outcomes.get(value) if type(value) is str else None
    if outcome is None:
        problems.append(f"outcome: value must be one of {', '.join(form.outcomes)}")
    if type(reason) is not str:
        problems.append("outcome: reason must be text")
        return outcome, ""
    return outcome, short(reason, LONGEST_REASON)


class _Reader:
    """Reads verdicts and notes what is wrong with them in `problems`."""

    def __init__(self, ids: str, turns: int, problems: list[str]) -> None:
        self._ids = ids
        self._turns = turns
        self._problems = problems

    def said(self, verdict: object, asked: _Asked) -> Said:
        if type(verdict) is not dict:
            what = (
                "is missing" if verdict is None else "must be an object with evidence, reason, due and level"
            )
            self._problems.append(f"{asked.id}: {what}")
            return _NOTHING
        reason, evidence = verdict.get("reason"), verdict.get("evidence")
        if type(reason) is not str:
            self._problems.append(f"{asked.id}: reason must be text")
            reason = ""
        if type(evidence) is not list:
            self._problems.append(f"{asked.id}: evidence must be a list")
            evidence = []
        level = self._level(verdict.get("due"), verdict.get("level"), asked)
        return Said(level, short(reason, LONGEST_REASON), self._quotes(evidence, asked) if evidence else ())

    def _level(self, due: object, said: object, asked: _Asked) -> Level:
        if type(due) is not bool:
            self._problems.append(f"{asked.id}: due must be true or false")
            return Level.UNSCORED
        if not due:
            if Level.NA not in asked.levels:
                self._problems.append(f"{asked.id}: contradicts itself: it is always due")
            return Level.NA
        level = asked.levels.get(said) if type(said) is str else None
        if level is None:
            self._problems.append(f"{asked.id}: level must be one of {', '.join(asked.levels)}")
            return Level.UNSCORED
        if level is Level.NA:
            self._problems.append(f"{asked.id}: contradicts itself: due is true and level is na")
        return level

    def _quotes(self, evidence: list[Any], asked: _Asked) -> tuple[tuple[int | None, str], ...]:
        quotes: dict[tuple[int | None, str], None] = {}
        for item in evidence:
            turn, quote = (item.get("turn"), item.get("quote")) if type(item) is dict else (None, None)
            if type(turn) is not str or type(quote) is not str:
                self._problems.append(f"{asked.id}: evidence must be objects with turn and quote, both text")
                break
            if (words := quote.strip()[:LONGEST_QUOTE]) and len(quotes) < MOST_QUOTES:
                quotes[self._turn(turn), words] = None
        return tuple(quotes)

    def _turn(self, turn: str) -> int | None:
        number = turn[len(self._ids) :]
        if not turn.startswith(self._ids) or len(number) > 9 or not (number.isascii() and number.isdigit()):
            return None
        return n if (n := int(number)) < self._turns else None


_NOTHING = Said(Level.UNSCORED, "")
