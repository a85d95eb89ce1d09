"""Who is who in one exported conversation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from reprlib import repr as short
from typing import NamedTuple

from evaluator.exports.mapping import Mapping as SystemMapping
from evaluator.models import Role
from evaluator.readers.message import scalar
from evaluator.readers.words import fold

_OPPOSITE = {Role.AGENT: Role.CUSTOMER, Role.BOT: Role.CUSTOMER, Role.CUSTOMER: Role.AGENT}


class Speaker(NamedTuple):
    """What the mapping's `role` gives for a turn, and the name beside it."""

    label: str | None
    name: str | None


def roles_of(
    mapping: SystemMapping, chat: object, speakers: Iterable[Speaker], agent_names: Collection[str]
) -> Mapping[Speaker, Role]:
    """Return the role of every speaker: by the mapping's table, its sides, or the names of agents.

    One who is left over beside speakers of one side only is on the other side. Raises `ValueError`.
    """
    agents = frozenset(map(fold, agent_names))
    sides = {role: _members(query.of(chat)) for role, query in mapping.sides.items()}
    roles: dict[Speaker, Role] = {}
    unknown: list[Speaker] = []
    for speaker in dict.fromkeys(speakers):
        role = _known(mapping, speaker, sides, agents)
        if role is not None:
            roles[speaker] = role
        else:
            unknown.append(speaker)
    if not unknown:
        return roles
    if mapping.others is not None and agents:
        return {**roles, **dict.fromkeys(unknown, mapping.others)}
    opposite = {_OPPOSITE[role] for role in roles.values() if role in _OPPOSITE}
    if len({speaker.label for speaker in unknown}) == 1 and len(opposite) == 1 and not mapping.roles:
        return {**roles, **dict.fromkeys(unknown, opposite.pop())}
    raise ValueError(_what_to_do(mapping, unknown))


def _members(found: object) -> frozenset[str]:
    parts = found if isinstance(found, list) else [found]
    return frozenset(fold(part) for part in map(scalar, parts) if part)


def _known(
    mapping: SystemMapping, speaker: Speaker, sides: Mapping[Role, frozenset[str]], agents: frozenset[str]
) -> Role | None:
    label, name = speaker
    folded = [fold(one) for one in (label, name) if one]
    if not agents.isdisjoint(folded):
        return Role.AGENT
    if label in mapping.roles:
        return mapping.roles[label]
    return next((role for role, members in sides.items() if not members.isdisjoint(folded)), None)


def _what_to_do(mapping: SystemMapping, unknown: list[Speaker]) -> str:
    who = ", ".join(short(name or label or "") for label, name in unknown[:5])
    expression = f"role: {mapping.turn.role.source!r}"
    if mapping.roles:
        return (
            f"{expression} gives {who}, which is none of the roles {', '.join(mapping.roles)}; "
            "if it is an agent, name it with --agent-name"
        )
    return f"{expression} cannot tell who is an agent among {who}; name the agents with --agent-name"
