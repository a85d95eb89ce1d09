"""Which encoding a text is in: by its byte order mark, else UTF-8, else guessed from its letters.

The guess is a small count rather than a general detection library: six languages and three code pages are in
question, whose letters sit on different bytes, and a library that knows hundreds of encodings guesses worse
on a chat's few accented letters.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

# First match wins: the mark of UTF-32-LE begins with that of UTF-16-LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LETTERS = {
    "cp1250": frozenset("áčďéěíňóřšťúůýžľĺŕôäÁČĎÉĚÍŇÓŘŠŤÚŮÝŽĽĹŔÔÄ"),
    "cp1257": frozenset("ąčęėįšųūžĄČĘĖĮŠŲŪŽ"),
    "cp1252": frozenset("äöåéñÄÖÅÉÑ"),
}
_PLAUSIBLE = 0.85
_BYTE_RUN = re.compile(rb"[\x80-\xff]+")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NULL_SHARE = 0.3


class Encoding(NamedTuple):
    """A codec's name, and whether it is only likely."""

    name: str
    guessed: bool = False


def marked_encoding(head: bytes) -> Encoding | None:
    """Return the encoding that a byte order mark names."""
    return next((Encoding(name) for mark, name in _MARKS if head.startswith(mark)), None)


def detect_encoding(head: bytes, *, whole: bool = True) -> Encoding | None:
    """Detect the encoding of a text from its `head` (all of it, if `whole`); None if it is no likely text."""
    if marked := marked_encoding(head):
        return marked
    for name, nulls in (("utf-16-le", head[1::2]), ("utf-16-be", head[::2])):
        if nulls.count(0) > _NULL_SHARE * (len(head) / 2 + 1):
            return Encoding(name)
    if _is_utf8(head, whole=whole):
        return Encoding("utf-8")
    name, share = max(((name, _share(head, name)) for name in _LETTERS), key=lambda scored: scored[1])
    return Encoding(name, guessed=True) if share >= _PLAUSIBLE else None


def _is_utf8(head: bytes, *, whole: bool) -> bool:
    """UTF-8, or mostly: single broken lines do not make a file another encoding."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=whole)
    except UnicodeDecodeError:
        runs = _BYTE_RUN.findall(head)
        good = sum(map(_decodes, runs))
        return good > len(runs) - good
    return True


def _decodes(run: bytes) -> bool:
    try:
        run.decode()
    except UnicodeDecodeError:
        return False
    return True


def _share(head: bytes, name: str) -> float:
    """Return the share of the accented letters that the languages of this code page use."""
    try:
        text = head.decode(name)
    except UnicodeDecodeError:
        return 0.0
    if _NOT_TEXT.search(text):
        return 0.0
    letters = [c for c in text if not c.isascii() and c.isalpha()]
    return sum(c in _LETTERS[name] for c in letters) / len(letters) if letters else 1.0
