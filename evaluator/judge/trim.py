"""Long chats: what of them is sent when not all of it fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from json import JSONEncoder

from evaluator.judge.tokens import estimate
from evaluator.models import Conversation, Role

CUT = " […] "
LONGEST_NAME = 60
# What the facts and the frame of the message take, and a turn beside its text; in tokens, rather too many.
_FRAME, _ROW = 80, 22
_LAST_TURNS = 2
_LEAST = 48
# As the message is written: what a turn costs is told by it.
as_json = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Fitted:
    """The turns to send, by their place in the chat, with their texts; `note` says in one line what was cut."""

    kept: tuple[int, ...]
    texts: tuple[str, ...]
    note: str | None = None


def fit(conversation: Conversation, budget_tokens: int, texts: Sequence[str] | None = None) -> Fitted:
    """Choose what to send of a chat so that the message takes at most `budget_tokens`, by the estimate.

    The customer's first turn (the request) and the last two turns always stay, then as many turns before those as
    fit, without a gap. A turn that would take more than a third of the room loses its middle. With a budget below
    some 300 tokens the turns that always stay may take more. `texts` are the turns' texts where others are sent.
    """
    turns = conversation.turns
    texts = [turn.text for turn in turns] if texts is None else texts
    beside = [_ROW + estimate((turn.name or "")[:LONGEST_NAME]) for turn in turns]
    costs = [taken + estimate(as_json(text)) for taken, text in zip(beside, texts, strict=True)]
    room = budget_tokens - _FRAME
    if not turns or sum(costs) <= room:
        return Fitted(tuple(range(len(turns))), tuple(texts))
    most = max(room // 3, _LEAST)
    request = next((n for n, turn in enumerate(turns) if turn.role is Role.CUSTOMER), 0)
    kept = _kept([min(cost, most) for cost in costs], request, room)
    sent = [_shortened(texts[n], most - beside[n]) if costs[n] > most else texts[n] for n in kept]
    return Fitted(tuple(kept), tuple(sent), _note(kept, [n for n in kept if costs[n] > most], len(turns)))


def _kept(costs: Sequence[int], request: int, room: int) -> list[int]:
    """The request and the turns from the end backwards, as long as there is room."""
    start, left = len(costs), room - costs[request]
    while start > 0:
        cost = 0 if start - 1 == request else costs[start - 1]
        if cost > left and len(costs) - start >= _LAST_TURNS:
            break
        left -= cost
        start -= 1
    return [*([request] if request < start else []), *range(start, len(costs))]


def _shortened(text: str, tokens: int) -> str:
    """The text without its middle, so that it takes at most so many tokens; a few characters always stay."""
    keep, sent = len(text), text
    while keep > 8 and (cost := estimate(as_json(sent))) > tokens:
        keep = max(8, min(keep * max(tokens, 1) // cost, keep * 9 // 10))
        sent = text[: keep - keep // 2] + CUT + text[len(text) - keep // 2 :]
    return sent


def _note(kept: Sequence[int], shortened: Sequence[int], count: int) -> str:
    left_out = sorted(set(range(count)) - set(kept))
    parts = [f"{_ranges(left_out)} of {count} left out"] if left_out else []
    return "; ".join(parts + ([f"{_ranges(shortened)} shortened"] if shortened else []))


def _ranges(numbers: Iterable[int]) -> str:
    """``turn 3`` or ``turns 0-1, 3-41``."""
    spans = list(_spans(numbers))
    many = len(spans) > 1 or "-" in spans[0]
    return f"turn{'s' if many else ''} {', '.join(spans)}"


def _spans(numbers: Iterable[int]) -> Iterator[str]:
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        first, *others = [number for _, number in run]
        yield f"{first}-{others[-1]}" if others else str(first)
