"""A better closing without a model: what the agent said of the matter, and what the closing lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import NamedTuple

from evaluator.closing import Ending
from evaluator.models import Conversation, Level, Outcome, Role, Turn
from evaluator.packs.pack import Templates
from evaluator.suggest.address import address
from evaluator.suggest.formality import Formality, manner
from evaluator.suggest.kept import LACKING, PARTING, UNKIND, is_worth, own_sentences

_RESULTS = frozenset({"done", "summary"})
_AGREED = frozenset({"commit", "escalate"})
_TO_DO = frozenset({"instruct"})
_AHEAD = frozenset({"commit", "escalate", "defer"})
_LONGEST_LIFTED = 240
_PAUSE = timedelta(minutes=3)


class Draft(NamedTuple):
    """The messages to send, how they address the customer, and the chat as it would have been with them.

    Where placeholders have to be filled in, that chat holds the pack's examples instead.
    """

    messages: tuple[str, ...]
    formality: Formality
    conversation: Conversation


def compose(
    conversation: Conversation,
    ending: Ending,
    outcome: Outcome,
    levels: Mapping[str, Level],
    templates: Templates,
    language: str,
) -> Draft | None:
    """The closing, rewritten; None where nothing is lacking that words could mend."""
    lacking = frozenset(criterion for criterion, level in levels.items() if level in LACKING)
    if not lacking or not ending.agent:
        return None
    how = manner(ending)
    pieces = getattr(templates, how).model_dump()
    called = address(conversation, how, templates.titles, nominative=templates.nominative)
    if called:
        pieces["farewell"] = pieces["farewell_to"].replace("{name}", called)
    messages = _Closing(ending, outcome, levels, lacking, pieces, language).messages()
    return drafted(messages, how, conversation, ending, outcome, templates) if messages else None


def drafted(
    messages: tuple[str, ...],
    how: Formality,
    conversation: Conversation,
    ending: Ending,
    outcome: Outcome,
    templates: Templates,
) -> Draft:
    """The messages with the chat as it would have been."""
    reply = str(getattr(templates, how).reply)
    turns = conversation.turns[: cut(ending)]
    turns += tuple(_turns(messages, outcome, reply, templates.fills, ending))
    return Draft(messages, how, conversation.model_copy(update={"turns": turns}))


def cut(ending: Ending) -> int:
    """The first turn that is written anew: what the agent side said after the customer's last word."""
    return ending.after_customer[0].index if ending.after_customer else len(ending.turns)


@dataclass(frozen=True)
class _Closing:
    ending: Ending
    outcome: Outcome
    levels: Mapping[str, Level]
    lacking: frozenset[str]
    pieces: Mapping[str, str]
    language: str

    def messages(self) -> tuple[str, ...]:
        """What to send before the customer's answer, and what after it; one message where none is awaited."""
        apology = [self.pieces["apology"]] if "empathy" in self.lacking else []
        before, after = self._around([*apology, *self._kept])
        return tuple(" ".join(part) for part in (before, after) if part)

    def _around(self, body: list[str]) -> tuple[list[str], list[str]]:
        pieces, parting = self.pieces, list(self._parting())
        match self.outcome:
            case Outcome.CUSTOMER_LEFT:
                return [*body, pieces["still_there"]], [pieces["close"], *parting]
            case Outcome.MISDIRECTED:
                pointer = [pieces["pointer"]] if "next_steps" in self.lacking else []
                return [], [*body, *pointer, *parting]
            case Outcome.TRANSFERRED:
                moved = [pieces["transfer"]] if self.lacking & {"handover", "next_steps"} else []
                return [], [*body, *moved, *parting]
        body = [*body, *self._matter()]
        if self._is_over:
            return [], [*body, *parting]
        unsure = "resolution" in self.lacking and self.outcome is not Outcome.FOLLOW_UP
        return [*body, *([pieces["check"]] if unsure else []), pieces["further_help"]], parting

    @cached_property
    def _is_over(self) -> bool:
        """Whether the customer has said goodbye, or that there is nothing else."""
        customer = self.ending.customer
        if not customer or self.ending.open_question:
            return False
        asked = [block for block in self.ending.agent if block.first < customer[-1].first]
        declined = bool(asked) and "offer" in asked[-1].moves and "c_no" in customer[-1].moves
        return declined or bool(customer[-1].moves & {"c_no_more", "c_bye"})

    def _matter(self) -> Iterator[str]:
        """What is still to be said of the matter: in the agent's words where there are any, else to be filled in."""
        open_ = self.ending.open_question or (self.outcome is Outcome.UNRESOLVED and not self._is_over)
        if open_:
            yield self.pieces["answer"]
        owed = "next_steps" in self.lacking
        # While the matter is open, what the agent called done is in doubt; what is owed is said as the next step.
        if "recap" in self.lacking and not open_:
            recap = self._lifted(_RESULTS if owed else _RESULTS | _AGREED) or self._lifted(_TO_DO)
            if recap and recap not in self._kept:
                yield self.pieces["recap"].replace("{recap}", recap)
        if owed:
            ahead = self._lifted(_AHEAD, dated=True)
            yield ahead if ahead and ahead not in self._kept else self.pieces["next_steps"]

    def _parting(self) -> Iterator[str]:
        for criterion in ("thanks", "feedback", "farewell"):
            if self.levels.get(criterion) not in (Level.NA, Level.UNSCORED, None):
                yield self.pieces[criterion]

    @cached_property
    def _kept(self) -> tuple[str, ...]:
        """What the agent side said of the matter after the customer's last word, in its own words."""
        unwanted = UNKIND | PARTING
        if self.outcome is Outcome.TRANSFERRED and "handover" in self.lacking:
            unwanted |= {"transfer", "redirect"}
        return tuple(
            text
            for turn, number, text in own_sentences(self.ending.after_customer, self.language)
            if not turn.moves_of[number] & unwanted and is_worth(turn, number, self.levels)
        )

    def _lifted(self, wanted: frozenset[str], *, dated: bool = False) -> str | None:
        """The agent side's last sentence with one of the wanted moves."""
        found = None
        for turn, number, text in own_sentences(self.ending.agent_turns, self.language):
            moves = turn.moves_of[number]
            fits = moves & wanted and not moves & (UNKIND | PARTING) and (not dated or "when" in moves)
            if fits and len(text) <= _LONGEST_LIFTED and not turn.words.sentences[number].asks:
                found = text
        return found


def _turns(
    messages: Sequence[str], outcome: Outcome, reply: str, fills: Mapping[str, str], ending: Ending
) -> Iterator[Turn]:
    """The messages as turns; between two of them the customer has answered, or kept silent for long enough."""
    last, first = ending.agent[-1].turns[-1].turn, cut(ending)
    began = ending.turns[first - 1].at if first else None
    for number, message in enumerate(messages):
        at = began + _PAUSE * number if began else None
        yield Turn(role=last.role, name=last.name, text=_filled(message, fills), at=at)
        if number == 0 and len(messages) > 1 and outcome is not Outcome.CUSTOMER_LEFT:
            yield Turn(role=Role.CUSTOMER, text=reply, at=began)


def _filled(message: str, fills: Mapping[str, str]) -> str:
    for name, example in fills.items():
        message = message.replace(f"{{{name}}}", example)
    return message
