"""Turns with the moves found in them, and turns of one side in a row: what the closing and the rules look at."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from evaluator.models import Turn
from evaluator.packs.matcher import Hit
from evaluator.packs.text import NUMBER, Words

Side = Literal["agent", "customer", "system"]

# How somebody is addressed says nothing about what a sentence does.
_ADDRESS = ("formal", "informal")
_ONLY_MARKS = re.compile(r"\s*\?[?!\s]*")

# Moves that are courtesy or chat management and settle nothing by themselves.
# fmt: off
COURTESY = frozenset((
    "thanks", "thanks_bare", "offer", "invite_back", "farewell", "wish", "farewell_cold", "returned_wish",
    "signoff", "feedback_ask", "feedback_mention", "ack", "greeting", "apology", "apology_formula",
    "understanding", "close_announce", "still_there", "silence", "check", "consent", "hold", "sarcasm",
    "rude", "overdone",
))
# fmt: on
# Moves that carry the matter itself.
# fmt: off
SUBSTANCE = frozenset((
    "done", "handled_vague", "summary", "commit", "instruct", "vague_next", "transfer", "redirect",
    "escalate", "defer", "refusal", "alternative", "misdirect", "solved_claim", "dismissive",
    "blame_customer",
))
# fmt: on
# Sentences without any known move count as substance from this many words; courteous ones need more of their own.
_LONG_SENTENCE = 4
_REST_WITH_SUBSTANCE = 3
_REST_WITH_NUMBER = 6
_LONG_REST = 10


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
            if hit.move not in _ADDRESS:
                found[hit.sentence].add(hit.move)
        return tuple(frozenset(moves) for moves in found)

    @cached_property
    def _hits_of(self) -> Mapping[int, list[Hit]]:
        found: dict[int, list[Hit]] = {}
        for hit in self.hits:
            found.setdefault(hit.sentence, []).append(hit)
        return found

    @property
    def at(self) -> datetime | None:
        """When it was written."""
        return self.turn.at

    @cached_property
    def asks(self) -> bool:
        """Whether there is a question mark or a question without one."""
        return (
            any(s.asks for s in self.words.sentences)
            or "c_question" in self.moves
            or bool(_ONLY_MARKS.fullmatch(self.turn.text))
        )

    @cached_property
    def substance(self) -> tuple[int, ...]:
        """The sentences that are more than courtesy."""
        return tuple(
            number
            for number, (sentence, moves) in enumerate(zip(self.words.sentences, self.moves_of, strict=True))
            if _has_substance(
                sentence.last - sentence.first,
                moves,
                len(self.uncovered(number, COURTESY)),
                self.numbers(number),
            )
        )

    def uncovered(self, sentence: int, by: Container[str] | None = None) -> tuple[str, ...]:
        """The words of a sentence that belong to no move, or to none of those in `by`."""
        covered = {
            i
            for h in self._hits_of.get(sentence, ())
            if (h.move not in _ADDRESS if by is None else h.move in by)
            for i in range(h.first, h.last)
        }
        first, last, _ = self.words.sentences[sentence]
        return tuple(self.words.tokens[i].word for i in range(first, last) if i not in covered)

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


def _has_substance(length: int, moves: frozenset[str], rest: int, numbers: int) -> bool:
    """`rest`: the words beside the courtesy."""
    if not moves & COURTESY:
        return bool(moves & SUBSTANCE) or length >= _LONG_SENTENCE
    if moves & SUBSTANCE:
        return rest >= _REST_WITH_SUBSTANCE
    return rest >= (_REST_WITH_NUMBER if numbers else _LONG_REST)


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
