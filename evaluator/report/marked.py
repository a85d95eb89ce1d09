"""Text with its quoted spans marked, and the long stretches between them left out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from rich.text import Text

from evaluator.report.safe import shown

Span = tuple[int, int]

QUOTED = "bold underline"
_OPEN, _CLOSE = "⟦", "⟧"
_LONGEST = {True: 400, False: 240}


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the same characters in order, spans that touch or overlap made one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def mark(text: str, spans: Iterable[Span], *, brackets: bool) -> Text:
    """Return the text ready to print, its spans underlined, and with `brackets` also between ⟦ and ⟧."""
    inside = merged((max(0, start), min(len(text), end)) for start, end in spans if start < end)
    edges = [0, *(edge for span in inside for edge in span), len(text)]
    marked = Text()
    for number, (start, end) in enumerate(pairwise(edges)):
        quoted = bool(number % 2)
        words = _shortened(text, start, end, _LONGEST[quoted])
        words = f"{_OPEN}{words}{_CLOSE}" if quoted and brackets else words
        marked.append(words, QUOTED if quoted else None)
    return marked


def _shortened(text: str, start: int, end: int, longest: int) -> str:
    if end - start <= longest:
        return shown(text[start:end])
    half = longest // 2
    return f"{shown(text[start : start + half])} … {shown(text[end - half : end])}"
