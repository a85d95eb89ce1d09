"""The small language of the phrases in ``rubrics/injection.yaml``, made into regular expressions.

A phrase is words with spaces between them: ``word``, ``stem*`` (any ending), ``{set}`` (one of a named list, whose
entries may be several words), ``a|b`` (either), ``a_b`` (two words), ``~3`` (up to three words without a digit). Words
follow each other within a sentence. Everything is bounded, so that matching takes linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

# What may stand between two words: no end of a sentence, nothing without limit.
_BETWEEN: Final = r"[^\w.!?]{1,6}+"
_GAP: Final = rf"(?:[^\W\d]{{1,24}}+{_BETWEEN}){{0,%d}}"
# The same where an order is typed with a space after every letter, and the words cannot be told apart.
_SQUEEZED_GAP: Final = r"[^\W\d]{0,%d}?"
_BEFORE: Final = 24
PREFIX: Final = 4

WordSets = Mapping[str, tuple[str, ...]]


# Most texts hold the words of no phrase: an expression is compiled when the first does.
expression = cache(re.compile)


class Pattern(NamedTuple):
    """A phrase as regular expressions. It can match only where, of every set in `needs`, some word begins so.

    `squeezed` is the expression for letters run together.
    """

    kind: str
    words: str
    squeezed: str
    without: str | None
    needs: tuple[frozenset[str], ...]

    def spans(self, folded: str) -> Iterator[tuple[int, int]]:
        """Where the phrase stands, and no word of `without` in it or shortly before."""
        for found in expression(self.words).finditer(folded):
            start, end = found.span()
            if not (self.without and expression(self.without).search(folded, max(0, start - _BEFORE), end)):
                yield start, end


def compiled(
    kind: str, phrase: str, unless: tuple[str, ...], sets: WordSets, without: tuple[str, ...] = ()
) -> Pattern:
    """Make `phrase` a pattern; it does not match where one of `unless` follows. Raises `ValueError`."""
    options = [_options(part, sets) for part in phrase.split()]
    if not options or options[0] is None or options[-1] is None:
        raise ValueError(f"phrase {phrase!r} must begin and end with a word")
    words = rf"\b{_joined(phrase, sets)}\b"
    if unless:
        words += rf"(?!{_BETWEEN}(?:{'|'.join(_joined(one, sets) for one in unless)})\b)"
    needs = tuple(frozenset(option.rstrip("*")[:PREFIX] for option in some) for some in _firsts(options))
    speaker = rf"\b(?:{'|'.join(map(re.escape, without))})\b" if without else None
    return Pattern(kind, words, _squeezed(phrase, sets), speaker, needs)


def _options(part: str, sets: WordSets) -> tuple[str, ...] | None:
    """The words that the part allows, or None for a gap."""
    if part.startswith("~"):
        if not part[1:].isdigit():
            raise ValueError(f"{part!r} is no gap; write ~1 to ~9")
        return None
    found: list[str] = []
    for name in part.split("|"):
        if not name.startswith("{"):
            found.append(name.replace("_", " "))
        elif name[1:-1] in sets:
            found.extend(sets[name[1:-1]])
        else:
            raise ValueError(f"there are no words named {name}")
    return tuple(found)


def _firsts(options: list[tuple[str, ...] | None]) -> list[list[str]]:
    firsts = [[option.split()[0] for option in some] for some in options if some is not None]
    for first in (word for some in firsts for word in some):
        if first.endswith("*") and len(first) <= PREFIX:
            raise ValueError(f"the stem {first!r} is too short: at least {PREFIX} letters")
    return firsts


def _word(word: str) -> str:
    """One word as a pattern; digits may stand as 10/10 or 100 %."""
    if word.endswith("*"):
        return re.escape(word[:-1]) + r"\w{0,24}+"
    return re.escape(word)


def _alternatives(part: tuple[str, ...], join: str) -> str:
    longest_first = sorted(part, key=len, reverse=True)
    return (
        "(?:" + "|".join(join.join(_word(word) for word in option.split()) for option in longest_first) + ")"
    )


def _joined(phrase: str, sets: WordSets) -> str:
    pattern = ""
    after_word = False
    for part in phrase.split():
        options = _options(part, sets)
        if after_word:
            pattern += r"\b" + _BETWEEN
        pattern += _GAP % int(part[1:]) if options is None else _alternatives(options, _BETWEEN)
        after_word = options is not None
    return pattern


def _squeezed(phrase: str, sets: WordSets) -> str:
    pattern = ""
    for part in phrase.split():
        options = _options(part, sets)
        if options is None:
            pattern += _SQUEEZED_GAP % (8 * int(part[1:]))
        else:
            pattern += "(?:" + "|".join(option.replace(" ", "").replace("*", "") for option in options) + ")"
            pattern += r"\w{0,5}?"
    return pattern
