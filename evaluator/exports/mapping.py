"""What a mapping file holds: how one live-chat system writes its conversations down."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from evaluator.datafile import load
from evaluator.exports.expression import Query
from evaluator.models import Role

_FOLDER = Path(__file__).parent / "mappings"

Event = Literal[
    "customer_left", "agent_left", "closed", "inactive", "transferred", "joined", "bot_joined", "queued"
]
Shown = Event | Literal["nothing", "itself"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from error
    return text


Pattern = Annotated[str, AfterValidator(_pattern)]


class Facts(_Part):
    """About the conversation as a whole; each an expression on it."""

    id: Query | None = None
    agent: Query | None = None
    channel: Query | None = None
    language: Query | None = None
    rating: Query | None = Field(None, description="The customer's rating; kept as metadata, never graded.")
    comment: Query | None = Field(
        None, description="What the customer wrote beside the rating; metadata too."
    )


class Lookup(_Part):
    """An object that a turn refers to; expressions on the turn find it under the lookup's name."""

    among: Query = Field(
        description="Where in the conversation the objects are: a list, or a mapping by key."
    )
    key: str = Field("id", description="The key of an object that is compared.")
    by: Query = Field(description="What the turn calls it.")


class Drop(_Part):
    """Rows that nobody said to the customer, or that say nothing."""

    when: Query
    why: str = Field(min_length=1)


class Rows(_Part):
    """Turns written as lines of one text, for systems that export a transcript."""

    text: Query
    html: bool = False
    pattern: Pattern = Field(
        description="One turn; its groups are the turn's fields. h, m and s are its offset."
    )
    header_tag: Pattern | None = Field(
        None,
        description="In HTML: the tag that lines stand in which nobody said. Without it, any line may be one.",
    )
    headers: dict[str, Pattern] = Field(
        default_factory=dict, description="Lines before the turns; the group `value` is kept under the name."
    )


class TurnFields(_Part):
    """Expressions on one row. `_chat` is the whole conversation, and each lookup has its own name."""

    role: Query
    text: Query = Field(description="Text, or a list of texts, which become lines.")
    at: Query | None = None
    name: Query | None = None
    id: Query | None = None
    files: Query | None = Field(None, description="Names of what was sent along, which is shown as 📎 name.")
    event: Query | None = Field(None, description="What happened, where the row says no word; see `events`.")


class Mapping(_Part):
    """One system. `recognise` is true of one conversation, and of nothing else that is exported."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    title: str
    about: str = ""
    recognise: Query
    items: Query | None = Field(
        None, description="A list whose items are so is one conversation, seen as {messages: [...]}."
    )
    item_of: Query | None = Field(
        None, description="On one of `items`: its conversation, where those of several may be mixed."
    )
    conversation: Facts = Facts()
    turns: Query | None = None
    inner: Query | None = Field(
        None, description="On one of `turns`: the rows inside it, which see it as `_group`."
    )
    rows: Rows | None = None
    lookups: dict[Annotated[str, Field(pattern=r"^_[a-z]+$")], Lookup] = Field(default_factory=dict)
    drop: tuple[Drop, ...] = ()
    turn: TurnFields
    roles: dict[str, Role] = Field(
        default_factory=dict, description="From the system's word for a side to ours."
    )
    sides: dict[Role, Query] = Field(
        default_factory=dict,
        description="On the conversation: who is on a side, by what `role` gives for a turn.",
    )
    others: Role | None = Field(
        None, description="Who everybody else is, once --agent-name has told the agents."
    )
    events: dict[str, Shown] = Field(default_factory=dict)
    html: bool | Query = Field(
        False, description="Whether texts are HTML; for some turns only, an expression."
    )
    mrkdwn: bool = Field(False, description="Texts are written in Slack's markup.")
    mail: bool = Field(False, description="Texts may be mails: quoted text and signatures are cut off.")
    paged: bool = Field(False, description="One conversation may come in pages, each with the same id.")
    by_time: bool = Field(False, description="Rows need not stand in the order of their times.")

    @model_validator(mode="after")
    def _one_source(self) -> Mapping:
        if (self.turns is None) == (self.rows is None):
            raise ValueError("give either turns or rows")
        if not (self.roles or self.sides or self.others):
            raise ValueError("give roles, sides or others: who is the agent?")
        return self


@cache
def shipped() -> dict[str, Mapping]:
    """Return the mappings that come with the package, by name, in the order in which they are tried."""
    found = (load(path, Mapping) for path in sorted(_FOLDER.glob("*.yaml")))
    return {mapping.name: mapping for mapping in found}


def source(name: str) -> str:
    """Return the text of a shipped mapping. Raises `KeyError`."""
    shipped()[name]
    return next(
        text
        for text in (p.read_text("utf-8") for p in sorted(_FOLDER.glob("*.yaml")))
        if f"name: {name}\n" in text
    )


@cache
def read_mapping(path: Path) -> Mapping:
    """Read a mapping of the user's own. Raises `DataFileError`."""
    return load(path, Mapping)
