"""Rules on manner: empathy, tone, clarity."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from evaluator.answering import CONTESTS, MOCKS
from evaluator.closing import CLOSES, Ending, seconds_between
from evaluator.marked import MarkedTurn
from evaluator.models import Level, Outcome
from evaluator.rules.farewell import KINDNESS
from evaluator.rules.honesty import last_words
from evaluator.rules.outcome import refused
from evaluator.rules.verdict import Found, Verdict, find, quote_turn, verdict

_DISTRESS = ("c_complaint", "c_anger", "c_distress", "c_misfortune")
_HARSH = (
    ("rude", "rude"),
    ("sarcasm", "sarcastic"),
    ("blame_customer", "blaming"),
    ("dismissive", "dismissive"),
)
_UNFIT = (("overdone", "overdone"), ("stiff", "stiff"))
_FALLS_SHORT = frozenset({Level.MISSED, Level.PARTIAL})
_BANTER = frozenset({"rude", "sarcasm"})
_HELPED = frozenset({"c_confirm", "c_no"})
_KIND = KINDNESS | {"feedback_ask", "check", "greeting"}
_STEPS = ("instruct", "done", "alternative")
_MINUTE = 60.0
_LONG_WAIT = 300.0
_WORDY = 130
# Fewer words than these are short, however puffed up.
_PADDED = 30
# Words in one sentence.
_RAMBLING = 48


def empathy(ending: Ending, outcome: Outcome) -> Verdict:
    """Where the customer had trouble: is it acknowledged?"""
    agent, customer = ending.agent_turns, ending.customer_turns
    # "Your mistake" is a letter away from "our mistake", and takes up nothing.
    shown = [f for f in find(agent, "apology", "understanding") if not f.moves & MOCKS]
    if shown:
        return verdict(Level.MET, "shown", *shown)
    if outcome is not Outcome.UNRESOLVED and find(customer, "c_misfortune"):
        # "May the knee heal well" takes the operation up, if not in so many words.
        wished = [f for f in find(ending.closing_agent, "wish") if "sarcasm" not in f.turn.moves]
        if wished:
            return verdict(Level.MET, "shown", *wished)
    formula = find(agent, "apology_formula")
    if formula:
        return verdict(Level.PARTIAL, "formula", *formula)
    distress = find(customer, *_DISTRESS)
    trouble = find(customer, "c_trouble", "c_unsolved")
    if outcome is Outcome.MISDIRECTED:
        # What another company did is not this one's to make good.
        return Verdict(Level.NA, "not_due")
    left = outcome is Outcome.CUSTOMER_LEFT
    let_down = outcome is Outcome.UNRESOLVED or (refused(ending) and not left) or _long_wait(ending)
    # What is broken or missing and was not put right inside the chat is more than a small error.
    small = outcome is Outcome.RESOLVED or (left and _given_a_step(ending))
    enough = 2 if small else 1
    erred = find(agent, "own_fault")
    if distress or let_down or erred or len({f.turn.index for f in trouble}) >= enough:
        return verdict(Level.MISSED, "none", *(distress or erred or trouble)[-1:])
    return Verdict(Level.NA, "not_due")


def _given_a_step(ending: Ending) -> bool:
    """Whether the customer who left had something to try, and the time for it."""
    seconds = ending.silence_seconds
    steps = [f for f in find(ending.agent_turns, *_STEPS) if "ask_data" not in f.moves]
    given = any("close_announce" not in f.turn.moves for f in steps)
    return given and (seconds is None or seconds >= _MINUTE)


def _long_wait(ending: Ending) -> bool:
    answers = (
        (before.turns[-1], after.turns[0])
        for before, after in pairwise(ending.blocks)
        if before.side == "customer" and "c_wait" not in before.moves
    )
    return any((seconds_between(*turns) or 0.0) > _LONG_WAIT for turns in answers)


def tone(ending: Ending, outcome: Outcome, others: Callable[[str], Verdict]) -> Verdict:
    """Is the agent polite, warm and professional to the end? `others` gives the verdicts on other criteria."""
    turns = [t for b in ending.agent[-3:] for t in b.turns]
    for move, case in _HARSH:
        found = find(turns, move)
        if found and not _softened(ending, turns, found[-1]):
            return verdict(Level.MISSED, case, *found)
    cold = _coldness(ending, outcome, others)
    if cold is Level.MISSED:
        return Verdict(Level.MISSED, "deaf", last_words(ending))
    for move, case in _UNFIT:
        found = find(ending.closing_agent, move)
        if found:
            return verdict(Level.PARTIAL, case, *found)
    if cold is Level.PARTIAL:
        casual = find(ending.closing_agent, "casual")
        return Verdict(Level.PARTIAL, "casual" if casual else "stiff", last_words(ending))
    return Verdict(Level.MET, "polite", last_words(ending))


def _softened(ending: Ending, turns: list[MarkedTurn], harsh: Found) -> bool:
    """Whether a shut door is softened by what stands beside it, or banter is taken with a thanks."""
    if harsh.move == "dismissive":
        return bool(find(turns, "alternative", "apology", "understanding"))
    reply = ending.customer_turns.after(harsh.turn.index).moves
    # A bare "wow" is no sign of joy; "no, that helped" is.
    pleased = "c_thanks" in reply or reply >= _HELPED
    return harsh.move in _BANTER and pleased and reply.isdisjoint(CONTESTS)


def _coldness(ending: Ending, outcome: Outcome, others: Callable[[str], Verdict]) -> Level:
    """A formula where nothing of the customer is taken up: deaf to an open plea, stiff beside unnoticed trouble."""
    let_down, felt, goodbye = others("last_word"), others("empathy").level, others("farewell").level
    if _shut_over_plea(let_down, outcome, goodbye):
        return Level.MISSED
    unfelt, curt = felt in _FALLS_SHORT, goodbye in _FALLS_SHORT
    if let_down.case == "unasked" and let_down.level is Level.MISSED:
        return _shut_unasked(ending, unfelt and curt)
    if others("personal").level is not Level.MISSED:
        # A formula apology is a template, whatever kind words stand beside it.
        return Level.PARTIAL if felt is Level.PARTIAL else Level.MET
    # A cold goodbye is curt; for want of any, nobody is unkind who has another kind word.
    kind = felt is Level.MET or (bool(ending.agent) and not ending.agent[-1].moves.isdisjoint(_KIND))
    if not unfelt and (not curt or (kind and goodbye is Level.MISSED)):
        return Level.MET
    # A formula over a complaint that still stands.
    contested = any(b.moves & CONTESTS for b in ending.customer[-2:])
    return Level.MISSED if outcome is Outcome.UNRESOLVED and contested else Level.PARTIAL


def _shut_over_plea(let_down: Verdict, outcome: Outcome, goodbye: Level) -> bool:
    """Whether a question stays open; where the customer is passed on, only a goodbye leaves it to nobody."""
    if outcome is Outcome.TRANSFERRED:
        return let_down.level is Level.MISSED and goodbye is Level.PARTIAL
    return let_down.case == "open_question"


def _shut_unasked(ending: Ending, over_trouble: bool) -> Level:
    """A chat closed on a customer who went quiet: hardly a word for one in trouble, a template for others."""
    if not ending.after_customer.moves & CLOSES:
        return Level.MET
    return Level.MISSED if over_trouble else Level.PARTIAL


def clarity(ending: Ending, _outcome: Outcome) -> Verdict:
    """Is the closing short, clear and well written?"""
    turns = ending.closing_agent
    if not turns:
        return Verdict(Level.NA, "no_turn")
    longest = max(turns, key=lambda t: len(t.words.folded))
    # A superlative in a line of its own is too much, but not long.
    overdone = find(turns, "overdone") if len(longest.words.folded) >= _PADDED else []
    rambling = any(last - first > _RAMBLING for t in turns for first, last, _ in t.words.sentences)
    if overdone or rambling or len(longest.words.folded) > _WORDY:
        return Verdict(
            Level.PARTIAL, "wordy", tuple(f.evidence() for f in overdone[-2:]) or quote_turn(longest)
        )
    goodbyes = find(ending.agent[-1].turns, "farewell")
    if len({f.turn.index for f in goodbyes}) > 1 or _takes_back(goodbyes):
        return verdict(Level.PARTIAL, "conflict", *goodbyes)
    return Verdict(Level.MET, "clear", last_words(ending))


def _takes_back(goodbyes: list[Found]) -> bool:
    """Whether a turn goes on to ask after its goodbye: "Bye! Oh wait, any more questions? Bye again"."""
    return any(
        before.turn is after.turn
        and any(s.asks for s in after.turn.words.sentences[before.sentence + 1 : after.sentence])
        for before, after in pairwise(goodbyes)
    )
