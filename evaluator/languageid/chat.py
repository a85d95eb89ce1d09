"""The languages of a chat: its sides as wholes, its turns in their light."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from evaluator.languageid import evidence, table
from evaluator.languageid.evidence import LANE
from evaluator.languageid.guess import decide, lane_of, weights
from evaluator.languageid.sentences import sentences
from evaluator.models import Conversation, Languages, Role, Turn

_OWN_SIDE = 4.0  # log weight that a side gives to the language of its turns
_CHAT = 2.0  # log weight that the other side, and the declared language, give to a side
_TURN_WORDS = 15  # of each turn count for its side, so that one long pasted text does not outvote a chat
_LITTLE = 3  # nats by which a turn's usual language may trail the best without a closer look
_MIXED = 0.25  # share of the closing's words in the customer's language that makes it the closing's language
_REMEMBERED = 400  # characters of the longest turn whose evidence is kept for the next look
_ALIASES = {"fil": "tl", "tgl": "tl", "cz": "cs", "cze": "cs", "ces": "cs", "slo": "sk", "slk": "sk"}
_ALIASES |= {"fin": "fi", "lit": "lt", "eng": "en"}


@dataclass(frozen=True, slots=True)
class Detected:
    """The languages of a chat before its closing is known."""

    conversation: Conversation
    customer: str | None
    agent: str | None
    turns: tuple[str | None, ...]
    _totals: tuple[int, ...]

    def from_turn(self, closing_start: int) -> Languages:
        """The languages, the closing's being that of the agent side's turns from `closing_start` on."""
        turns, totals = self.conversation.turns[closing_start:], self._totals[closing_start:]
        closing = _closing(turns, totals, self.agent, self.customer)
        return Languages(customer=self.customer, closing=closing, turns=self.turns)


def detect(conversation: Conversation) -> Detected:
    """The languages of both sides and of each turn.

    Each side is decided as a whole, its turns in the light of that. What the conversation declares, and what the
    other side writes, count only where a side's own words leave it open.
    """
    turns = conversation.turns
    measured = [_measure(turn.text) for turn in turns]
    declared = _declared(conversation.language)
    agent_total = customer_total = 0
    for turn, (_, head) in zip(turns, measured, strict=True):
        if turn.role is Role.CUSTOMER:
            customer_total += head
        elif turn.role is not Role.SYSTEM:
            agent_total += head
    agent = decide(agent_total, weights((declared, _CHAT))).code
    customer = decide(customer_total, weights((declared, _CHAT), (agent, _CHAT))).code
    if agent is None:
        agent = decide(agent_total, weights((declared, _CHAT), (customer, _CHAT))).code
    totals = tuple(total for total, _ in measured)
    codes = tuple(
        _of_turn(total, customer if turn.role is Role.CUSTOMER else agent)
        for turn, total in zip(turns, totals, strict=True)
    )
    return Detected(conversation, customer, agent, codes, totals)


def _measure(text: str) -> tuple[int, int]:
    """Weigh a turn: of all its words, and of its first ones."""
    return _remembered(text) if len(text) <= _REMEMBERED else _remembered.__wrapped__(text)


@lru_cache(maxsize=2048)
def _remembered(text: str) -> tuple[int, int]:
    words = evidence.tokens(text)
    total = evidence.packed(words)
    return total, total if len(words) <= _TURN_WORDS else evidence.packed(words[:_TURN_WORDS])


# What is looked up most are canned answers, and "ok" and "yes", which leave a turn's language open.
@lru_cache(maxsize=2048)
def _of_turn(total: int, usual: str | None) -> str | None:
    if not total:
        return None
    lane = lane_of(usual)
    if lane is not None and (total >> (LANE * lane)) & (2**LANE - 1) <= _little():
        return usual
    return decide(total, weights((usual, _OWN_SIDE))).code


@cache
def _little() -> float:
    return _LITTLE * table.load().unit


def _closing(
    turns: tuple[Turn, ...], totals: tuple[int, ...], agent: str | None, customer: str | None
) -> str | None:
    sides = zip(turns, totals, strict=True)
    total = sum([total for turn, total in sides if turn.role in (Role.AGENT, Role.BOT)])
    if not total:
        return None
    code = decide(total, weights((agent, _OWN_SIDE))).code or agent
    if customer is None or code == customer:
        return code
    return customer if _share(turns, customer) >= _MIXED else code


def _share(turns: tuple[Turn, ...], code: str) -> float:
    """Tell which part of the agent side's words stands in sentences in `code`."""
    inside = everything = 0
    for turn in turns:
        if turn.is_agent_side:
            for start, end in sentences(turn.text):
                words = evidence.tokens(turn.text[start:end])
                everything += len(words)
                if len(words) > 1 and decide(evidence.packed(words), weights()).code == code:
                    inside += len(words)
    return inside / everything if everything else 0.0


def _declared(language: str | None) -> str | None:
    code = (language or "").replace("_", "-").split("-")[0].strip().lower()
    return _ALIASES.get(code, code) or None
