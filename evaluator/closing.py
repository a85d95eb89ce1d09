"""Where the ending of a chat starts, and the facts about it that need no judgement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Literal

from evaluator.answering import ENDS, is_demand, unanswered
from evaluator.lazy import lazy
from evaluator.marked import Block, MarkedTurn, Stretch, blocks
from evaluator.models import Closing, Role, Signals

# "Only what stands in the agent side's last two turns of substance counts".
_SUBSTANCE_TURNS = 2
# From so many seconds on, a question that nobody answers has met with silence.
_PAUSE = 60.0
CLOSES = frozenset({"farewell", "wish", "farewell_cold", "close_announce", "signoff"})
SETTLES = frozenset({"done", "commit", "escalate", "transfer", "redirect", "refusal", "summary", "defer"})
PROMPTS = frozenset({"still_there", "silence"})


@dataclass(frozen=True)
class Ending:
    """A marked conversation, seen from its end. Everything else is derived from `turns`."""

    turns: tuple[MarkedTurn, ...]

    @lazy
    def blocks(self) -> tuple[Block, ...]:
        """The conversation as alternating blocks of the two sides."""
        return tuple(blocks(self.turns))

    @lazy
    def agent(self) -> tuple[Block, ...]:
        """The agent side's blocks."""
        return tuple(b for b in self.blocks if b.side == "agent")

    @lazy
    def customer(self) -> tuple[Block, ...]:
        """The customer's blocks."""
        return tuple(b for b in self.blocks if b.side == "customer")

    @lazy
    def customer_last(self) -> frozenset[str]:
        """The moves of the customer's last block before the chat was closed; none where there is none."""
        return self.heard[-1].moves if self.heard else frozenset()

    @lazy
    def heard(self) -> tuple[Block, ...]:
        """The customer's blocks before the chat was closed: what comes later came too late."""
        return tuple(b for b in self.customer if b.first < self.closed_at)

    @lazy
    def _agent_last(self) -> int:
        return self.agent[-1].last if self.agent else -1

    @lazy
    def closed_at(self) -> int:
        """The row that says, after the agent side's last turn, that the chat is closed; else the end."""
        ends = (
            t.index
            for t in self.system
            if t.index > self._agent_last and t.moves & {"s_closed", "s_inactive"}
        )
        return next(ends, len(self.turns))

    @lazy
    def system(self) -> Stretch:
        """The system rows."""
        return Stretch(t for t in self.turns if t.side == "system")

    @lazy
    def agent_turns(self) -> Stretch:
        """Every turn of the agent side."""
        return Stretch(t for t in self.turns if t.side == "agent")

    @lazy
    def customer_turns(self) -> Stretch:
        """Every turn of the customer."""
        return Stretch(t for t in self.turns if t.side == "customer")

    @lazy
    def substance(self) -> tuple[Block, ...]:
        """The agent side's last two turns of substance."""
        found = islice((b for b in reversed(self.agent) if b.substantial), _SUBSTANCE_TURNS)
        return tuple(found)[::-1]

    @lazy
    def start(self) -> int:
        """The first turn of the closing: what settles the matter, or an earlier offer of more help."""
        settling = [b.first for b in self.substance]
        settling += [b.first for b in self.agent[-3:] if b.moves & SETTLES]
        offers = [b.first for b in self.agent[1:] if "offer" in b.moves]
        return min(settling + offers, default=self.agent[0].first if self.agent else 0)

    @lazy
    def closing_agent(self) -> Stretch:
        """The agent side's turns in the closing."""
        return Stretch(t for t in self.agent_turns if t.index >= self.start)

    @lazy
    def closing_customer(self) -> Stretch:
        """The customer's turns in the closing, before the chat was closed."""
        return Stretch(t for t in self.customer_turns if self.start <= t.index < self.closed_at)

    @lazy
    def parting(self) -> Stretch:
        """The agent side's last two turns (posts in a row are one), where courtesies stand."""
        return Stretch(t for b in self.agent[-2:] for t in b.turns if t.index >= self.start)

    @lazy
    def after_customer(self) -> Stretch:
        """The agent side's turns after the customer's last word."""
        last = self.heard[-1].last if self.heard else -1
        return Stretch(t for t in self.turns[last + 1 :] if t.side == "agent")

    @lazy
    def open_question(self) -> MarkedTurn | None:
        """The customer's last question, request or objection, when the agent side never answered it."""
        return unanswered(self.heard, self.agent)

    @lazy
    def ended_by_customer(self) -> MarkedTurn | None:
        """The first turn in the closing where the customer signals the end."""
        for turn in self.closing_customer:
            if turn.moves & ENDS or ("c_thanks" in turn.moves and not is_demand(turn)):
                return turn
        return None

    @lazy
    def on_silence(self) -> bool:
        """Whether the chat was closed, or stops, because the customer did not answer."""
        if not self.after_customer or (self.heard and self.heard[-1].moves & {"c_no_more", "c_bye"}):
            return False
        prompted = bool(self.after_customer.moves & PROMPTS) or any(
            "close_announce" in t.moves for t in self.after_customer[1:]
        )
        inactive = "s_inactive" in self.system.after(self.after_customer[0].index).moves
        stops_asking = self.after_customer[-1].asks and not self.after_customer[-1].moves & CLOSES
        return prompted or inactive or stops_asking or self._waited

    @lazy
    def _waited(self) -> bool:
        """Whether the agent side came back, after its own question, to a customer who had said nothing for a minute."""
        asked = [t for t in self.after_customer if t.asks and not t.moves & CLOSES]
        last = self.after_customer[-1]
        seconds = _seconds(asked[0].at, last.at) if asked and asked[0] is not last else None
        return seconds is not None and seconds >= _PAUSE

    @lazy
    def asked_in_silence(self) -> MarkedTurn | None:
        """The agent side's last question to the silent customer."""
        asked = [t for t in self.after_customer if t.asks or "still_there" in t.moves]
        return asked[-1] if asked else None

    @lazy
    def silence_seconds(self) -> float | None:
        """How long the silent customer was given, from the last question (or answer) to the close."""
        since = self.asked_in_silence or (self.after_customer[0] if self.after_customer else None)
        if not self.on_silence or since is None:
            return None
        closes = [t for t in self.turns[since.index + 1 :] if t.at and t.side != "customer"]
        return _seconds(since.at, closes[0].at if closes else None)

    @lazy
    def transfer(self) -> MarkedTurn | None:
        """The turn that announces or records a transfer in the closing."""
        for turn in reversed(self.turns[self.start :]):
            joined = "s_joined" in turn.moves and turn.index > self._agent_last
            if joined or turn.moves & {"transfer", "s_transfer"}:
                return turn
        return None

    @lazy
    def closed_by(self) -> Literal["agent", "customer", "system", "nobody"]:
        """Who ended it, as far as the words tell."""
        if "s_left" in self.system.moves:
            return "customer"
        if self.after_customer.moves & CLOSES:
            return "agent"
        if self.system.moves & {"s_closed", "s_inactive"}:
            return "system"
        return "customer" if self.customer_last & ENDS else "nobody"

    def closing(self) -> Closing:
        """The public value."""
        spoken = [t for t in self.turns if t.side != "system"]
        times = [t.at for t in self.turns[self.start :] if t.at]
        last_agent = self.agent[-1].last if self.agent else len(self.turns)
        return Closing(
            start=self.start,
            end=len(self.turns),
            signals=Signals(
                last_speaker=Role(spoken[-1].turn.role) if spoken else None,
                open_question=self.open_question.index if self.open_question else None,
                customer_ended=self.ended_by_customer is not None,
                closed_by=self.closed_by,
                closed_on_silence=self.on_silence,
                silence_seconds=self.silence_seconds,
                silence_asked=self.asked_in_silence is not None,
                transfer=self.transfer.index if self.transfer else None,
                rows_after_goodbye=len(self.system.after(last_agent)),
                duration_seconds=_seconds(times[0], times[-1]) if len(times) > 1 else None,
            ),
        )


def seconds_between(a: MarkedTurn, b: MarkedTurn) -> float | None:
    """Seconds from one turn to the other, where both carry a time."""
    return _seconds(a.at, b.at)


def _seconds(a: datetime | None, b: datetime | None) -> float | None:
    if a is None or b is None or (a.tzinfo is None) != (b.tzinfo is None):
        return None
    seconds = (b - a).total_seconds()
    # Times that run backwards tell nothing.
    return seconds if seconds >= 0 else None
