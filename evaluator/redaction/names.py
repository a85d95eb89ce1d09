"""Finds names of people that a chat's data gives, in the forms that sentences bend them into."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from evaluator.models import Conversation, Role
from evaluator.packs.text import fold
from evaluator.redaction.words import vocabulary

# Accents may be characters of their own, and invisible ones may stand inside a word.
_MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_WORD = re.compile(rf"[^\W\d_]+(?:(?:['’\-]|[{_MARKS}]{{1,8}})[^\W\d_]+){{0,8}}")
_JOINT = re.compile(r"['’\-]")
# Letters that are more than a plain letter with an accent, so that folding takes longer.
_ODD = re.compile("[łŁđĐðÐøØæÆœŒıßẞ]").search
_SHORTEST = 2
_VOWELS = frozenset(("e", "y", "u", "o", "ou"))
_LONGEST_NAME = 200
_LONGEST_WORD = 400
_FEW = 24
_ENDING = re.compile(r"(?:as|is|ys|us|[aeiouy])$")
# What bending changes inside: Zdeněk – Zdeňka, Pavel – Pavla; Virtanen – Virtasen, Virtasta; Pekka – Pekan,
# Satu – Sadun; Vytis – Vyčio, Gaidys – Gaidžio.
_CHANGES = (
    (re.compile(r"(?<=.[^aeiouy])e([klcnmr])$"), r"\1"),
    (re.compile(r"(?<=..)nen$"), "se"),
    (re.compile(r"(?<=..)nen$"), "s"),
    (re.compile(r"([kpt])\1([aeiouy])$"), r"\1\2"),
    (re.compile(r"(?<=[aeiouy])t([aeiouy])$"), r"d\1"),
    (re.compile(r"(?<=.)t[iy]s$"), "c"),
    (re.compile(r"(?<=.)d[iy]s$"), "dz"),
)


class Name(NamedTuple):
    """A word of somebody's name, folded, and the stems that its forms begin with."""

    word: str
    stems: tuple[str, ...]


class Occurrence(NamedTuple):
    """A form of a name in a text."""

    start: int
    end: int
    name: str


class Known:
    """The names of one chat. Finding them in a text takes the same time however many they are."""

    def __init__(self, given: Iterable[Name]) -> None:
        self._stems: dict[str, str] = {}
        for name in given:
            self._stems[name.word] = name.word
            for stem in name.stems:
                self._stems.setdefault(stem, name.word)
        # Beyond a few, looking at each word is the quicker way.
        self._needles = tuple(self._stems) if len(self._stems) <= _FEW else None
        self._is_plain = all(stem.isascii() for stem in self._stems)
        self._seen: dict[str, str | None] = {}

    def may_be_in(self, text: str) -> bool:
        """Whether it is worth to `find` them: quick, and true wherever there is one."""
        if self._needles is None:
            return True
        if not self._needles:
            return False
        if text.isascii():
            folded = text.lower().replace("'", "")
        elif self._is_plain and not _ODD(text):
            letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
            folded = letters.lower().replace("'", "")
        else:
            folded = fold(text)
        return any(map(folded.__contains__, self._needles))

    def find(self, text: str) -> Iterator[Occurrence]:
        """Every form of the names in the text, in order."""
        seen = self._seen
        for found in _WORD.finditer(text):
            word = found[0]
            if word not in seen:
                seen[word] = self._name(word)
            if name := seen[word]:
                yield Occurrence(found.start(), found.end(), name)

    def in_field(self, text: str) -> Iterator[Occurrence]:
        """Every form of the names in a field that holds a name; words of every day are names there."""
        for found in _WORD.finditer(text):
            for part in _parts(found[0]):
                if name := self._stems.get(part) or self._form(part, _SHORTEST):
                    yield Occurrence(found.start(), found.end(), name)
                    break

    def _name(self, word: str) -> str | None:
        is_capital = word[0].isupper()
        for part in _parts(word):
            if self._stems.get(part) == part:
                if is_capital or part not in vocabulary().ambiguous:
                    return part
            elif is_capital:
                if name := self._form(part, _SHORTEST):
                    return name
            elif (name := self._form(part, 4)) and not {part, name} & vocabulary().ambiguous:
                return name
        return None

    def _form(self, part: str, shortest: int) -> str | None:
        """The name that the word is a form of. A shortened stem has to be longer to be trusted."""
        words = vocabulary()
        for cut in range(len(part) - 1, max(shortest, len(part) - words.longest_ending) - 1, -1):
            name = self._stems.get(part[:cut])
            is_sure = name and (shortest == _SHORTEST or cut > shortest or cut == len(name))
            # Of two letters anything could be made: "Eva" bends to "Evy", "Evou".
            endings = words.endings if cut > _SHORTEST else _VOWELS
            if name and is_sure and part[cut:] in endings:
                return name
        return None


def names(conversation: Conversation) -> Known:
    """The words of every name that turns, the agent field and the metadata give."""
    given = [turn.name for turn in conversation.turns if turn.name and turn.role is not Role.SYSTEM]
    if conversation.agent:
        given.append(conversation.agent)
    if conversation.metadata:
        given += _values(conversation.metadata)
    return Known(name for text in dict.fromkeys(given) for name in _words(text[:_LONGEST_NAME]))


def _values(data: Mapping[str, Any], depth: int = 3) -> Iterator[str]:
    """The texts of fields that hold a name, also inside of other fields."""
    for field, value in data.items():
        if isinstance(value, str):
            if _is_name_field(str(field)):
                yield value
        elif isinstance(value, Mapping) and depth:
            yield from _values(value, depth - 1)


@lru_cache(maxsize=1024)
def _is_name_field(field: str) -> bool:
    return re.sub(r"[\W_]", "", fold(field)) in vocabulary().plain_fields


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[Name, ...]:
    """The words of a name. Of an address only what stands before the domain may be one."""
    words = (part for found in _WORD.finditer(text.split("@")[0]) for part in _parts(found[0]))
    no_names = vocabulary().no_names
    return tuple(
        Name(word, _stems(word))
        for word in dict.fromkeys(words)
        if len(word) >= _SHORTEST and word not in no_names
    )


def _parts(word: str) -> tuple[str, ...]:
    """What may be a name in a word: the whole and what a hyphen or an apostrophe joins, folded."""
    whole = fold(word[:_LONGEST_WORD])
    if word.isalpha():
        return (whole,)
    joined = tuple(map(fold, _JOINT.split(word[:_LONGEST_WORD])))
    return joined if "-" in whole else (whole, *joined)


def _stems(word: str) -> tuple[str, ...]:
    stems = [word]
    if len(word) > 2 and (shorter := _ENDING.sub("", word)) != word and len(shorter) > 1:
        stems.append(shorter)
    if len(word) > 3:
        stems += [change.sub(into, word) for change, into in _CHANGES if change.search(word)]
    return tuple(stems)
