"""What the words of a text say about its language: costs per language, added up word by word.

A word's costs are packed into one integer, 32 bits a lane, so that adding two words adds all languages at
once: a batch sees thousands of chats a second, and most of their words are in the cache.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache

from evaluator.languageid import table
from evaluator.languageid.fold import fold

_TOKEN = re.compile(r"(?<!\w)[^\W\d_]+(?:['’][^\W\d_]+)*(?!\w)")
_CACHE_SIZE = 20_000
_LONGEST_WORD = 40
_LONGEST_TEXT = 20_000
LANE = 32
_MASK = 2**LANE - 1
CLIP = 6  # nats: no single word decides


class _Costs(dict[str, int]):
    """Token → its packed costs, worked out when first asked for."""

    def __missing__(self, token: str) -> int:
        if len(self) >= _CACHE_SIZE:
            self.clear()
        packed = self[token] = _pack(costs(token))
        return packed


_CACHE = _Costs()


def tokens(text: str) -> list[str]:
    """List the words that may tell a language, each once: no addresses, links, numbers."""
    text = text[:_LONGEST_TEXT]
    if "@" in text or "/" in text or "www." in text:
        text = " ".join(part for part in text.split() if not _is_address(part))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return list(dict.fromkeys(_TOKEN.findall(text)))


def packed(words: list[str]) -> int:
    """Return the costs of all `words`, added up."""
    return sum(map(_CACHE.__getitem__, words))


def costs_in(lane: int, words: list[str]) -> list[int]:
    """Return what each of `words` costs in one lane."""
    shift = LANE * lane
    return [_CACHE[word] >> shift & _MASK for word in words]


def unpack(total: int) -> tuple[int, ...]:
    """Return costs per lane."""
    layout = _layout()
    return layout.unpack(total.to_bytes(layout.size, "little"))


def costs(token: str) -> list[int]:
    """Return the costs of a word per lane, the least being 0; all 0 for one that tells nothing."""
    data = table.load()
    folded = fold(token)
    row = data.words.get(folded)
    if len(token) > _LONGEST_WORD or _is_name(token, folded, known=row is not None):
        return [0] * (len(data.languages) + 1)
    lanes = list(row) if row is not None else _spelling(folded)
    for letter in token.casefold():
        marks = None if letter.isascii() else data.marks.get(letter)
        if marks is not None:
            lanes = [a + b for a, b in zip(lanes, marks, strict=True)]
    least, clip = min(lanes), CLIP * data.unit
    return [min(lane - least, clip) for lane in lanes]


def _spelling(word: str) -> list[int]:
    data = table.load()
    padded = f"  {word} "
    unseen = bytes([data.unseen]) * (len(data.languages) + 1)
    rows = [data.grams.get(padded[i - 2 : i + 1]) or unseen for i in range(2, len(padded))]
    lanes = [sum(column) for column in zip(*rows, strict=True)]
    base, per_letter = data.background
    rarity = round(2.3 * data.unit)  # a word outside the lists is one in ten
    return [lane + rarity for lane in lanes[:-1]] + [round(base + per_letter * len(word))]


def _is_name(token: str, folded: str, *, known: bool) -> bool:
    """Tell whether it is a capitalised name or unknown word, an acronym, or a brand with a capital inside."""
    if token.islower():
        return False
    if token.isupper() and len(token) > 1:
        return not known or len(token) < 3
    return not known or token[1:] != token[1:].lower() or folded in table.load().names


def _is_address(part: str) -> bool:
    return "@" in part or "://" in part or part.startswith("www.") or ("/" in part and "." in part.strip("."))


def _pack(lanes: list[int]) -> int:
    return sum(cost << (LANE * lane) for lane, cost in enumerate(lanes))


@cache
def _layout() -> struct.Struct:
    return struct.Struct(f"<{len(table.load().languages) + 1}I")
