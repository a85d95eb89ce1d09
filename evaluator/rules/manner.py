"""Rules on manner: honesty, empathy, tone, clarity, language."""

from __future__ import annotations

import re

from evaluator.closing import Ending
from evaluator.language import foreign_sentences
from evaluator.models import Evidence, Languages, Level, Outcome
from evaluator.packs.text import NUMBER
from evaluator.rules.outcome import refused
from evaluator.rules.verdict import Verdict, find, quote_turn, verdict

_TROUBLE = ("c_complaint", "c_anger", "c_distress", "c_misfortune", "c_trouble", "c_unsolved")
_PLEAS = frozenset({"c_complaint", "c_anger", "c_distress", "c_misfortune", "c_unsolved", "c_objection", "c_request"})
_LONG_WAIT = 300.0
_WORDY = 130
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
_MANY_EMOJI = 4
_SHOUTED = 3


def honesty(ending: Ending, outcome: Outcome) -> Verdict:
    """Is what the closing claims true to the conversation?"""
    unsolved = list(find(ending.customer[-1].turns if ending.customer else (), "c_unsolved"))
    claimed = [f for f in find(ending.closing_agent, "solved_claim") if unsolved and f.turn.index > unsolved[0].turn.index]
    if claimed:
        return verdict(Level.MISSED, "contradicted", *unsolved, *claimed)
    blamed = list(find(ending.closing_agent, "blame_other"))
    if blamed:
        return verdict(Level.MISSED, "blames", *blamed)
    promised = list(find(ending.closing_agent, "overpromise"))
    if promised:
        return verdict(Level.PARTIAL, "vague", *promised)
    return Verdict(Level.MET, "true", tuple(e for t in ending.closing_agent[-1:] for e in quote_turn(t)))


def empathy(ending: Ending, outcome: Outcome) -> Verdict:
    """Where the customer had trouble: is it acknowledged?"""
    trouble = list(find((t for t in ending.turns if t.side == "customer"), *_TROUBLE))
    if not trouble and not refused(ending) and not _long_wait(ending):
        return Verdict(Level.NA, "not_due")
    agent = [t for b in ending.agent for t in b.turns]
    shown = list(find(agent, "apology", "understanding"))
    if shown:
        return verdict(Level.MET, "shown", *shown)
    formula = list(find(agent, "apology_formula"))
    if formula:
        return verdict(Level.PARTIAL, "formula", *formula)
    return verdict(Level.MISSED, "none", *trouble[-1:])


def _long_wait(ending: Ending) -> bool:
    for before, after in zip(ending.blocks, ending.blocks[1:], strict=False):
        if before.side == "customer" and before.turns[-1].at and after.turns[0].at:
            if (before.turns[-1].at.tzinfo is None) != (after.turns[0].at.tzinfo is None):
                continue
            if (after.turns[0].at - before.turns[-1].at).total_seconds() > _LONG_WAIT:
                return True
    return False


def tone(ending: Ending, outcome: Outcome) -> Verdict:
    """Is the agent polite, warm and professional to the end?"""
    turns = [t for b in ending.agent[-3:] for t in b.turns]
    for move, case in (("rude", "rude"), ("sarcasm", "sarcastic"), ("blame_customer", "blaming")):
        found = list(find(turns, move))
        if found:
            return verdict(Level.MISSED, case, *found)
    shut = list(find(turns, "dismissive"))
    if shut and not any(find(turns, "alternative", "apology", "understanding")):
        return verdict(Level.MISSED, "dismissive", *shut)
    template = list(find(ending.after_customer, "farewell", "thanks", "signoff", "feedback_ask"))
    if ending.open_question and template:
        plea = bool(ending.customer[-1].moves & _PLEAS)
        return verdict(Level.MISSED if plea else Level.PARTIAL, "deaf", *template)
    for move, case in (("overdone", "overdone"), ("stiff", "stiff"), ("casual", "casual")):
        found = list(find(ending.closing_agent, move))
        if found:
            return verdict(Level.PARTIAL, case, *found)
    if not any(find(turns, "thanks", "farewell", "wish", "ack", "offer", "apology", "understanding", "invite_back", "check", "consent")):
        return Verdict(Level.PARTIAL, "stiff", tuple(e for t in turns[-1:] for e in quote_turn(t)))
    return Verdict(Level.MET, "polite", tuple(e for t in turns[-1:] for e in quote_turn(t)))


def clarity(ending: Ending, outcome: Outcome) -> Verdict:
    """Is the closing short, clear and well written?"""
    turns = ending.closing_agent
    if not turns:
        return Verdict(Level.NA, "no_turn")
    longest = max(turns, key=lambda t: len(t.words.tokens))
    if len(longest.words.tokens) > _WORDY:
        return Verdict(Level.PARTIAL, "wordy", quote_turn(longest))
    return Verdict(Level.MET, "clear", tuple(e for t in turns[-1:] for e in quote_turn(t)))


def language(ending: Ending, outcome: Outcome, languages: Languages) -> Verdict:
    """Is the closing in the customer's language?"""
    customer, closing = languages.customer, languages.closing
    if customer is None:
        return Verdict(Level.NA, "unknown")
    last = tuple(e for t in ending.closing_agent[-1:] for e in quote_turn(t))
    if closing is not None and closing != customer:
        if {customer, closing} == {"cs", "sk"}:
            return Verdict(Level.PARTIAL, "kin", last)
        return Verdict(Level.MISSED, "other", last)
    strays = [
        Evidence(turn=t.index, quote=t.turn.text[start:end], start=start, end=end)
        for t in ending.closing_agent
        for start, end, _ in foreign_sentences(t.turn.text, customer)
    ]
    if strays:
        return Verdict(Level.PARTIAL, "fragment", tuple(strays[-2:]))
    return Verdict(Level.MET, "same", last)
