"""What to call the customer in a goodbye: only what cannot be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from evaluator.models import Conversation, Role
from evaluator.packs.text import fold
from evaluator.rules.names import is_form
from evaluator.suggest.formality import Formality

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")
_SHORTEST = 3


def address(
    conversation: Conversation, formality: Formality, titles: Iterable[str], *, nominative: bool
) -> str | None:
    """The address that the agent used, with its title; else a given name, where names keep their form.

    A surname alone, or a name that would have to be inflected, is left out rather than got wrong.
    """
    known = {fold(title.rstrip(".")): title for title in titles}
    names = [turn.name for turn in conversation.turns if turn.role is Role.CUSTOMER and turn.name]
    if not names:
        return None
    parts = [part for part in _WORD.findall(names[-1]) if len(part) >= _SHORTEST and part[0].isupper()]
    for turn in conversation.turns:
        if turn.is_agent_side and (used := _used(turn.text, parts, known, formality)):
            return used
    return (
        parts[0]
        if formality == "informal" and nominative and len(names[-1].split()) == len(parts) == 1
        else None
    )


def _used(text: str, parts: list[str], titles: Mapping[str, str], formality: Formality) -> str | None:
    words = list(_WORD.finditer(text))
    for number, word in enumerate(words):
        if not word[0][0].isupper() or not any(_is_called(word[0], part) for part in parts):
            continue
        following = words[number + 1] if number + 1 < len(words) else None
        end = word.end()
        if (
            following
            and any(_is_called(following[0], part) for part in parts)
            and text[end : following.start()] == " "
        ):
            end = following.end()
        rest = text[end:].lstrip(" ")
        if rest and rest[0] not in ",.!?–-:)\n" and text[end - 1] != ".":
            continue  # talked about, not addressed
        called = text[word.start() : end].rstrip(".")
        title = titles.get(fold(words[number - 1][0].rstrip("."))) if number else None
        if title or formality == "informal":
            return f"{title} {called}" if title else called
    return None


def _is_called(word: str, part: str) -> bool:
    return is_form(fold(word.rstrip(".")), fold(part))
