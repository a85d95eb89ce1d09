"""The rule on resources: something useful to take away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evaluator.closing import Ending
from evaluator.marked import MarkedTurn
from evaluator.models import Evidence, Level, Outcome
from evaluator.packs.text import NUMBER
from evaluator.rules.verdict import Found, Verdict, find, verdict

# Every repetition is bounded or needs its own separator: a turn may be megabytes of anything.
_REFERENCE = re.compile(
    r"https?://\S{1,500}|www\.\S{1,500}|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}"
    r"|(?<![\w.-])(?:[\w-]{1,64}\.){1,4}(?:example|com|org|net|eu|cz|sk|fi|lt|ph|co\.uk)\b(?:/\S{0,500})?"
    r"|\b\d{2,20}(?:-\d{1,20}){0,5}-[A-Z]{1,3}\b"
    r"|\b[^\W\d_]{1,5}-?\d{2,20}(?:[-/]\d{1,20}){0,5}[A-Z]?\b|\b[^\W\d_]{1,4}(?:-\d{1,20}){1,3}\b|(?<!\w)#\d{3,20}",
)
# Written in one piece, with one of these in it; most turns have none, and the search above is slow.
_PIECE = re.compile(r"(?<!\S)\S*?(?:[\d@]|\.\S|://)\S*")
_MEASURE = re.compile(
    r"\d+(?:[.,:x×]?\d*|-\d+|-(?=[a-z]))\s?[^\W\d_]{0,4}|\d{1,2}[.:]\d{2}|[^\W\d_]+-\d{1,2}|[^\W\d_]\d{1,3}"
)
_CLOCK = re.compile(r"\d{1,2}[.:]\d{2}")
# Eight digits and more in groups: "0918 555 0133", "8 700 11223", "02/555 014 88"; not "1 940 €", not "5 000 000 Kč",
# not "08/12/2026".
_PHONE = re.compile(
    r"(?<![\w,.])(?=(?:\d[ /-]?){8,15}(?!\d))(?:\+|0|8|1[58])\d{0,4}"
    r"(?:[ -]\d{2,5}|/(?!19|20)\d{3,5})(?:[ -]\d{2,5}){1,3}(?!\w)"
)
_SHORTEST_REFERENCE = 3
_SURVEY = frozenset({"feedback_ask", "feedback_mention"})


def resources(ending: Ending, _outcome: Outcome) -> Verdict:
    """Something useful to take away? A link, article, reference number or direct contact."""
    known: str | None = None
    for turn in reversed(ending.closing_agent):
        matches = list(_references(turn.turn.text))
        if not matches and "reference" not in turn.moves:
            continue
        if known is None:
            known = " ".join(t.turn.text.casefold() for t in ending.turns if t.side == "customer")
        for found in find((turn,), "reference"):
            if _new_numbers(found, known) and not found.moves & _SURVEY:
                return verdict(Level.MET, "given", found)
        for match in matches:
            text = match.group().strip()
            start, end = match.span()
            if text.casefold() not in known and not _MEASURE.fullmatch(text) and not _in_survey(turn, start):
                given = Evidence(turn=turn.index, quote=turn.turn.text[start:end], start=start, end=end)
                return Verdict(Level.MET, "given", (given,))
    return Verdict(Level.NA, "none")


def _references(text: str) -> Iterator[re.Match[str]]:
    yield from _PHONE.finditer(text)
    for piece in _PIECE.finditer(text):
        yield from _REFERENCE.finditer(text, *piece.span())


def _in_survey(turn: MarkedTurn, at: int) -> bool:
    """Whether that place is in a sentence that asks for a rating: its link serves the firm."""
    return any(
        start <= at < end
        for number, moves in enumerate(turn.moves_of)
        if moves & _SURVEY
        for start, end in (turn.span(number),)
    )


def _new_numbers(found: Found, known: str) -> bool:
    """Whether the sentence gives a number of its own, or no number at all but a link or guide."""
    text = found.turn.turn.text
    numbers = [text[t.start : t.end] for t in found.tokens() if t.word == NUMBER]
    useful = [n for n in numbers if len(n) >= _SHORTEST_REFERENCE and not _CLOCK.fullmatch(n)]
    return not numbers or any(n.casefold() not in known for n in useful)
