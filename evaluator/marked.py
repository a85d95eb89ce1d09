"""Turns with the moves found in them, and turns of one side in a row: what the closing and the rules look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from evaluator.lazy import lazy
from evaluator.models import Evidence, Turn
from evaluator.packs.matcher import Hit
from evaluator.packs.said import Said
from evaluator.packs.text import Words

Side = Literal["agent", "customer", "system"]


# Not frozen, which would treble the time to make one: every turn of every chat becomes one.
@dataclass(slots=True, eq=False)
class MarkedTurn:
    """A turn and what it says, in the eyes of its own side. `moves` are those of `said`: the rules ask often."""

    index: int
    side: Side
    turn: Turn
    said: Said
    moves: frozenset[str]
    # By sentence: several rules quote the same ones.
    quotes: dict[int, Evidence] = field(default_factory=dict)

    @property
    def at(self) -> datetime | None:
        """When it was written."""
        return self.turn.at

    @property
    def words(self) -> Words:
        """The words and sentences."""
        return self.said.words

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The moves, where they stand."""
        return self.said.hits

    @property
    def moves_of(self) -> tuple[frozenset[str], ...]:
        """The moves of each sentence."""
        return self.said.moves_of

    @property
    def asks(self) -> bool:
        """Whether there is a question mark or a question without one."""
        return self.said.asks

    @property
    def substance(self) -> tuple[int, ...]:
        """The sentences that are more than courtesy."""
        return self.said.substance

    def span(self, sentence: int) -> tuple[int, int]:
        """The offsets of a sentence, with the punctuation that ends it."""
        return self.said.span(sentence)


@dataclass(slots=True, eq=False)
class Block:
    """Consecutive turns of one side: posts split over several messages are one turn. `moves` are all of theirs."""

    side: Side
    turns: tuple[MarkedTurn, ...]
    moves: frozenset[str]

    @property
    def asks(self) -> bool:
        """Whether any turn asks something."""
        return any(t.said.asks for t in self.turns)

    @property
    def substantial(self) -> bool:
        """Whether it is more than courtesy."""
        return any(t.said.substance for t in self.turns)

    @property
    def first(self) -> int:
        """Number of its first turn."""
        return self.turns[0].index

    @property
    def last(self) -> int:
        """Number of its last turn."""
        return self.turns[-1].index


class Stretch(tuple[MarkedTurn, ...]):
    """Some turns of a chat, and every move in them."""

    @lazy
    def moves(self) -> frozenset[str]:
        """Every move of its turns."""
        return frozenset[str]().union(*[t.moves for t in self])

    def after(self, index: int) -> Stretch:
        """Those of its turns that come after the turn with that index."""
        return Stretch(t for t in self if t.index > index)


def blocks(turns: Iterable[MarkedTurn]) -> Iterator[Block]:
    """Turns of one side in a row, joined. System rows stand between blocks and part none."""
    run: list[MarkedTurn] = []
    for turn in turns:
        if turn.side == "system":
            continue
        if run and run[-1].side != turn.side:
            yield _block(run)
            run = []
        run.append(turn)
    if run:
        yield _block(run)


def _block(run: list[MarkedTurn]) -> Block:
    moves = run[0].moves if len(run) == 1 else run[0].moves.union(*(t.moves for t in run))
    return Block(run[0].side, tuple(run), moves)
