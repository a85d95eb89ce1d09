"""Rules on the courtesies of an ending: thanks, offer of help, feedback, goodbye."""

from __future__ import annotations

from evaluator.closing import Ending
from evaluator.models import Level, Outcome
from evaluator.rules.verdict import Found, Verdict, find, verdict

_GOODBYES = ("farewell", "wish", "returned_wish")
# "Report it on 800 000 203" tells a customer who went silent how to go on.
_WAYS_BACK = ("redirect", "reference")


def thanks(ending: Ending, _outcome: Outcome) -> Verdict:
    """Does the agent side thank the customer?"""
    given = find(ending.parting, "thanks")
    sincere = [f for f in given if "sarcasm" not in f.turn.moves]
    if sincere:
        return verdict(Level.MET, "given", *sincere)
    if given:
        return verdict(Level.MISSED, "ironic", *given)
    bare = [f for f in find(ending.parting, "thanks_bare") if "sarcasm" not in f.turn.moves]
    if bare:
        return verdict(Level.PARTIAL, "bare", *bare)
    return Verdict(Level.MISSED, "none")


def further_help(ending: Ending, outcome: Outcome) -> Verdict:
    """Is more help offered?"""
    if outcome is Outcome.MISDIRECTED:
        return Verdict(Level.NA, "not_due")
    offers = [f for f in find(ending.closing_agent, "offer") if "sarcasm" not in f.turn.moves]
    if offers:
        return verdict(Level.MET, "asked", *offers)
    invited = find(ending.parting, "invite_back")
    if invited:
        return verdict(Level.PARTIAL, "invited", *invited)
    unasked = find(ending.closing_customer, "c_no_more", "c_bye")
    if unasked and not ending.open_question:
        return verdict(Level.NA, "not_needed", unasked[0])
    return Verdict(Level.MISSED, "none")


def feedback(ending: Ending, outcome: Outcome) -> Verdict:
    """Is feedback invited?"""
    if outcome in (Outcome.TRANSFERRED, Outcome.MISDIRECTED, Outcome.CUSTOMER_LEFT):
        return Verdict(Level.NA, "not_due")
    angry = find([t for b in ending.customer[-2:] for t in b.turns], "c_anger")
    if angry:
        return verdict(Level.NA, "angry", *angry)
    asked = find(ending.parting, "feedback_ask")
    if asked:
        return verdict(Level.MET, "asked", *asked)
    mentioned = find(ending.parting, "feedback_mention")
    if mentioned:
        return verdict(Level.PARTIAL, "mentioned", *mentioned)
    return Verdict(Level.MISSED, "none")


def farewell(ending: Ending, outcome: Outcome) -> Verdict:
    """Is there a clear, kind goodbye?"""
    if outcome is Outcome.TRANSFERRED and _goes_on_here(ending):
        return Verdict(Level.NA, "continues")
    said = [f for f in find(ending.parting, *_GOODBYES) if not _opens(ending, f)]
    mocking = [f for f in said if "sarcasm" in f.turn.moves]
    if mocking:
        return verdict(Level.MISSED, "mocking", *mocking)
    if said:
        if ending.open_question:
            return verdict(Level.PARTIAL, "cut_off", *said)
        return verdict(Level.MET, "said", *said)
    announced = find(ending.parting, "close_announce", "farewell_cold")
    back = find(ending.parting, "invite_back", *(_WAYS_BACK if ending.on_silence else ()))
    if announced and back:
        return verdict(Level.MET, "announced", *announced, *back)
    if announced:
        return verdict(Level.PARTIAL, "cold", *announced)
    formula = find(ending.parting, "signoff")
    if formula:
        return verdict(Level.PARTIAL, "formula", *formula)
    automatic = find(ending.system, "farewell")
    if automatic:
        return verdict(Level.PARTIAL, "automatic", *automatic[-1:])
    return Verdict(Level.MISSED, "none")


def _opens(ending: Ending, found: Found) -> bool:
    """Whether it is the greeting at the start: "Magandang umaga po!" is both."""
    return found.turn.index == ending.agent[0].first and "greeting" in found.turn.moves_of[found.sentence]


def _goes_on_here(ending: Ending) -> bool:
    """Whether the next agent takes over in this very chat, rather than by phone, mail or elsewhere."""
    moved = ending.transfer
    return moved is not None and not find(ending.closing_agent, "redirect", "defer")
