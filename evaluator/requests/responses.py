"""Responses of a batch, by the id of their request."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from evaluator.endpoint.failure import Failure, FailureKind
from evaluator.endpoint.question import Form, Reply
from evaluator.endpoint.reading import read_completion
from evaluator.endpoint.said import short
from evaluator.endpoint.spent import Spent
from evaluator.errors import InputError

_LONGEST_SAID = 160


class Responses:
    """Where each response stands in its file; it is read when it is wanted. `notes` tell of lines that are none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notes: list[str] = []
        self._places: dict[str, tuple[int, int]] = {}
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
        start = 0
        for number, line in enumerate(self._file, 1):
            if line.strip():
                self._note(line, start, f"{path}:{number}")
            start += len(line)
        if not self._places:
            raise InputError(f"{path}: no line is a response of a batch (custom_id, response)")

    def _note(self, line: bytes, start: int, where: str) -> None:
        match _parsed(line):
            case {"custom_id": str(custom_id)} if custom_id in self._places:
                self.notes.append(f"{where}: a second response to {custom_id}; the first counts")
            case {"custom_id": str(custom_id)}:
                self._places[custom_id] = (start, len(line))
            case _:
                self.notes.append(f"{where}: is no response of a batch; left out")

    def get(self, custom_id: str) -> Reply | None:
        """Return the response to a request; None where there is none. Raises `Failure` for one without an answer."""
        place = self._places.get(custom_id)
        if place is None:
            return None
        self._file.seek(place[0])
        return _reply(_parsed(self._file.read(place[1])))

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _parsed(line: bytes) -> Any:  # noqa: ANN401  # whatever the line holds
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _reply(data: object) -> Reply:
    match data:
        case {"error": {"message": str(message)}} | {
            "response": {"body": {"error": {"message": str(message)}}}
        }:
            raise Failure(FailureKind.SERVER, f"the batch reports: {short(message, _LONGEST_SAID)}")
        case {"response": {"body": dict(body)}}:
            read = read_completion(json.dumps(body).encode(), "batch")
            spent = Spent(1, read.input_tokens, read.cached_tokens, read.output_tokens)
            if read.failure:
                failure = Failure(read.failure, "the batch holds no answer to this chat")
                failure.spent = spent
                raise failure
            # Read leniently: what the form was asked for in is not told.
            return Reply(read.text, Form.TEXT, read.fingerprint, spent)
    raise Failure(FailureKind.SERVER, "the batch holds neither an answer nor an error")
