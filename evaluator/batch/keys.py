"""What makes two gradings the same: the chat's content, and everything that decides how it is graded."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from evaluator.errors import DataFileError
from evaluator.packs.pack import pack_files
from evaluator.readers import Record
from evaluator.resources import data_dir
from evaluator.rubric import Rubric
from evaluator.version import __version__

_SETTINGS_DIGITS, _CHAT_DIGITS = 12, 24


class Keys:
    """Gives each record a key, ``settings-chat``. Equal keys mean: the result would be the same.

    `settings` stands for the rubric, the content of every language pack and of what packs share, the package's
    version, `reasons_in`, the `judge`: what identifies a model and how it is asked, and which chats get a proposal.
    """

    def __init__(
        self,
        rubric: Rubric,
        languages_dir: Path | None = None,
        reasons_in: str = "en",
        judge: str | None = None,
        *,
        suggest: bool | float = False,
    ) -> None:
        decisive: list[object] = [__version__, rubric.sha256, reasons_in, _pack_hashes(languages_dir), judge]
        if suggest is not False:
            decisive.append(suggest)
        self.settings = _digest(decisive, _SETTINGS_DIGITS)

    def key(self, record: Record) -> str:
        """Return the key of a record; that of a broken one stands for its place and what is wrong."""
        chat = record.conversation
        content = chat.model_dump(mode="json") if chat else [record.where, str(record.error)]
        return f"{self.settings}-{_digest(content, _CHAT_DIGITS)}"


def _pack_hashes(languages_dir: Path | None) -> dict[str, str]:
    """Content rather than versions: whoever edits a pack of their own may forget to count it up."""
    hashes: dict[str, str] = {}
    shared = {name: data_dir("rubrics") / name for name in ("moves.yaml", "abbreviations.txt")}
    for name, file in (pack_files(languages_dir) | shared).items():
        try:
            hashes[name] = hashlib.sha256(file.read_bytes()).hexdigest()
        except OSError as error:
            raise DataFileError(str(file), None, None, f"cannot be read: {error.strerror}") from error
    return hashes


def _digest(content: object, digits: int) -> str:
    # Escaped to ASCII, because a chat may hold lone surrogates, which have no UTF-8.
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:digits]
