"""Whether a phrase stands at a place of a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.packs.phrase import Phrase

# The atoms that each word of a sentence stands for.
Fits = Sequence[tuple[str, ...]]


def match(phrase: Phrase, part: int, fits: Fits, at: int, asked: bool) -> tuple[int, int] | None:
    """The words of the match whose part number `part` is word `at` of a sentence, if it fits there."""
    parts, at_start, at_end, asks, fixed = phrase
    start = at - part
    end = start + len(parts)
    if start < 0 or end > len(fits) or (asks is not None and asks != asked):
        return None
    if not fixed:
        return _with_gaps(phrase, part, fits, at)
    if (at_start is not None and start > at_start) or (at_end is not None and len(fits) - end > at_end):
        return None
    for number, (_, atoms) in enumerate(parts, start):
        if atoms.isdisjoint(fits[number]):
            return None
    return start, end


def _with_gaps(phrase: Phrase, part: int, fits: Fits, at: int) -> tuple[int, int] | None:
    if phrase.parts[part].atoms.isdisjoint(fits[at]):
        return None
    end = _rightward(phrase, part + 1, fits, at + 1)
    start = _leftward(phrase, part, fits, at) if end else None
    return None if start is None else (start, end)


def _rightward(phrase: Phrase, number: int, fits: Fits, at: int) -> int:
    """The word after the match of part `number` and those behind it, from word `at` on; 0 without one."""
    parts, last = phrase.parts, len(fits)
    while number < len(parts):
        gap, atoms = parts[number]
        number += 1
        if gap:
            for here in range(at, min(at + gap + 1, last)):
                if not atoms.isdisjoint(fits[here]):
                    end = _rightward(phrase, number, fits, here + 1)
                    if end:
                        return end
            return 0
        if at >= last or atoms.isdisjoint(fits[at]):
            return 0
        at += 1
    return at if phrase.at_end is None or last - at <= phrase.at_end else 0


def _leftward(phrase: Phrase, number: int, fits: Fits, at: int) -> int | None:
    """The first word of the match of the parts before `number`, which is at word `at`."""
    if number == 0:
        return at if phrase.at_start is None or at <= phrase.at_start else None
    gap, atoms = phrase.parts[number].gap, phrase.parts[number - 1].atoms
    for here in range(at - 1, max(at - gap - 2, -1), -1):
        if not atoms.isdisjoint(fits[here]):
            start = _leftward(phrase, number - 1, fits, here)
            if start is not None:
                return start
    return None
