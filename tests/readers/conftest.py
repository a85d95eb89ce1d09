"""Writes small inputs and reads them back."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evaluator.readers import ReadOptions, Record, read
from evaluator.readers.encodings import Encoding
from evaluator.readers.rejoined import Rejoined
from evaluator.readers.text import Text

ReadText = Callable[..., list[Record]]


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """Read content as a file of that name; keyword arguments are `ReadOptions`."""

    def run(content: str | bytes, name: str = "chats.jsonl", **options: Any) -> list[Record]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read([path], ReadOptions(**options)))

    return run


def as_text(content: str) -> Text:
    """The content as an open text, encoded as UTF-8; lone surrogates become broken bytes."""
    stream = Rejoined(io.BytesIO(content.encode("utf-8", "surrogatepass")))
    return Text("chats", stream, Encoding("utf-8"))
