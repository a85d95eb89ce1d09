"""Looks for quoted words in the turn they are said to stand in: exactly, then as a careful reader would."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from evaluator.models import Evidence

_QUOTES = {ord(mark): '"' for mark in "“”„‟«»″"} | {ord(mark): "'" for mark in "‘’‚‛‹›′`´"}
_DASHES = {ord(mark): "-" for mark in "‐‑‒–—―−"}
_MARKS = _QUOTES | _DASHES | {ord("…"): "..."}
# What shows that a quote was shortened or quoted; the second reads it backwards.
_BEFORE = re.compile(r"""(?:[\s"'“”„‘’«»…]|\.\.\.|\[(?:…|\.\.\.)\])*""")
_BEHIND = re.compile(r"""(?:[\s"'“”„‘’«»…]|\.\.\.|\](?:…|\.\.\.)\[)*""")
_INVISIBLE = ("Cf", "Cs")
_SHORTEST = 3
# More marks on one letter are none to read, and take long to put in order.
_MOST_MARKS = 30


def locate(quote: str, turn: int, text: str) -> Evidence:
    """Find `quote` in the turn's text; `Evidence.status` says how, and `absent` keeps what was not found.

    Normalised means: Unicode NFC, case, white space, quotation marks and dashes do not matter, and letters that
    show nothing are skipped. A found quote is given in the turn's own words. Takes linear time. A quote
    shorter than three characters counts only as the whole turn: one letter stands in any text.
    """
    wanted = quote.strip()
    if len(wanted) < _SHORTEST and wanted != text.strip():
        return absent(quote, turn)
    start = text.find(wanted) if wanted else -1
    if start >= 0:
        return _found(turn, text, start, start + len(wanted), "exact")
    needle = _normal(_stripped(wanted))[0].strip()
    hay, spans = _normal(text)
    start = hay.find(needle) if len(needle) >= _SHORTEST else -1
    if start < 0:
        return absent(quote, turn)
    return _found(turn, text, spans[start][0], spans[start + len(needle) - 1][1], "normalised")


def absent(quote: str, turn: int | None) -> Evidence:
    """A quote that does not stand where it should."""
    # A model may write half a character, which no file can hold.
    quote = quote.encode("utf-8", "replace").decode("utf-8")
    return Evidence.model_construct(turn=turn, quote=quote, start=None, end=None, status="absent")


def _found(turn: int, text: str, start: int, end: int, status: Literal["exact", "normalised"]) -> Evidence:
    return Evidence.model_construct(turn=turn, quote=text[start:end], start=start, end=end, status=status)


def _stripped(quote: str) -> str:
    """The quote without the marks that show it was shortened or quoted."""
    backwards = quote[_length(_BEFORE, quote) :][::-1]
    return backwards[_length(_BEHIND, backwards) :][::-1]


def _length(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found else 0


def _normal(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text as it is compared, and for each of its characters the span in `text` that it comes from."""
    characters: list[str] = []
    spans: list[tuple[int, int]] = []
    for start, end in _groups(text):
        group = unicodedata.normalize("NFC", text[start:end])
        shown = " " if group.isspace() else group.translate(_MARKS).casefold()
        if shown == " " and characters[-1:] == [" "]:
            continue
        characters.append(shown)
        spans.extend([(start, end)] * len(shown))
    return "".join(characters), spans


def _groups(text: str) -> Iterator[tuple[int, int]]:
    """Each character together with the marks that combine with it; what shows nothing is left out."""
    start = 0
    while start < len(text):
        end = start + 1
        most = min(len(text), end + _MOST_MARKS)
        while end < most and unicodedata.combining(text[end]):
            end += 1
        if unicodedata.category(text[start]) not in _INVISIBLE:
            yield start, end
        start = end
