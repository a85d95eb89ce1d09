"""The detector: chat text that addresses the grader instead of the other side."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from evaluator.injection.data import Compiled, shipped
from evaluator.injection.disguise import decoded, despaced, has_blob, has_leet
from evaluator.injection.hidden import ODD, hiding_places
from evaluator.injection.phrase import PREFIX, expression
from evaluator.models import Conversation

_STARTS: Final = re.compile(rf"\b\w{{1,{PREFIX}}}")
_SINGLES: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_SPACED: Final = 4
_QUOTED: Final = 300
_MOST: Final = 20
_SPELT_OUT: Final = 30
_SHORT: Final = 300


class Suspicion(NamedTuple):
    """Words that seem to address the grader: ``turns[turn].text[start:end] == quote``."""

    turn: int
    start: int
    end: int
    kind: str
    quote: str


class _Hit(NamedTuple):
    start: int
    end: int
    kind: str


def suspicions(conversation: Conversation) -> tuple[Suspicion, ...]:
    """What in the chat's turns addresses the grader, in order; at most 20 a turn, quotes of at most 300 characters.

    It takes time linear in the length of the chat. A suspicion is no judgement: it asks for a person's look.
    """
    data = shipped()
    found: list[Suspicion] = []
    for number, turn in enumerate(conversation.turns):
        text = turn.text
        hits = _remembered(text, turn.role) if len(text) <= _SHORT else _in_text(text, turn.role, data)
        for start, end, kind in hits:
            found.append(Suspicion(number, start, end, kind, text[start:end]))
    return tuple(found)


@lru_cache(maxsize=2048)
def _remembered(text: str, role: str) -> list[_Hit]:
    """Support texts repeat."""
    return _in_text(text, role, shipped())


def _in_text(text: str, role: str, data: Compiled) -> list[_Hit]:
    folded = data.folding.fold(text)
    apart = folded.replace("_", " ")
    words = set(_STARTS.findall(apart))
    hits = _phrases(apart, words, data)
    if [need for need in data.needs if need in folded]:
        hits += _shapes(folded, role, data)
    if len(_SINGLES & words) >= _SPACED:
        hits += _spelt_out(folded, data)
    if has_leet(folded):
        hits += _in_leet(folded, data)
    if hits and len(folded) != len(text):
        origins = data.folding.origins(text)
        hits = [_Hit(origins[hit.start], origins[hit.end - 1] + 1, hit.kind) for hit in hits]
    if not text.isascii() and ODD.search(text):
        hits += [_Hit(start, end, "hidden_text") for start, end in hiding_places(text)]
    if has_blob(text):
        hits += _encoded(text, role, data)
    return _distinct(hits) if hits else hits


def _phrases(folded: str, words: set[str], data: Compiled) -> list[_Hit]:
    starts = data.starts & words
    if len(starts) < 2:
        return []
    hits: list[_Hit] = []
    for start in starts & data.patterns.keys():
        for pattern in data.patterns[start]:
            for need in pattern.needs:
                if need.isdisjoint(starts):
                    break
            else:
                hits += [_Hit(*span, pattern.kind) for span in pattern.spans(folded)]
    return hits


def _shapes(folded: str, role: str, data: Compiled) -> list[_Hit]:
    hits: list[_Hit] = []
    for shape in data.shapes:
        if role in shape.roles and any(need in folded for need in shape.needs):
            hits += [
                _Hit(*found.span(), shape.kind)
                for found in expression(shape.pattern).finditer(folded)
                if shape.about is None or expression(shape.about).search(found.group())
            ]
    return hits


def _in_leet(folded: str, data: Compiled) -> list[_Hit]:
    read = folded.translate(data.leet)
    return _phrases(read, set(_STARTS.findall(read)), data)


def _spelt_out(folded: str, data: Compiled) -> list[_Hit]:
    return [
        _Hit(shown.start, shown.end, "hidden_text")
        for shown in despaced(folded)
        if len(shown.text) > _SPELT_OUT
        or any(expression(pattern.squeezed).search(shown.text) for pattern in data.all_patterns)
    ]


def _encoded(text: str, role: str, data: Compiled) -> list[_Hit]:
    hits = []
    for shown in decoded(text):
        folded = data.folding.fold(shown.text)
        if _phrases(folded, set(_STARTS.findall(folded)), data) or _shapes(folded, role, data):
            hits.append(_Hit(shown.start, shown.end, "hidden_text"))
    return hits


def _distinct(hits: list[_Hit]) -> list[_Hit]:
    """In order, the first and longest of those that overlap, cut to what is quoted."""
    kept: list[_Hit] = []
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        if (
            not kept
            or hit.start >= kept[-1].end
            or (hit.kind == "hidden_text") != (kept[-1].kind == "hidden_text")
        ):
            kept.append(hit._replace(end=min(hit.end, hit.start + _QUOTED)))
            if len(kept) == _MOST:
                break
    return kept
