"""What readers take and give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from evaluator.errors import RecordError
from evaluator.models import Conversation
from evaluator.readers.text import Text


class Dropped(NamedTuple):
    """A row of an export that became no turn: its number from 0, why, and the beginning of what it says."""

    row: int
    why: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One conversation found, or the reason why it could not be read: exactly one of the two is set.

    `where` is ``file:line``. `notes` say what was read in a way the user should know about; a note about a
    whole file stands on its first record. `system` is the live-chat system whose mapping it was read with, and
    `dropped` are the rows that the mapping left out.
    """

    where: str
    conversation: Conversation | None
    error: RecordError | None
    notes: tuple[str, ...] = ()
    system: str | None = None
    dropped: tuple[Dropped, ...] = ()

    @classmethod
    def failed(cls, error: RecordError) -> Record:
        """Make the record of an error."""
        return cls(error.where, None, error)


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read. `format` None: by content. `columns` maps id, role, text, time, name to a table's columns.

    `format` may also name a live-chat system, and `mapping` is a file that tells of another one.
    `agent_names` are the agents' names where a source has names instead of roles. `encoding` None: detected.
    `exclude`: a file, and those named after it, that are not read where a folder or glob holds them.
    """

    format: str | None = None
    agent_names: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    exclude: Path | None = None
    mapping: Path | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """One way chats are written down.

    `sniff` answers whether the beginning of a text looks like it. `parse` yields a record for each
    conversation and raises `RecordError` only before the first, when the whole text makes no sense so.
    """

    name: str
    endings: tuple[str, ...]
    description: str
    sniff: Callable[[str], bool]
    parse: Callable[[Text, ReadOptions], Iterator[Record]]
