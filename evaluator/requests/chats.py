"""What is kept beside a file of requests, to read the responses with: the settings, and each request's chat."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from evaluator.errors import InputError, OutputError
from evaluator.models import Conversation
from evaluator.settings import Settings

_KIND = "closure-requests"
# What decides the requests; the rest, keys and headers above all, does not belong into a file.
_KEPT = frozenset(
    {
        *("models", "base_url", "azure_endpoint", "votes", "temperature", "seed", "redact", "rubric"),
        *("languages_dir", "reasons_in", "context_tokens", "answer_tokens"),
    }
)


class Asked(NamedTuple):
    """A chat, where it was read, and its requests: the nonce of each by its id."""

    conversation: Conversation
    where: str
    nonces: dict[str, str]


def chats_path(requests: Path) -> Path:
    """Return where the chats of a file of requests are kept: ``requests.chats.jsonl`` beside ``requests.jsonl``."""
    return requests.with_name(f"{requests.stem}.chats.jsonl")


class Nonces:
    """A `Store` of the nonces alone: the answers are elsewhere."""

    trouble = None

    def __init__(self) -> None:
        self.by_key: dict[str, str] = {}

    def get(self, key: str) -> dict[str, Any] | None:
        """See `Store`."""
        return {"nonce": self.by_key[key], "replies": []} if key in self.by_key else None

    def put(self, key: str, value: dict[str, Any]) -> None:
        """See `Store`: there is nothing to keep."""

    def close(self) -> None:
        """See `Store`."""


class Chats:
    """The file of chats. It holds them unmasked: only the owner may read it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, settings: Settings, asked: Iterator[Asked]) -> int:
        """Write the file anew; returns the number of chats."""
        count = 0
        try:
            with open(self.path, "w", encoding="utf-8", opener=_private) as file:
                kept = settings.model_dump(mode="json", include=set(_KEPT), exclude_unset=True)
                file.write(json.dumps({"kind": _KIND, "settings": kept}) + "\n")
                for chat in asked:
                    file.write(json.dumps(_line(chat)) + "\n")
                    count += 1
        except OSError as error:
            raise OutputError(f"{self.path}: cannot be written: {error.strerror or error}") from error
        return count

    def settings(self) -> Settings:
        """Return the settings that the requests were made with."""
        try:
            return Settings.model_validate(self._head()["settings"])
        except (ValidationError, KeyError) as error:
            raise self._foreign() from error

    def asked(self) -> Iterator[Asked]:
        """Return the chats, in order."""
        self._head()
        for number, line in enumerate(self._lines(), 1):
            if number > 1:
                try:
                    data = json.loads(line)
                    chat = Conversation.model_validate(data["conversation"])
                    yield Asked(chat, str(data["where"]), dict(data["nonces"]))
                except (ValueError, KeyError, TypeError) as error:
                    raise InputError(f"{self.path}:{number}: is no line of closure requests build") from error

    def _head(self) -> dict[str, Any]:
        try:
            head = json.loads(next(self._lines(), ""))
        except ValueError as error:
            raise self._foreign() from error
        if not isinstance(head, dict) or head.get("kind") != _KIND:
            raise self._foreign()
        return head

    def _lines(self) -> Iterator[str]:
        try:
            with self.path.open(encoding="utf-8") as file:
                yield from file
        except OSError as error:
            what = f"cannot be read: {error.strerror}; name the file that closure requests build wrote with --chats"
            raise InputError(f"{self.path}: {what}") from error
        except UnicodeDecodeError as error:
            raise self._foreign() from error

    def _foreign(self) -> InputError:
        return InputError(f"{self.path}: was not written by closure requests build")


def _line(chat: Asked) -> dict[str, object]:
    conversation = chat.conversation.model_dump(mode="json", exclude_defaults=True)
    return {"where": chat.where, "nonces": chat.nonces, "conversation": conversation}


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
