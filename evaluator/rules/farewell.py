"""The rule on the goodbye of an ending."""

from __future__ import annotations

from evaluator.answering import CONTESTS, MOCKS
from evaluator.closing import Ending
from evaluator.models import Level, Outcome
from evaluator.rules.courtesy import ways_back
from evaluator.rules.cut import cut_short
from evaluator.rules.verdict import Found, Verdict, find, verdict

_GOODBYES = ("farewell", "wish", "returned_wish")
# Courtesies besides the goodbye.
KINDNESS = frozenset(
    ("thanks", "thanks_bare", "ack", "apology", "understanding", "offer", "invite_back", "signoff", "wish")
)
# Turns of the agent side from the end.
_LATE = 3
# Words of a goodbye that says no more.
_BARE = 2


def farewell(ending: Ending, outcome: Outcome) -> Verdict:
    """Is there a clear, kind goodbye?"""
    if outcome is Outcome.TRANSFERRED and _goes_on_here(ending):
        return Verdict(Level.NA, "continues")
    said = [f for f in find(ending.parting, *_GOODBYES) if not _opens(ending, f)]
    mocking = [f for f in said if "sarcasm" in f.turn.moves]
    if mocking:
        return verdict(Level.MISSED, "mocking", *mocking)
    if said and (ending.open_question or cut_short(ending, outcome)):
        if _harsh(ending) and all(f.move == "wish" for f in said):
            return verdict(Level.MISSED, "mocking", *said)
        return verdict(Level.PARTIAL, "cut_off", *said)
    if said:
        cold = ending.on_silence and find(ending.parting, "close_announce", "farewell_cold")
        if cold and _bare(ending, said):
            return verdict(Level.PARTIAL, "cold", *cold, *said)
        return verdict(Level.MET, "said", *said)
    announced = find(ending.parting, "close_announce", "farewell_cold")
    back = ways_back(ending)
    # "I'm here if need be. Bye" announces nothing to a customer who is still there.
    if announced and back and (ending.on_silence or "close_announce" in ending.parting.moves):
        return verdict(Level.MET, "announced", *announced, *back)
    if announced:
        return verdict(Level.PARTIAL, "cold", *announced)
    formula = find(ending.parting, "signoff")
    if formula and (_harsh(ending) or not ending.customer_last.isdisjoint(CONTESTS)):
        return verdict(Level.MISSED, "mocking", *formula)
    if formula:
        return verdict(Level.PARTIAL, "formula", *formula)
    automatic = find(ending.system, "farewell")
    if automatic:
        return verdict(Level.PARTIAL, "automatic", *automatic[-1:])
    return Verdict(Level.MISSED, "none")


def _harsh(ending: Ending) -> bool:
    """Whether the agent side mocked or blamed before: then "Dry weather to you!" or "A pleasure" mocks as well."""
    return any(b.moves & MOCKS for b in ending.agent[-_LATE:])


def _bare(ending: Ending, said: list[Found]) -> bool:
    """Whether the goodbye is a word or two, with no other courtesy: "No answer, I close it. Ciao"."""
    short = all(f.move == "farewell" and len(f.words()) <= _BARE for f in said)
    return short and ending.agent[-1].moves.isdisjoint(KINDNESS)


def _opens(ending: Ending, found: Found) -> bool:
    """Whether it is the greeting at the start: "Magandang umaga po!" is both."""
    return found.turn.index == ending.agent[0].first and "greeting" in found.moves


def _goes_on_here(ending: Ending) -> bool:
    """Whether the next agent takes over in this very chat, rather than by phone, mail or elsewhere."""
    moved = ending.transfer
    return moved is not None and not find(ending.closing_agent, "redirect", "defer")
