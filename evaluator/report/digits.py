"""Scores in big digits, three lines high."""

from __future__ import annotations

_FONT = {
    "0": ("╭─╮", "│ │", "╰─╯"),
    "1": ("╶╮ ", " │ ", "╶┴╴"),
    "2": ("╶─╮", "╭─╯", "╰─╴"),
    "3": ("╶─╮", " ─┤", "╶─╯"),
    "4": ("╷ ╷", "╰─┤", "  ╵"),
    "5": ("╭─╴", "╰─╮", "╶─╯"),
    "6": ("╭─╴", "├─╮", "╰─╯"),
    "7": ("╶─╮", "  │", "  ╵"),
    "8": ("╭─╮", "├─┤", "╰─╯"),
    "9": ("╭─╮", "╰─┤", "╶─╯"),
    ".": (" ", " ", "."),
    "–": ("   ", "╶─╴", "   "),
}


def big(number: str) -> tuple[str, str, str]:
    """Return three lines of equal length; `number` is of digits, a point, or a dash alone."""
    top, middle, bottom = (" ".join(line) for line in zip(*(_FONT[sign] for sign in number), strict=True))
    return top, middle, bottom
