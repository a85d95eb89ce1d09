"""Lone surrogates: in JSON escapes they come from cut emoji, in decoded text they stand for broken bytes.

No text with them can be written as UTF-8, so none leaves the readers.
"""

from __future__ import annotations

import re

REPLACED = "half a surrogate pair was replaced by U+FFFD"
BROKEN_BYTES = "holds bytes that do not fit the file's encoding; name the right one with --encoding"
_DEEPEST = 200
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def has_broken_bytes(text: str) -> bool:
    """Whether the text holds bytes unknown to its encoding, which decoding keeps as lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def replace_surrogates(value: object, depth: int = 0) -> tuple[object, bool]:
    """Put U+FFFD for every lone surrogate, and say whether there was one. `RecursionError` if too deep."""
    if depth > _DEEPEST:
        raise RecursionError
    match value:
        case str():
            clean = value if value.isascii() else _SURROGATE.sub("\ufffd", value)
            return clean, clean is not value and clean != value
        case list():
            items = [replace_surrogates(item, depth + 1) for item in value]
            return [item for item, _ in items], any(replaced for _, replaced in items)
        case dict():
            pairs = [
                (replace_surrogates(k, depth + 1), replace_surrogates(v, depth + 1)) for k, v in value.items()
            ]
            return {k[0]: v[0] for k, v in pairs}, any(k[1] or v[1] for k, v in pairs)
    return value, False
