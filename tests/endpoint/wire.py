"""Requests as the endpoint of the tests sees them, and what a reply is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any


@dataclass(frozen=True)
class Seen:
    """One request, as it arrived. Names of headers are in lower case; `body` is what its JSON says."""

    method: str
    path: str
    headers: Mapping[str, str]
    raw: bytes
    body: Any
    at: float
    connection: int

    @property
    def schema(self) -> dict[str, Any] | None:
        """The JSON Schema that the answer is asked to keep to, if one was sent."""
        wanted = self.body.get("response_format") or {}
        return wanted["json_schema"]["schema"] if wanted.get("type") == "json_schema" else None

    @property
    def is_chat(self) -> bool:
        """Whether a completed chat is asked for."""
        return self.method == "POST" and self.path.partition("?")[0].endswith("/chat/completions")

    @property
    def text(self) -> str:
        """All messages, one after the other."""
        return "\n".join(text_of(message) for message in self.body["messages"])


class End(Enum):
    """What becomes of the connection after a reply."""

    KEPT = "kept"
    CLOSED = "closed"
    RESET = "reset"


@dataclass(frozen=True)
class Reply:
    """What goes back over the line, and how. A silent reply sends nothing before the connection ends."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0  # seconds before the first byte
    drip: float = 0.0  # seconds over which the body is spread
    missing: int = 0  # bytes that are announced and never sent
    end: End = End.KEPT
    silent: bool = False

    def having(self, headers: Mapping[str, str]) -> Reply:
        """Return the same reply with more headers."""
        return replace(self, headers={**self.headers, **headers})


Step = Reply | Callable[[Seen], Reply]


def text_of(message: Mapping[str, Any]) -> str:
    """Return the text of a message, whether it is one string or several parts."""
    content = message.get("content") or ""
    return content if isinstance(content, str) else "\n".join(part.get("text", "") for part in content)
