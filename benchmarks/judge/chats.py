"""The chats that the judge is measured with: the excerpt beside the benchmarks, each chat marked as one of its own."""

from __future__ import annotations

import gzip
import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EXCERPT = Path(__file__).resolve().parent.parent / "data" / "star_excerpt.jsonl.gz"


def write(path: Path, count: int) -> Path:
    """Write `count` chats into a file. Each has an id and a text of its own, so that no answer fits two of them."""
    with gzip.open(EXCERPT, "rt", encoding="utf-8") as file:
        excerpt = [chat for chat in map(json.loads, file) if _has_agent(chat)]
    with path.open("w", encoding="utf-8") as file:
        for number, chat in enumerate(itertools.islice(itertools.cycle(excerpt), count)):
            file.write(json.dumps(_marked(chat, number), ensure_ascii=False) + "\n")
    return path


def _has_agent(chat: dict[str, Any]) -> bool:
    """Tell whether there is somebody to grade; nobody asks a model about the others."""
    return any(turn["role"] == "agent" for turn in chat["turns"])


def marks(count: int) -> Iterator[str]:
    """Yield the marks of the first `count` chats, of six letters each."""
    return map(_mark, range(count))


def _mark(number: int) -> str:
    digits = (number // 26**place % 26 for place in range(6))
    return "".join(chr(ord("a") + digit) for digit in digits)


def _marked(chat: dict[str, Any], number: int) -> dict[str, Any]:
    first, *others = chat["turns"]
    turns = [first | {"text": f"{first['text']} (mark {_mark(number)})"}, *others]
    return chat | {"id": f"{chat['id']}-{_mark(number)}", "turns": turns}
