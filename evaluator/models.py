"""The values that pass between the stages, and that callers get: frozen, typed, versioned.

Offsets count characters (code points) of the turn's original text; turns count from 0.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA_VERSION = 1


class Role(StrEnum):
    """Who wrote a turn. `agent` and `bot` together are the agent side."""

    CUSTOMER = "customer"
    AGENT = "agent"
    BOT = "bot"
    SYSTEM = "system"


class Level(StrEnum):
    """How far a criterion is fulfilled. `unscored` means that it could not be judged, and is no level of quality."""

    MET = "met"
    PARTIAL = "partial"
    MISSED = "missed"
    NA = "na"
    UNSCORED = "unscored"


class Outcome(StrEnum):
    """How the conversation ended."""

    RESOLVED = "resolved"
    FOLLOW_UP = "follow_up"
    TRANSFERRED = "transferred"
    UNRESOLVED = "unresolved"
    CUSTOMER_LEFT = "customer_left"
    MISDIRECTED = "misdirected"


class Status(StrEnum):
    """What kind of result an evaluation is. Only `graded`, `fallback` and `rules` carry a score."""

    GRADED = "graded"
    FALLBACK = "fallback"
    RULES = "rules"
    NOT_GRADABLE = "not_gradable"
    ERROR = "error"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Turn(_Value):
    """One message. `at` carries a time zone whenever the source did; naive times are kept naive."""

    role: Role
    text: str
    at: datetime | None = None
    name: str | None = None
    id: str | None = None

    @property
    def is_agent_side(self) -> bool:
        """Whether an agent or a bot wrote it."""
        return self.role in (Role.AGENT, Role.BOT)


class Conversation(_Value):
    """One chat, turns in the order of the source."""

    id: str
    turns: tuple[Turn, ...]
    language: str | None = None
    agent: str | None = None
    channel: str | None = None
    metadata: dict[str, Any] = Field(default_factory=dict)


class Evidence(_Value):
    """Words quoted from a turn; ``turn.text[start:end]`` is what was found. `absent` keeps a quote that was not.

    `turn` is null where a model named no turn of the chat.
    """

    turn: int | None
    quote: str
    start: int | None = None
    end: int | None = None
    status: Literal["exact", "normalised", "absent"] = "exact"


class Judgement(_Value):
    """One criterion's verdict. `reason` is one short sentence."""

    criterion: str
    level: Level
    reason: str
    evidence: tuple[Evidence, ...] = ()
    graded_by: Literal["model", "rules", "facts"]
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None


class Tip(_Value):
    """What the agent could do better, for one criterion."""

    criterion: str
    text: str


class Change(_Value):
    """How a proposal changes one criterion."""

    criterion: str
    before: Level
    after: Level


class Rewrite(_Value):
    """A closing to send instead of what the agent side wrote after the customer's last word.

    With two messages, the customer answers in between. Every fact in it stands in the chat, or is one of the
    `placeholders` (`{who}`) that somebody has to fill in. `before` and `after` are the scores that the rules give
    to the chat as it is and with the proposal in place, placeholders filled; `changes` are the criteria that differ.
    """

    messages: tuple[str, ...]
    formality: Literal["formal", "informal"]
    before: float
    after: float
    changes: tuple[Change, ...] = ()
    placeholders: tuple[str, ...] = ()
    by: Literal["template", "model"] = "template"


class Suggestions(_Value):
    """Advice for the agent. `rewrite` is null unless it was asked for and would raise the score."""

    tips: tuple[Tip, ...] = ()
    rewrite: Rewrite | None = None


class Review(_Value):
    """Whether a person should look, and why."""

    needed: bool = False
    reasons: tuple[str, ...] = ()

    @classmethod
    def of(cls, reasons: Iterable[str]) -> Review:
        """A review for these reasons, needed if there are any."""
        found = tuple(reasons)
        return cls(needed=bool(found), reasons=found)


class Sent(_Value):
    """What of the chat went to a model: places masked by kind, never their values, and what was left out."""

    masked: dict[str, int] = Field(default_factory=dict)
    cut: str | None = None


class Signals(_Value):
    """Facts about the ending that need no judgement. Seconds are null where the turns carry no times."""

    last_speaker: Role | None = None
    open_question: int | None = Field(None, description="turn of the customer's unanswered question")
    customer_ended: bool = Field(False, description="the customer signalled the end")
    closed_by: Literal["agent", "customer", "system", "nobody"] = "nobody"
    closed_on_silence: bool = False
    silence_seconds: float | None = Field(None, description="silence of the customer before the close")
    silence_asked: bool = Field(False, description="the silent customer was asked before the close")
    transfer: int | None = Field(None, description="turn that announces or records a transfer")
    rows_after_goodbye: int = Field(0, description="system rows after the agent side's last turn")
    duration_seconds: float | None = None


class Closing(_Value):
    """The ending: ``conversation.turns[start:end]``, with its signals."""

    start: int
    end: int
    signals: Signals


class Languages(_Value):
    """Language codes (ISO 639-1), null where it cannot be told."""

    customer: str | None = None
    closing: str | None = Field(None, description="the agent side's closing")
    turns: tuple[str | None, ...] = ()


class Provenance(_Value):
    """What produced an evaluation: enough to repeat it."""

    rubric: str
    rubric_version: str
    rubric_sha256: str
    language_pack: str | None = None
    package_version: str
    prompt: str | None = None
    prompt_version: str | None = None
    prompt_sha256: str | None = None
    model: str | None = None
    endpoint: str | None = None
    seed: int | None = None
    system_fingerprint: str | None = None


class Usage(_Value):
    """What an evaluation cost. All zero for the rules. `cost` is null where the model's price is not known."""

    requests: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None
    latency_seconds: float | None = None
    cache_hit: bool = False


class Evaluation(_Value):
    """The result for one conversation: the line that batch writes.

    `score` (0–100) and `band` are null unless something could be scored. `coverage` is the share (0–1) of the
    applicable weight that was scored. `source` is ``file:line`` where the chat was read. `error` says in one
    line why there is no score, or, for a fallback, why the score is not the model's. `sent` is null
    unless a model graded. `key` is what a batch tells chats already graded by: hashes of settings and chat.
    """

    key: str | None = None
    schema_version: int = SCHEMA_VERSION
    conversation_id: str
    agent: str | None = None
    language: str | None = None
    status: Status
    error: str | None = None
    source: str | None = None
    outcome: Outcome | None = None
    score: Annotated[float, Field(ge=0, le=100)] | None = None
    band: str | None = None
    coverage: Annotated[float, Field(ge=0, le=1)] = 0.0
    critical: tuple[str, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    closing: Closing | None = None
    languages: Languages | None = None
    suggestions: Suggestions = Suggestions()
    review: Review = Review()
    provenance: Provenance | None = None
    sent: Sent | None = None
    usage: Usage = Usage()
