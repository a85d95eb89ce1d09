"""What an endpoint or a model said, as it may stand in a message."""

from __future__ import annotations


def short(text: str, longest: int) -> str:
    """Return the text on one line of at most so many characters, without what cannot be seen."""
    line = " ".join(text.split())
    if not line.isprintable():
        line = "".join(character for character in line if character.isprintable())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
