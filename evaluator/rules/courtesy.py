"""Rules on the courtesies of an ending: thanks, offer of help, feedback, goodbye, personal touch."""

from __future__ import annotations

from evaluator.closing import Ending
from evaluator.models import Level, Outcome
from evaluator.packs.text import NUMBER, fold
from evaluator.rules.verdict import Verdict, find, quote, verdict

_PARTING = (
    "farewell",
    "wish",
    "returned_wish",
    "thanks",
    "thanks_bare",
    "ack",
    "apology",
    "understanding",
    "signoff",
    "invite_back",
    "offer",
)
_STEM = 5
_SHORTEST_DETAIL = 4
_OWN_WORDS = 4


def thanks(ending: Ending, _outcome: Outcome) -> Verdict:
    """Does the agent side thank the customer?"""
    given = list(find(ending.parting, "thanks"))
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
    invited = list(find(ending.parting, "invite_back"))
    if invited:
        return verdict(Level.PARTIAL, "invited", *invited)
    unasked = list(find(ending.closing_customer, "c_no_more", "c_bye"))
    if unasked and not ending.open_question:
        return verdict(Level.NA, "not_needed", unasked[0])
    return Verdict(Level.MISSED, "none")


def feedback(ending: Ending, outcome: Outcome) -> Verdict:
    """Is feedback invited?"""
    if outcome in (Outcome.TRANSFERRED, Outcome.MISDIRECTED, Outcome.CUSTOMER_LEFT):
        return Verdict(Level.NA, "not_due")
    asked = list(find(ending.parting, "feedback_ask"))
    if asked:
        return verdict(Level.MET, "asked", *asked)
    mentioned = list(find(ending.parting, "feedback_mention"))
    if mentioned:
        return verdict(Level.PARTIAL, "mentioned", *mentioned)
    angry = list(find([t for b in ending.customer[-2:] for t in b.turns], "c_anger"))
    if angry:
        return verdict(Level.NA, "angry", *angry)
    return Verdict(Level.MISSED, "none")


def farewell(ending: Ending, outcome: Outcome) -> Verdict:
    """Is there a clear, kind goodbye?"""
    if outcome is Outcome.TRANSFERRED and _goes_on_here(ending):
        return Verdict(Level.NA, "continues")
    said = list(find(ending.parting, "farewell", "wish", "returned_wish"))
    mocking = [f for f in said if "sarcasm" in f.turn.moves]
    if mocking:
        return verdict(Level.MISSED, "mocking", *mocking)
    if said:
        if ending.open_question:
            return verdict(Level.PARTIAL, "cut_off", *said)
        return verdict(Level.MET, "said", *said)
    announced = list(find(ending.parting, "close_announce", "farewell_cold"))
    back = list(find(ending.parting, "invite_back"))
    if announced and back:
        return verdict(Level.MET, "announced", *announced, *back)
    if announced:
        return verdict(Level.PARTIAL, "cold", *announced)
    formula = list(find(ending.parting, "signoff"))
    if formula:
        return verdict(Level.PARTIAL, "formula", *formula)
    return Verdict(Level.MISSED, "none")


def _goes_on_here(ending: Ending) -> bool:
    """Whether the next agent takes over in this very chat, rather than by phone, mail or elsewhere."""
    moved = ending.transfer
    return moved is not None and not any(find(ending.closing_agent, "redirect", "defer"))


def personal(ending: Ending, _outcome: Outcome) -> Verdict:
    """Is there a personal touch in the closing's courtesy part?"""
    courteous = list(find(ending.parting, *_PARTING))
    names, details = _names(ending), _details(ending)
    own = None
    for found in courteous:
        first, last, _ = found.turn.words.sentences[found.sentence]
        words = [t.word for t in found.turn.words.tokens[first:last]]
        if any(w[:_STEM] in names for w in words):
            return verdict(Level.MET, "name", found)
        free = found.turn.uncovered(found.sentence)
        if any(w[:_STEM] in details for w in free if len(w) >= _SHORTEST_DETAIL):
            return verdict(Level.MET, "detail", found)
        if len(free) >= _OWN_WORDS:
            own = found
    if own:
        return verdict(Level.PARTIAL, "own_words", own)
    return Verdict(Level.MISSED, "stock", tuple(quote(f.turn, f.sentence) for f in courteous[-1:]))


def _names(ending: Ending) -> set[str]:
    names = {t.turn.name for t in ending.turns if t.side == "customer" and t.turn.name}
    words = {fold(w) for name in names for w in name.replace(".", " ").split()}
    return {w[:_STEM] for w in words if len(w) > 2}


def _details(ending: Ending) -> set[str]:
    return {
        token.word[:_STEM]
        for t in ending.turns
        if t.side == "customer"
        for token in t.words.tokens
        if len(token.word) >= _SHORTEST_DETAIL and token.word != NUMBER
    }
