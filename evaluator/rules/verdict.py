"""What a rule says of one criterion, and the words it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from evaluator.marked import MarkedTurn, Stretch
from evaluator.models import Evidence, Level
from evaluator.packs.text import Token

_LONGEST_QUOTE = 240
_QUOTES = 3
# Words that long are seldom "and", "for" and the like.
_CONTENT = 4


class Verdict(NamedTuple):
    """`case` names the reason text: ``reasons["<criterion>.<case>"]`` in the language pack."""

    level: Level
    case: str
    evidence: tuple[Evidence, ...] = ()


UNSCORED = Verdict(Level.UNSCORED, "")


class Found(NamedTuple):
    """A move and where it stands."""

    turn: MarkedTurn
    sentence: int
    move: str

    @property
    def moves(self) -> frozenset[str]:
        """Every move of the sentence."""
        return self.turn.moves_of[self.sentence]

    @property
    def asks(self) -> bool:
        """Whether the sentence ends in a question mark."""
        return self.turn.words.sentences[self.sentence].asks

    def tokens(self) -> tuple[Token, ...]:
        """The words of the sentence, with their places."""
        words = self.turn.words
        first, last, _ = words.sentences[self.sentence]
        return tuple(map(Token, words.folded[first:last], words.starts[first:last], words.ends[first:last]))

    def words(self) -> tuple[str, ...]:
        """The words of the sentence, folded."""
        return self.turn.words.of(self.sentence)

    def evidence(self) -> Evidence:
        """The sentence that makes the move; of a very long one, its beginning."""
        return quote(self.turn, self.sentence)


def quote(turn: MarkedTurn, sentence: int) -> Evidence:
    """A sentence of a turn as evidence."""
    if sentence not in turn.quotes:
        start, end = turn.span(sentence)
        end = min(end, start + _LONGEST_QUOTE)
        found = Evidence(turn=turn.index, quote=turn.turn.text[start:end], start=start, end=end)
        turn.quotes[sentence] = found
    return turn.quotes[sentence]


def quote_turn(turn: MarkedTurn) -> tuple[Evidence, ...]:
    """The first sentence of a turn, or nothing where there are no words."""
    return (quote(turn, 0),) if turn.words.sentences else ()


def find(turns: Iterable[MarkedTurn], *moves: str) -> list[Found]:
    """Every sentence in `turns` that makes one of the moves, in order."""
    found: list[Found] = []
    if isinstance(turns, Stretch) and turns.moves.isdisjoint(moves):
        return found
    for turn in turns:
        if not turn.moves.isdisjoint(moves):
            for number, made in enumerate(turn.said.moves_of):
                if not made.isdisjoint(moves):
                    found.append(Found(turn, number, next(move for move in moves if move in made)))
    return found


def content(words: Iterable[str]) -> int:
    """How many of the words say something of their own."""
    return sum(len(word) >= _CONTENT for word in words)


def verdict(level: Level, case: str, *found: Found) -> Verdict:
    """A verdict resting on the last few of `found`, in the order of the chat, each sentence once."""
    places = {(f.turn.index, f.sentence): f for f in found}
    last = sorted(places)[-_QUOTES:]
    return Verdict(level, case, tuple(places[place].evidence() for place in last))
