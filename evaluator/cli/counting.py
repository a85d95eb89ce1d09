"""How many chats there will be, where that is cheap to tell."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Sequence
from pathlib import Path

from evaluator.errors import InputError
from evaluator.readers import formats
from evaluator.readers.source import find_sources

_LINE_PER_CHAT = (".jsonl", ".ndjson")


def count_chats(sources: Sequence[str], limit: int | None) -> int | None:
    """Return the number of chats if every source is a file with a chat on each line, else None."""
    try:
        files = [
            Path(name) for name in find_sources(sources, {e for f in formats().values() for e in f.endings})
        ]
        if not all(_has_line_per_chat(file) for file in files):
            return None
        count = sum(map(_lines, files))
    except (OSError, EOFError, zlib.error, InputError):
        return None
    return count if limit is None else min(count, limit)


def _has_line_per_chat(file: Path) -> bool:
    return file.name.lower().removesuffix(".gz").endswith(_LINE_PER_CHAT) and file.is_file()


def _lines(file: Path) -> int:
    with gzip.open(file) if file.suffix.lower() == ".gz" else file.open("rb") as lines:
        return sum(1 for line in lines if not line.isspace())
