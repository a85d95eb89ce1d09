"""Orders in disguise: encoded, with a space after every letter, with digits for letters."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_BLOB: Final = re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{20,}+={0,2}")
_HEX: Final = re.compile(r"[0-9a-fA-F]+")
_LONGEST: Final = 8192
_MOST: Final = 50

_SPACED: Final = re.compile(r"(?<!\w)[^\W_](?:(?:[ \t]{1,3}|[.*_·|-])[^\W_](?![^\W_])){7,}+")
_SPACED_LONGEST: Final = 2000
_LEET: Final = re.compile(r"[0134578@$!](?<=[a-z].)[0134578@$!]?[a-z]")


_LONG_WORD: Final = re.compile(r"[A-Za-z0-9+/_-]{20}")


class Shown(NamedTuple):
    """What was disguised, and its place in the text that it was found in."""

    text: str
    start: int
    end: int


def decoded(text: str) -> Iterator[Shown]:
    """The texts that base64 and hexadecimal blobs in `text` decode to."""
    for count, found in enumerate(_BLOB.finditer(text)):
        if count == _MOST:
            return
        content = _decoded(found.group().rstrip("=")[:_LONGEST])
        if content:
            yield Shown(content, *found.span())


def _decoded(blob: str) -> str:
    try:
        if _HEX.fullmatch(blob):
            return bytes.fromhex(blob[: len(blob) & ~1]).decode()
        usual = blob.translate({ord("-"): "+", ord("_"): "/"})
        return base64.b64decode(
            usual[: len(usual) & ~3] if len(usual) % 4 == 1 else usual + "=" * (-len(usual) % 4)
        ).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""


def despaced(folded: str) -> Iterator[Shown]:
    """Runs of single letters in `folded`, the letters joined."""
    left = _SPACED_LONGEST
    for found in _SPACED.finditer(folded):
        letters = "".join(c for c in found.group() if c.isalnum())[:left]
        left -= len(letters)
        if letters:
            yield Shown(letters, *found.span())


def has_leet(folded: str) -> bool:
    """Whether digits stand between letters."""
    return _LEET.search(folded) is not None


def has_blob(text: str) -> bool:
    """Whether a word is long enough to be looked at by `decoded`."""
    return _LONG_WORD.search(text) is not None
