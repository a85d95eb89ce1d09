"""Reads the turns of a native JSON object, whatever its keys are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from reprlib import repr as short

_ROLE = ("role", "sender", "author", "speaker", "from", "type")
_ROLE_INSIDE = ("role", "type", "sender_type", "author_type", "name")
_TEXT = ("text", "content", "message", "body")
_TEXT_INSIDE = (*_TEXT, "value")
_TIME = ("at", "ts", "time", "timestamp", "created_at", "date")
_NAME = ("name", "display_name", "author_name", "sender_name", "nick")
_TURN_ID = ("id", "message_id")


@dataclass(frozen=True, slots=True)
class Message:
    """A turn as it stands: `label` is what it calls its speaker, `index` where it is in the list."""

    index: int
    label: str
    text: str
    time: object
    name: str | None
    id: str | None


def read_messages(raw: object, rest: Mapping[str, object]) -> tuple[list[Message], list[str]]:
    """Read the list of turns, and note what was left out. Raises `ValueError`; `rest` is only named in it."""
    if not isinstance(raw, list):
        found = f"; found {short(', '.join(map(str, rest)))}" if rest else ""
        raise ValueError(f"has no list of turns (looked for turns, messages{found})")
    messages = [_message(turn, index) for index, turn in enumerate(raw)]
    empty = [f"turns[{m.index}]" for m in messages if not m.text or m.text.isspace()]
    if not empty:
        return messages, []
    kept = [m for m in messages if m.text and not m.text.isspace()]
    return kept, [f"{len(empty)} empty turns left out, first {empty[0]}"]


def _message(turn: object, index: int) -> Message:
    if not isinstance(turn, dict):
        raise ValueError(f"turns[{index}] must be an object, not {short(turn)}")
    label, name = _label(turn)
    if not label:
        raise ValueError(f"turns[{index}] has no role (looked for {', '.join(_ROLE)})")
    text = _text(first_of(turn, _TEXT))
    if text is None:
        raise ValueError(f"turns[{index}] has no text (looked for {', '.join(_TEXT)})")
    return Message(index, label, text, first_of(turn, _TIME), name, scalar(first_of(turn, _TURN_ID)))


def _label(turn: Mapping[str, object]) -> tuple[str | None, str | None]:
    """Find what the turn calls its speaker, and the speaker's name."""
    label, name = first_of(turn, _ROLE), first_of(turn, _NAME)
    if isinstance(label, dict):
        name = name or first_of(label, _NAME)
        label = first_of(label, _ROLE_INSIDE)
    return scalar(label), name if isinstance(name, str) else None


def _text(value: object) -> str | None:
    match value:
        case str():
            return value
        case bool():
            return None
        case int() | float():
            return str(value)
        case dict():
            return _text(first_of(value, _TEXT_INSIDE))
        case list():
            return "\n".join(part for part in map(_text, value) if part)
    return None


def scalar(value: object) -> str | None:
    """Return text or a number as text; anything else is nothing."""
    if isinstance(value, str):
        return value or None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def first_of(value: Mapping[str, object], keys: Iterable[str]) -> object:
    """Return the value of the first key that holds one."""
    for key in keys:
        if (found := value.get(key)) is not None:
            return found
    return None


def pop(rest: dict[str, object], keys: Iterable[str]) -> object:
    """Take out and return the first of the keys that holds a value; keys before it that hold null go too."""
    for key in keys:
        if key in rest and (found := rest.pop(key)) is not None:
            return found
    return None
