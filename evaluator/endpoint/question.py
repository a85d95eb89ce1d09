"""What is asked of a model, and what comes back: the seam between the judge and whatever answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from evaluator.endpoint.spent import NOTHING, Spent


class Form(StrEnum):
    """How an answer's shape is asked for, the strictest first."""

    SCHEMA = "json_schema"
    UNBOUNDED = "json_schema without lengths"
    OBJECT = "json_object"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Shape:
    """What an answer must look like: its JSON Schema, with and without bounds on lengths. The prompt says it too."""

    name: str
    schema: Mapping[str, Any]
    unbounded: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """`system` is the same for every chat; `messages` are (role, text), the chat first. `key` names the exchange."""

    system: str
    messages: tuple[tuple[str, str], ...]
    shape: Shape
    seed: int | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A model's answer as text, not read yet. `form` tells how much its shape may be relied on."""

    text: str
    form: Form = Form.SCHEMA
    fingerprint: str | None = None
    spent: Spent = NOTHING


class Model(Protocol):
    """A model that can be asked. `identity` holds all that decides its answers, for keys of stored ones."""

    @property
    def name(self) -> str:
        """The model's name."""

    @property
    def host(self) -> str:
        """Where it is asked: a host name, without credentials."""

    @property
    def identity(self) -> str:
        """Name, address and settings in one line."""

    async def ask(self, question: Question) -> Reply:
        """Ask once, with the retries that transport needs. Raises `Failure`."""

    async def close(self) -> None:
        """Let go of connections."""
