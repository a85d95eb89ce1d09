"""The notation of phrases in a language pack, and what it compiles to.

================  =====================================================================
``word``          that word, without regard to case, diacritics and apostrophes
``stem*``         any word that starts so
``a/b*/@class``   one of these
``@class``        one of the words that the pack lists under `classes`
``#``             a word with a digit in it (``15``, ``14:30``, ``R26-0457``)
``[a b]``         may be left out
``(a b|c)``       one of these groups
``..`` ``..5``    up to three (five) words in between
``^`` ``$``       start, end of the sentence; ``^ ..2 a`` leaves room for two words before
``?`` ``!``       at the very end: only in a question; only outside a question
================  =====================================================================
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from sys import intern
from typing import NamedTuple

from evaluator.packs.text import NUMBER, fold

_LEX = re.compile(r"[\[\]()|^$?!]|\.\.\d*|[^\s\[\]()|^$?!]+")
_SPECIAL = re.compile(r"[\^$?!]|\.\.\d*")
_MAX_VARIANTS = 400
_MARKS = ("^", "$", "?", "!")


class Part(NamedTuple):
    """One word of a phrase: the atoms that fit, and how many words may come before it."""

    gap: int
    atoms: frozenset[str]


class Phrase(NamedTuple):
    """One way to say something.

    `at_start`, `at_end`: how many words of the sentence may come before and after, at most; None for any number.
    `asks`: only in (True) or outside (False) a question, or anywhere (None).
    """

    parts: tuple[Part, ...]
    at_start: int | None
    at_end: int | None
    asks: bool | None


class Notation:
    """Compiles the phrases of one pack, whose word lists are `classes`."""

    def __init__(self, classes: Mapping[str, Sequence[str]]) -> None:
        self._classes = classes
        # The same lists of alternatives stand in many phrases: one value each, for memory's sake.
        self._atoms = cache(self._look_up)
        self._part = cache(Part)
        self._sets: dict[frozenset[str], frozenset[str]] = {}

    def compile(self, notation: str) -> list[Phrase]:
        """Every variant that `notation` stands for.

        Raises:
            ValueError: the notation is wrong; the message says where.

        """
        tokens = _LEX.findall(notation)
        variants, rest = _choice(tokens, 0)
        if rest != len(tokens):
            raise ValueError(f"unexpected {tokens[rest]!r} in {notation!r}")
        if len(variants) > _MAX_VARIANTS:
            raise ValueError(
                f"{notation!r} stands for {len(variants)} variants; at most {_MAX_VARIANTS} are allowed"
            )
        return [self._phrase(variant, notation) for variant in dict.fromkeys(variants)]

    def _phrase(self, tokens: tuple[str, ...], notation: str) -> Phrase:
        asks = {"?": True, "!": False}.get(tokens[-1]) if tokens else None
        body = tokens if asks is None else tokens[:-1]
        at_start = body[:1] == ("^",)
        at_end = body[-1:] == ("$",)
        parts: list[Part] = []
        gap = 0
        for element in body[at_start : len(body) - at_end]:
            if element.startswith(".."):
                gap = int(element[2:] or 3)
            elif element in _MARKS:
                raise ValueError(f"{element!r} in the middle")
            else:
                parts.append(self._part(gap, self._atoms(element)))
                gap = 0
        if not parts:
            raise ValueError(f"{notation!r} may match nothing at all")
        return Phrase(tuple(parts), parts[0].gap if at_start else None, gap if at_end else None, asks)

    def _look_up(self, element: str) -> frozenset[str]:
        """The atoms of one element: ``=word``, ``stem*`` or ``#``."""
        found: set[str] = set()
        for choice in element.split("/"):
            if choice.startswith("@"):
                if choice[1:] not in self._classes:
                    raise ValueError(f"unknown class {choice!r}")
                found.update(*map(self._atoms, self._classes[choice[1:]]))
            elif choice == NUMBER:
                found.add(NUMBER)
            elif choice.endswith("*") and len(choice) > 1:
                found.add(intern(fold(choice[:-1]) + "*"))
            elif "-" in choice:
                raise ValueError(f"hyphens part words; {choice!r} matches nothing")
            elif folded := fold(choice):
                found.add(intern("=" + folded))
            else:
                raise ValueError(f"empty alternative in {element!r}")
        atoms = frozenset(found)
        return self._sets.setdefault(atoms, atoms)


def _choice(tokens: Sequence[str], at: int) -> tuple[list[tuple[str, ...]], int]:
    alternatives: list[tuple[str, ...]] = []
    while True:
        found, at = _sequence(tokens, at)
        alternatives += found
        if at < len(tokens) and tokens[at] == "|":
            at += 1
            continue
        return alternatives, at


def _sequence(tokens: Sequence[str], at: int) -> tuple[list[tuple[str, ...]], int]:
    variants: list[tuple[str, ...]] = [()]
    while at < len(tokens) and tokens[at] not in "|)]":
        element = tokens[at]
        if element in "([":
            inner, at = _choice(tokens, at + 1)
            close = ")" if element == "(" else "]"
            if at >= len(tokens) or tokens[at] != close:
                raise ValueError(f"missing {close!r}")
            inner = _merged(inner) if element == "(" else [(), *_merged(inner)]
        else:
            inner = [(element,)]
        at += 1
        variants = [v + i for v in variants for i in inner]
        if len(variants) > _MAX_VARIANTS:
            raise ValueError(f"more than {_MAX_VARIANTS} variants")
    return variants, at


def _merged(alternatives: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Single words among the alternatives as one: ``(a|b|c d)`` is ``(a/b|c d)``, with a third fewer variants."""
    words = [a[0] for a in alternatives if len(a) == 1 and not _SPECIAL.fullmatch(a[0])]
    others = [a for a in alternatives if len(a) != 1 or _SPECIAL.fullmatch(a[0])]
    return [*([("/".join(words),)] if words else []), *others]
