"""Which of the agent's own sentences may stand in a new closing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from evaluator.language import detect, foreign_sentences
from evaluator.marked import MarkedTurn
from evaluator.models import Conversation, Level
from evaluator.packs.said import SUBSTANCE

LACKING = (Level.MISSED, Level.PARTIAL)
UNKIND = frozenset(
    {
        "rude",
        "sarcasm",
        "blame_customer",
        "blame_other",
        "dismissive",
        "farewell_cold",
        "overdone",
        "solved_claim",
        "overpromise",
        "stiff",
    }
)
# The parting is written anew: nothing of it stands twice.
PARTING = frozenset(
    {
        "farewell",
        "wish",
        "returned_wish",
        "signoff",
        "close_announce",
        "invite_back",
        "offer",
        "feedback_ask",
        "feedback_mention",
        "thanks",
        "thanks_bare",
        "still_there",
        "greeting",
    }
)
_ASKING = frozenset({"ask_data", "check", "consent"})
_SYMPATHY = frozenset({"apology", "apology_formula", "understanding"})
# Agents who write Tagalog write English as well.
_BESIDE = {"tl": ("en",)}


def own_sentences(turns: Iterable[MarkedTurn], language: str) -> Iterator[tuple[MarkedTurn, int, str]]:
    """The sentences in the language, in order, each with its turn and number, and with a mark at its end."""
    for turn in turns:
        text = turn.turn.text
        written = detect(Conversation(id="", turns=(turn.turn,))).agent
        if written not in (None, language, *_BESIDE.get(language, ())):
            continue
        strays = foreign_sentences(text, language)
        for number in range(len(turn.moves_of)):
            start, end = turn.span(number)
            if not any(first < end and start < last for first, last, _ in strays):
                yield turn, number, _ended(text[start:end])


def is_worth(turn: MarkedTurn, number: int, levels: Mapping[str, Level]) -> bool:
    """Whether a sentence bears the matter; of one who was unkind, only what surely does."""
    moves = turn.moves_of[number]
    if levels.get("tone") is Level.MISSED:
        return bool(moves & (SUBSTANCE | _ASKING))
    sympathy = bool(moves & _SYMPATHY) and levels.get("empathy") not in LACKING
    asks = turn.words.sentences[number].asks and (moves or len(turn.words.of(number)) > 1)
    return sympathy or bool(asks) or number in turn.substance


def _ended(sentence: str) -> str:
    """The sentence with a full stop, if it has no mark at its end: another may follow."""
    return f"{sentence}." if sentence[-1].isalnum() or sentence[-1] in "€$£₱%," else sentence
