"""Makes a chat's text harmless to show: it cannot steer a terminal, reorder a line or be a formula."""

from __future__ import annotations

from collections.abc import Mapping

_REPLACED = "\ufffd"
_REORDERING = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
# Letters that show nothing at all: what is written in them could be read by a program only.
_INVISIBLE = (0x200B, *range(0x2060, 0x2066), *range(0x206A, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC))
_TAGS = range(0xE0000, 0xE0080)
_SURROGATES = range(0xD800, 0xE000)


def _table() -> Mapping[int, str]:
    """Return one character for one character, so that offsets stay valid."""
    pictures = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
    others = (*range(0x80, 0xA0), *_REORDERING, *_INVISIBLE, *_TAGS, *_SURROGATES)
    breaks = {0x09: " ", 0x0A: "\n", 0x0B: " ", 0x0C: " ", 0x0D: " ", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
    return pictures | dict.fromkeys(others, _REPLACED) | breaks


_SHOWN = _table()
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def shown(text: str) -> str:
    """Return the text as it may be printed: of the same length, line breaks kept, controls made visible."""
    return text.translate(_SHOWN)


def one_line(text: str) -> str:
    """Return the text as it may be printed within a line: every run of white space is one space."""
    return " ".join(shown(text).split())


def clipped(text: str, length: int) -> str:
    """Return one line of at most `length` characters; an ellipsis stands for what was cut off."""
    # A turn may be megabytes long; what is far beyond the cut need not be looked at.
    line = one_line(text[: 4 * length + 64])
    whole = len(line) <= length and len(text) <= 4 * length + 64
    return line if whole else line[: length - 1].rstrip() + "…"


def cell(text: str) -> str:
    """Return the text as a spreadsheet may open it: on one line, and never a formula."""
    line = one_line(text)
    return f"'{line}" if text.startswith(_FORMULA_STARTS) or line.startswith(_FORMULA_STARTS) else line


def without_surrogates(text: str) -> str:
    """Return the text as UTF-8 can carry it."""
    return text.encode("utf-8", "replace").decode() if any("\ud800" <= c <= "\udfff" for c in text) else text
