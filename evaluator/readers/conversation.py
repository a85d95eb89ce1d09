"""From a JSON object, as this project and chat APIs write one conversation, to a `Conversation`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import datetime
from reprlib import repr as short
from typing import Any

from pydantic import ValidationError

from evaluator.errors import RecordError
from evaluator.models import Conversation, Role
from evaluator.readers.message import Message, pop, read_messages, scalar
from evaluator.readers.roles import ACCEPTED, UnknownSpeakersError, assign, read_label, role_of
from evaluator.readers.surrogates import replace_surrogates
from evaluator.readers.times import read_time

_ID = ("id", "conversation_id", "chat_id", "ticket_id")
_TURNS = ("turns", "messages")
_LANGUAGE = ("language", "lang")
_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]+)?")


def parse_conversation(
    value: object, where: str, *, default_id: str | None = None, agent_names: Collection[str] = ()
) -> Conversation:
    """Read the conversation that a decoded JSON value holds. Raises `RecordError`, and nothing else.

    `default_id` (else `where`) is for a value without an id; `agent_names` may stand where roles should.
    """
    try:
        clean, _ = replace_surrogates(value)
    except RecursionError:
        raise RecordError(where, "nested too deeply") from None
    return build(clean, where, default_id or where, agent_names)[0]


def build(
    value: object, where: str, default_id: str, agent_names: Collection[str] = (), *, infer: bool = False
) -> tuple[Conversation, tuple[str, ...]]:
    """Do as `parse_conversation`, with notes, for a value without lone surrogates. `infer` as in `assign`."""
    if not isinstance(value, dict):
        raise RecordError(where, f"a chat must be a JSON object, not {short(value)}")
    rest = dict(value)
    conversation_id = default_id
    try:
        conversation_id = scalar(pop(rest, _ID)) or default_id
        messages, notes = read_messages(pop(rest, _TURNS), rest)
        speakers = _speakers(messages, agent_names, infer=infer)
        times, more_notes = _times(messages)
        turns = [
            {
                "role": speakers[m.label][0],
                "text": m.text,
                "at": at,
                "name": m.name or speakers[m.label][1],
                "id": m.id,
            }
            for m, at in zip(messages, times, strict=True)
        ]
        facts = _facts(rest)
        fields = {"id": conversation_id, "turns": turns, **facts, "metadata": _metadata(rest)}
        return Conversation.model_validate(fields), (*notes, *more_notes)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        what = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise RecordError(where, what, conversation_id) from error
    except ValueError as error:
        raise RecordError(where, str(error), conversation_id) from error


def _speakers(
    messages: Iterable[Message], agent_names: Collection[str], *, infer: bool
) -> dict[str, tuple[Role, str | None]]:
    """Role by label, and the name where the label holds one."""
    try:
        roles = assign((m.label for m in messages), agent_names, infer=infer)
    except UnknownSpeakersError as error:
        names = ", ".join(map(short, error.labels[:5]))
        if infer:
            raise ValueError(
                f"cannot tell who is the agent among {names}; name the agent with --agent-name"
            ) from error
        index = next(m.index for m in messages if m.label == error.labels[0])
        hint = "for a name instead of a role, use --agent-name"
        raise ValueError(f"unknown role {names} in turns[{index}]; accepted: {ACCEPTED}; {hint}") from error
    return {
        label: (role, read_label(label)[1] if infer or not role_of(label) else None)
        for label, role in roles.items()
    }


def _times(messages: Iterable[Message]) -> tuple[list[datetime | None], list[str]]:
    times: list[datetime | None] = []
    notes: dict[str, str] = {}
    before: datetime | None = None
    for m in messages:
        at = None
        if m.time is not None:
            try:
                at = read_time(m.time, before)
            except ValueError:
                notes.setdefault(
                    "odd", f"time {short(m.time)} in turns[{m.index}] is not understood and left out"
                )
        if at and before and (at.tzinfo is None) == (before.tzinfo is None) and at < before:
            notes.setdefault("back", f"times go backwards at turns[{m.index}]; the order is kept")
        before = at or before
        times.append(at)
    return times, [*notes.values()]


def _facts(rest: dict[str, object]) -> dict[str, str | None]:
    """Language, agent and channel, taken out of `rest` where they are text."""
    language, agent, channel = pop(rest, _LANGUAGE), pop(rest, ("agent",)), pop(rest, ("channel",))
    if isinstance(agent, dict):
        agent = agent.get("name")
    code = _CODE.fullmatch(language) if isinstance(language, str) else None
    return {
        "language": code[1].lower() if code else scalar(language),
        "agent": scalar(agent),
        "channel": scalar(channel),
    }


def _metadata(rest: dict[str, object]) -> dict[str, Any]:
    """Everything else. Gold labels end here, where no grader looks."""
    inner = rest.pop("metadata", None)
    if isinstance(inner, dict):
        return {**inner, **rest}
    return rest if inner is None else {**rest, "metadata": inner}
