"""The JSON object that an answer is, or holds. Nothing is read out of prose."""

from __future__ import annotations

import json
from typing import Any

_FENCE = "```"
# Some models think aloud first.
_THOUGHT = ("<think>", "</think>")


class Unreadable(ValueError):  # what the answer is
    """The answer does not fit the form. `problems` are short, hold no words of the chat, and can be sent back."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def one_object(text: str, *, lenient: bool) -> dict[str, Any]:
    """Return the JSON object that the text is, or, `lenient`, that it holds in a ```json fence or amid prose.

    Raises `Unreadable`: there is none, or more than one.
    """
    try:
        data = json.loads(text)
    # ValueError: also numbers of absurd length, RecursionError: nesting of absurd depth.
    except (ValueError, RecursionError):
        if not lenient:
            raise Unreadable("the answer must be one JSON object and nothing else") from None
        data = _within(text)
    if type(data) is not dict:
        raise Unreadable("the answer must be one JSON object, not a list or a single value")
    return data


def _within(text: str) -> object:
    opening, closing = _THOUGHT
    if text.lstrip().startswith(opening):
        text = text.partition(closing)[2]
    fenced = _fenced(text)
    if len(fenced) > 1:
        raise Unreadable("the answer holds more than one JSON block; give one object")
    text = fenced[0] if fenced else text
    start = text.find("{")
    if start < 0:
        raise Unreadable("the answer holds no JSON object")
    try:
        data, end = json.JSONDecoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        raise Unreadable("the answer holds no valid JSON object") from None
    if "{" in text[end:]:
        raise Unreadable("the answer holds more than one JSON object; give one")
    return data


def _fenced(text: str) -> list[str]:
    """The contents of the closed ```json fences."""
    blocks: list[str] = []
    inside: list[str] | None = None
    for line in text.split("\n"):
        mark = line.strip()
        if inside is None:
            inside = [] if mark.lower() == f"{_FENCE}json" else None
        elif mark == _FENCE:
            blocks.append("\n".join(inside))
            inside = None
        else:
            inside.append(line)
    return blocks
