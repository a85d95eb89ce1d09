"""Puts placeholders in place of personal data."""

from __future__ import annotations

from collections import Counter

from evaluator.models import Conversation, Turn
from evaluator.redaction import names, numbers
from evaluator.redaction.redacted import PLACEHOLDER, Redacted


def redact(conversation: Conversation, language: str | None = None) -> Redacted:
    """Mask personal data in a chat; `language` says which countries' telephone numbers are usual in it."""
    masks = _Masks(conversation, language or conversation.language)
    turns = tuple(masks.turn(turn) for turn in conversation.turns)
    masked = Conversation(
        id=conversation.id, turns=turns, language=conversation.language, channel=conversation.channel
    )
    return Redacted(masked, masks.counts, masks.originals)


class _Masks:
    """The placeholders of one chat: the same words get the same one throughout."""

    def __init__(self, conversation: Conversation, language: str | None) -> None:
        self.counts: Counter[str] = Counter()
        self.originals: dict[str, str] = {}
        self._language = language
        self._names = names.names(conversation)
        self._fields: dict[str, tuple[str, tuple[tuple[str, int], ...]]] = {}
        self._given: dict[tuple[str, str], str] = {}
        self._starts: dict[tuple[str, str], str] = {}
        self._forms: Counter[str] = Counter()
        self._last: Counter[str] = Counter()
        texts = (text for turn in conversation.turns for text in (turn.text, turn.name or "") if "[" in text)
        # What somebody typed as a placeholder stays what it is: its number is not used.
        self._taken = {
            found.split(".")[0].rstrip("]") for text in texts for found in PLACEHOLDER.findall(text)
        }

    def turn(self, turn: Turn) -> Turn:
        """The turn, masked; itself where there is nothing to mask."""
        text = self._masked(turn.text)
        name = self._masked_name(turn.name) if turn.name else turn.name
        if text is turn.text and name is turn.name:
            return turn
        # A third quicker than a copy.
        return Turn(role=turn.role, text=text, at=turn.at, name=name, id=turn.id)

    def _masked_name(self, name: str) -> str:
        # Most turns bear one of two names.
        if name in self._fields:
            text, kinds = self._fields[name]
            for kind, count in kinds:
                self.counts[kind] += count
            return text
        before = self.counts.copy()
        text = self._masked(name, is_field=True)
        self._fields[name] = text, tuple((self.counts - before).items())
        return text

    def _masked(self, text: str, *, is_field: bool = False) -> str:
        spans = self._found(text, is_field)
        if not spans:
            return text
        parts, end = [], 0
        for start, stop, kind, value in spans:
            parts += [text[end:start], self._placeholder(kind, value, text[start:stop])]
            end = stop
        return "".join((*parts, text[end:]))

    def _found(self, text: str, is_field: bool) -> list[tuple[int, int, str, str]]:
        """What to mask, in order and without overlaps: what was found first counts."""
        spans: list[tuple[int, int, str, str]] = []
        if numbers.may_be_in(text):
            spans += [
                (start, stop, kind, text[start:stop])
                for start, stop, kind in numbers.find(text, self._language)
            ]
        if is_field or self._names.may_be_in(text):
            people = self._names.in_field(text) if is_field else self._names.find(text)
            spans += [(start, stop, "name", name) for start, stop, name in people]
        if len(spans) < 2:
            return spans
        taken = bytearray(len(text))
        kept = []
        for span in spans:
            start, stop, _, _ = span
            if not any(taken[start:stop]):
                taken[start:stop] = b"\x01" * (stop - start)
                kept.append(span)
        kept.sort()
        return kept

    def _placeholder(self, kind: str, value: str, form: str) -> str:
        """The placeholder of a value; another form of the same name gets the same number and a form of its own."""
        self.counts[kind] += 1
        given = self._given.get((kind, form))
        if given is None:
            given = self._given[kind, form] = self._new(kind, value)
            self.originals[given] = form
        return given

    def _new(self, kind: str, value: str) -> str:
        start = self._starts.get((kind, value))
        if start is None:
            start = self._starts[kind, value] = self._start(kind)
        self._forms[start] += 1
        form = self._forms[start]
        return f"{start}.{form}]" if form > 1 else f"{start}]"

    def _start(self, kind: str) -> str:
        while True:
            self._last[kind] += 1
            start = f"[{kind.upper()}_{self._last[kind]}"
            if start not in self._taken:
                return start
