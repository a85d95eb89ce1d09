"""From evidence to a language, or to none."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from evaluator.languageid import evidence, table

SUPPORTED = ("cs", "sk", "fi", "lt", "en", "tl")

_TRUST = 0.8  # of the evidence: the words of one text are not independent
_RARE = -1.5  # log weight of a language that is recognised but not supported
_NONE_OF_THESE = -3.0  # log weight of the background
_SURE = 0.6  # a guess below is no guess
_SURE_OF_A_WORD = 0.8  # the same where a single word is all the evidence
_TELLING = 1.5  # nats by which the typical language must trail: words at home everywhere tell nothing


class Guess(NamedTuple):
    """A language code, or null when it cannot be told, and how sure the choice is (0–1)."""

    code: str | None
    confidence: float


NO_GUESS = Guess(None, 0.0)


def identify(text: str, *, prior: Mapping[str, float] | None = None) -> Guess:
    """Tell the language of `text`, or that it cannot be told.

    `prior` makes languages that many times as likely beforehand as they are by default.
    """
    logs = tuple((code, math.log(times)) for code, times in (prior or {}).items() if times > 0)
    return decide(evidence.packed(evidence.tokens(text)), weights(*logs))


@lru_cache(maxsize=1024)
def weights(*leanings: tuple[str | None, float]) -> tuple[float, ...]:
    """Return the log weight of each lane: the default, and what `leanings` add to single languages."""
    added: dict[str | None, float] = {}
    for code, weight in leanings:
        added[code] = added.get(code, 0.0) + weight
    plain = ((code, 0.0 if code in SUPPORTED else _RARE) for code in table.load().languages)
    return (*(weight + added.get(code, 0.0) for code, weight in plain), _NONE_OF_THESE)


def decide(total: int, prior: Sequence[float]) -> Guess:
    """Choose the language that packed evidence and prior weights speak for."""
    if not total:
        return NO_GUESS
    unit = table.load().unit
    costs = evidence.unpack(total)
    scale = -_TRUST / unit
    scores = [cost * scale + weight for cost, weight in zip(costs, prior, strict=True)]
    best = max(scores)
    lane = scores.index(best)
    rivals = [score - best for score in scores if score > best - 9]
    confidence = 1 / sum(map(math.exp, rivals))
    typical = sorted(costs)[len(costs) // 2]
    enough = _SURE if max(costs) > evidence.CLIP * unit else _SURE_OF_A_WORD
    if lane == len(costs) - 1 or confidence < enough or typical - costs[lane] < _TELLING * unit:
        return Guess(None, confidence)
    return Guess(table.load().languages[lane], confidence)


@cache
def lane_of(code: str | None) -> int | None:
    """Tell where the costs of a language stand; null for one that is not in the table."""
    languages = table.load().languages
    return languages.index(code) if code in languages else None
