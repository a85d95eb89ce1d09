"""What a text says: its words, the moves of one side in it, and what follows from them."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass

from evaluator.lazy import lazy
from evaluator.packs.matcher import Hit
from evaluator.packs.text import NUMBER, Words

# How somebody is addressed says nothing about what a sentence does.
ADDRESS = ("formal", "informal")
# What belongs to the last word: its currency or unit, the marks that end a sentence, and what closes behind them.
_TAIL = re.compile(r"(?:\s?[€$£₱%‰°]+)?[.!?…)\]}»“”\"'’]*")
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
class Said:
    """A text with its words and with the moves of one side. `moves_of[n]` are those of sentence n.

    What follows from them is worked out once for all turns that say the same.
    """

    text: str
    words: Words
    hits: tuple[Hit, ...]

    def with_hits(self, hits: tuple[Hit, ...]) -> Said:
        """The same text with other moves in it."""
        return Said(self.text, self.words, hits)

    @lazy
    def moves(self) -> frozenset[str]:
        """Every move of the turn."""
        return frozenset(hit.move for hit in self.hits)

    @lazy
    def moves_of(self) -> tuple[frozenset[str], ...]:
        """The moves of each sentence."""
        found: list[set[str]] = [set() for _ in self.words.sentences]
        for hit in self.hits:
            if hit.move not in ADDRESS:
                found[hit.sentence].add(hit.move)
        return tuple(frozenset(moves) for moves in found)

    @lazy
    def _hits_of(self) -> Mapping[int, list[Hit]]:
        found: dict[int, list[Hit]] = {}
        for hit in self.hits:
            found.setdefault(hit.sentence, []).append(hit)
        return found

    @lazy
    def asks(self) -> bool:
        """Whether there is a question mark or a question without one."""
        return (
            any(s.asks for s in self.words.sentences)
            or "c_question" in self.moves
            or bool(_ONLY_MARKS.fullmatch(self.text))
        )

    @lazy
    def substance(self) -> tuple[int, ...]:
        """The sentences that are more than courtesy."""
        return tuple(n for n in range(len(self.words.sentences)) if self._has_substance(n))

    def _has_substance(self, sentence: int) -> bool:
        moves = self.moves_of[sentence]
        if moves.isdisjoint(COURTESY):
            first, last, _ = self.words.sentences[sentence]
            return last - first >= _LONG_SENTENCE or not moves.isdisjoint(SUBSTANCE)
        rest = len(self.uncovered(sentence, COURTESY))
        if not moves.isdisjoint(SUBSTANCE):
            return rest >= _REST_WITH_SUBSTANCE
        return rest >= _LONG_REST or (rest >= _REST_WITH_NUMBER and self.numbers(sentence) > 0)

    def uncovered(self, sentence: int, by: Container[str] | None = None) -> tuple[str, ...]:
        """The words of a sentence that belong to no move, or to none of those in `by`."""
        covered = {
            i
            for h in self._hits_of.get(sentence, ())
            if (h.move not in ADDRESS if by is None else h.move in by)
            for i in range(h.first, h.last)
        }
        first, last, _ = self.words.sentences[sentence]
        return tuple(self.words.folded[i] for i in range(first, last) if i not in covered)

    def span(self, sentence: int) -> tuple[int, int]:
        """The offsets of a sentence, with the punctuation that ends it."""
        first, last, _ = self.words.sentences[sentence]
        start, end = self.words.starts[first], self.words.ends[last - 1]
        following = self.words.starts[last] if last < len(self.words.starts) else len(self.text)
        found = _TAIL.match(self.text, end, following)
        return start, found.end() if found else end

    def numbers(self, sentence: int) -> int:
        """How many words with digits a sentence has."""
        return self.words.of(sentence).count(NUMBER)
