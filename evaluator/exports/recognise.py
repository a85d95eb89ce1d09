"""Finds the conversations of a known system in a JSON value, however its answers, pages or hooks wrap them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from evaluator.exports.expression import Expression
from evaluator.exports.mapping import Mapping
from evaluator.readers.message import scalar

# {"payload": {"chat": {…}}} and {"data": {"results": [{…}]}} are usual; documentation wraps its examples deeper.
_DEEPEST = 5
_LOOKED_AT = 3
# Of what stands at one depth; a large file of something else must not take minutes to be turned down.
_SAMPLED = 1000


class Recognised(NamedTuple):
    """The system, and its conversations in the value."""

    mapping: Mapping
    chats: tuple[object, ...]


def recognise(value: object, mappings: Iterable[Mapping]) -> Recognised | None:
    """Find conversations that one of `mappings` knows: `value` itself, or those nearest to its top.

    The first mapping that knows any of the first thousand values at the least depth is taken, with all of its
    conversations at that depth.
    """
    mappings = tuple(mappings)
    for level in _levels(value):
        for mapping in mappings:
            if any(_chats(mapping, holder) for holder in level[:_SAMPLED]):
                return Recognised(
                    mapping, tuple(chat for holder in level for chat in _chats(mapping, holder))
                )
    return None


def _levels(value: object) -> Iterator[list[object]]:
    """The value, then what it holds, and so on."""
    level: list[object] = [value]
    for _ in range(_DEEPEST + 1):
        yield level
        level = [inner for holder in level for inner in _inner(holder)]


def _inner(holder: object) -> list[object]:
    if isinstance(holder, dict):
        return [inner for inner in holder.values() if isinstance(inner, dict | list)]
    # Pages of results: each is an answer of its own.
    return [inner for inner in holder if isinstance(inner, dict)] if isinstance(holder, list) else []


def _chats(mapping: Mapping, holder: object) -> tuple[object, ...]:
    if isinstance(holder, list):
        if mapping.items is not None and _are(mapping.items, holder):
            return tuple({"messages": items} for items in _by_conversation(mapping.item_of, holder))
        # One that is not recognised among others is no reason to lose it: it is reported as an error.
        return tuple(holder) if _are(mapping.recognise, holder) else ()
    return (holder,) if mapping.recognise.holds(holder) else ()


def _by_conversation(item_of: Expression | None, items: list[object]) -> Iterable[list[object]]:
    """An item that does not say where it belongs goes with the one before it."""
    groups: dict[str | None, list[object]] = {}
    key: str | None = None
    for item in items:
        key = (_found(item_of, item) if item_of else None) or key
        groups.setdefault(key, []).append(item)
    return groups.values()


def _found(query: Expression, item: object) -> str | None:
    try:
        return scalar(query.of(item))
    except ValueError:
        return None


def _are(query: Expression, items: list[object]) -> bool:
    return any(query.holds(item) for item in items[:_LOOKED_AT])
