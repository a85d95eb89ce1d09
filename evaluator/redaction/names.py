"""Finds names of people that a chat's data gives, in the forms that sentences bend them into."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from evaluator.models import Conversation, Role
from evaluator.packs.text import fold
from evaluator.redaction.words import vocabulary

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_SHORTEST = 2
_LONGEST_NAME = 200
_ENDING = re.compile(r"(?:as|is|ys|us|[aeiouy])$")
# Zdeněk – Zdeňka, Pavel – Pavla; Virtanen – Virtasen.
_FLEETING = re.compile(r"^(.+[^aeiouy])e([klcnmr])$")


class Name(NamedTuple):
    """A word of somebody's name, folded, and the stems that its forms begin with."""

    word: str
    stems: tuple[str, ...]


class Occurrence(NamedTuple):
    """A form of a name in a text."""

    start: int
    end: int
    name: str


def names(conversation: Conversation) -> tuple[Name, ...]:
    """The words of every name that turns, the agent field and the metadata give."""
    given = [turn.name for turn in conversation.turns if turn.name and turn.role is not Role.SYSTEM]
    fields = vocabulary().name_fields
    values = (value for field, value in conversation.metadata.items() if field.casefold() in fields)
    given += [value for value in (conversation.agent, *values) if isinstance(value, str)]
    return tuple(dict.fromkeys(name for text in dict.fromkeys(given) for name in _words(text[:_LONGEST_NAME])))


def find(text: str, known: Iterable[Name]) -> Iterator[Occurrence]:
    """Every form of the names in the text, in order."""
    if not known:
        return
    folded = fold(text)
    present = [name for name in known if any(stem in folded for stem in name.stems)]
    if not present:
        return
    for found in _WORD.finditer(text):
        word = found[0]
        for name in present:
            if _is_form(word, name):
                yield Occurrence(found.start(), found.end(), name.word)
                break


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[Name, ...]:
    found = (fold(word) for whole in _WORD.findall(text) for word in re.split(r"[-'’]", whole))
    return tuple(
        Name(word, _stems(word))
        for word in found
        if len(word) >= _SHORTEST and word not in vocabulary().no_names
    )


def _stems(word: str) -> tuple[str, ...]:
    stems = [word]
    if len(word) > 3 and (shorter := _ENDING.sub("", word)) != word and len(shorter) > 2:
        stems.append(shorter)
    if len(word) > 4 and (fleeting := _FLEETING.match(word)):
        stems.append(fleeting[1] + fleeting[2])
    if len(word) > 5 and word.endswith("nen"):
        stems.append(word[:-3])
    return tuple(stems)


def _is_form(word: str, name: Name) -> bool:
    folded = fold(word)
    if folded == name.word:
        return word[0].isupper() or folded not in vocabulary().ambiguous
    if not word[0].isupper():
        return False
    endings = vocabulary().endings
    parts = [folded, *re.split(r"[-'’]", word.casefold())] if not word.isalpha() else [folded]
    return any(
        part.startswith(stem) and (part == name.word or part[len(stem) :] in endings)
        for part in map(fold, parts)
        for stem in name.stems
    )
