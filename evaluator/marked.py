"""A conversation with the moves found in every turn: what the closing and the rules look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from evaluator.models import Conversation, Role, Turn
from evaluator.packs.matcher import Hit, Matcher
from evaluator.packs.text import NUMBER, Sentence, Words

Side = Literal["agent", "customer", "system"]

_SIDES: dict[Role, Side] = {
    Role.AGENT: "agent",
    Role.BOT: "agent",
    Role.CUSTOMER: "customer",
    Role.SYSTEM: "system",
}
_ONLY_MARKS = re.compile(r"\s*\?[?!\s]*")

# Moves that are courtesy or chat management and settle nothing by themselves.
COURTESY = frozenset(
    "thanks thanks_bare offer invite_back farewell wish farewell_cold returned_wish signoff feedback_ask"
    " feedback_mention ack greeting apology apology_formula understanding close_announce still_there silence"
    " check consent hold sarcasm rude overdone".split()
)
# Moves that carry the matter itself.
SUBSTANCE = frozenset(
    "done handled_vague summary commit instruct vague_next transfer redirect escalate defer refusal alternative"
    " misdirect solved_claim dismissive blame_customer".split()
)
# Sentences without any known move count as substance from this many words.
_LONG_SENTENCE = 4
_LONG_REST = 6


@dataclass(frozen=True)
class MarkedTurn:
    """A turn with its words and with the moves of its own side. `moves_of[n]` are those of sentence n."""

    index: int
    side: Side
    turn: Turn
    words: Words
    hits: tuple[Hit, ...]

    @cached_property
    def moves(self) -> frozenset[str]:
        """Every move of the turn."""
        return frozenset(hit.move for hit in self.hits)

    @cached_property
    def moves_of(self) -> tuple[frozenset[str], ...]:
        """The moves of each sentence."""
        found: list[set[str]] = [set() for _ in self.words.sentences]
        for hit in self.hits:
            found[hit.sentence].add(hit.move)
        return tuple(frozenset(moves) for moves in found)

    @property
    def at(self) -> datetime | None:
        """When it was written."""
        return self.turn.at

    @cached_property
    def asks(self) -> bool:
        """Whether there is a question mark or a question without one."""
        return any(s.asks for s in self.words.sentences) or "c_question" in self.moves or bool(
            _ONLY_MARKS.fullmatch(self.turn.text)
        )

    @cached_property
    def substance(self) -> tuple[int, ...]:
        """The sentences that are more than courtesy."""
        return tuple(
            number
            for number, (sentence, moves) in enumerate(zip(self.words.sentences, self.moves_of, strict=True))
            if _has_substance(sentence, moves, self._uncovered(number, sentence))
        )

    def _uncovered(self, number: int, sentence: Sentence) -> int:
        covered = {i for h in self.hits if h.sentence == number for i in range(h.first, h.last)}
        return sentence.last - sentence.first - len(covered)

    def span(self, sentence: int) -> tuple[int, int]:
        """The offsets of a sentence, with the punctuation that ends it."""
        first, last, _ = self.words.sentences[sentence]
        start, end = self.words.tokens[first].start, self.words.tokens[last - 1].end
        while end < len(self.turn.text) and self.turn.text[end] in ".!?…":
            end += 1
        return start, end

    def numbers(self, sentence: int) -> int:
        """How many words with digits a sentence has."""
        first, last, _ = self.words.sentences[sentence]
        return sum(t.word == NUMBER for t in self.words.tokens[first:last])


def _has_substance(sentence: Sentence, moves: frozenset[str], uncovered: int) -> bool:
    length = sentence.last - sentence.first
    if moves & COURTESY:
        return bool(moves & SUBSTANCE) and uncovered >= _LONG_REST // 2 or uncovered >= _LONG_REST
    if moves & SUBSTANCE:
        return True
    return length >= _LONG_SENTENCE or uncovered < length


@dataclass(frozen=True)
class Block:
    """Consecutive turns of one side: posts split over several messages are one turn."""

    side: Side
    turns: tuple[MarkedTurn, ...]

    @cached_property
    def moves(self) -> frozenset[str]:
        """Every move of its turns."""
        return frozenset[str]().union(*(t.moves for t in self.turns))

    @cached_property
    def asks(self) -> bool:
        """Whether any turn asks something."""
        return any(t.asks for t in self.turns)

    @cached_property
    def substantial(self) -> bool:
        """Whether it is more than courtesy."""
        return any(t.substance for t in self.turns)

    @property
    def first(self) -> int:
        """Number of its first turn."""
        return self.turns[0].index

    @property
    def last(self) -> int:
        """Number of its last turn."""
        return self.turns[-1].index


def mark(conversation: Conversation, matchers: Mapping[str, Matcher], codes: Sequence[str]) -> tuple[MarkedTurn, ...]:
    """Every turn with the moves that `matchers[codes[n]]` finds in it for its side."""
    return tuple(
        _mark_turn(number, turn, matchers[code])
        for number, (turn, code) in enumerate(zip(conversation.turns, codes, strict=True))
    )


def _mark_turn(number: int, turn: Turn, matcher: Matcher) -> MarkedTurn:
    side = _SIDES[turn.role]
    words, hits = matcher.find(turn.text, side)
    return MarkedTurn(number, side, turn, words, hits)


def blocks(turns: Iterable[MarkedTurn]) -> Iterator[Block]:
    """Turns of one side in a row, joined. System rows stand between blocks and part none."""
    run: list[MarkedTurn] = []
    for turn in turns:
        if turn.side == "system":
            continue
        if run and run[-1].side != turn.side:
            yield Block(run[0].side, tuple(run))
            run = []
        run.append(turn)
    if run:
        yield Block(run[0].side, tuple(run))
