"""Who is who: from what a source calls its speakers to the four roles."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from evaluator.models import Role
from evaluator.readers.words import fold, words

ACCEPTED = "customer, agent, bot, system, or their usual synonyms in en, cs, sk, fi, lt, tl"

_LONGEST_LABEL = 80
_BRACKETED = re.compile(r"(?P<outer>[^()\[\]]+?)\s*[(\[](?P<inner>[^()\[\]]+)[)\]]")
_TITLED = re.compile(r"(?P<first>\S+)\s+(?P<rest>(?:[-–|]\s*)?(?:[^\W\d_].*|#?\d+))")
_OTHER_SIDE = {Role.AGENT: Role.CUSTOMER, Role.CUSTOMER: Role.AGENT}


class UnknownSpeakersError(ValueError):
    """Some speakers' roles cannot be told; `labels` holds what the source calls them."""

    def __init__(self, labels: Iterable[str]) -> None:
        self.labels = tuple(labels)
        super().__init__(", ".join(self.labels))


def role_of(word: str) -> Role | None:
    """Return the role that a word such as ``visitor`` or ``asiakaspalvelija`` names."""
    return _look_up(word) if len(word) <= _LONGEST_LABEL else None


@lru_cache(maxsize=4096)
def _look_up(word: str) -> Role | None:
    return words().roles.get(fold(word))


def read_label(label: str) -> tuple[Role | None, str | None]:
    """Split what stands before a colon into role and name: ``Agent Jana``, ``Jana (agent)``."""
    if len(label) > _LONGEST_LABEL:
        return None, label
    if role := role_of(label):
        return role, None
    if match := _BRACKETED.fullmatch(label):
        outer, inner = match["outer"], match["inner"]
        if role := role_of(inner):
            return role, outer
        return role_of(outer), inner if role_of(outer) else label
    if (match := _TITLED.fullmatch(label)) and (role := role_of(match["first"])):
        return role, match["rest"].lstrip("-–| ")
    return None, label


def assign(
    labels: Iterable[str], agent_names: Collection[str] = (), *, infer: bool = False
) -> dict[str, Role]:
    """Find the role of every label. Raises `UnknownSpeakersError`.

    `agent_names` come before the words. With one label left over and all others on one side, the left-over is
    the other side: always with `infer`, and otherwise where one of the others is an agent by name.
    """
    names = {fold(name) for name in agent_names}
    roles: dict[str, Role] = {}
    unknown: list[str] = []
    named = False
    for label in dict.fromkeys(labels):
        if names and names.intersection(map(fold, (label, read_label(label)[1] or label))):
            roles[label], named = Role.AGENT, True
        elif role := role_of(label) or read_label(label)[0]:
            roles[label] = role
        else:
            unknown.append(label)
    if unknown:
        sides = {role for role in roles.values() if role in _OTHER_SIDE}
        if not sides and Role.BOT in roles.values():
            sides = {Role.AGENT}
        if len(unknown) > 1 or len(sides) > 1 or not sides or not (infer or named):
            raise UnknownSpeakersError(unknown)
        roles[unknown[0]] = _OTHER_SIDE[sides.pop()]
    return roles
