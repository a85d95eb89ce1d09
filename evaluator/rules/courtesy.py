"""Rules on the courtesies of an ending: thanks, offer of help, feedback."""

from __future__ import annotations

import re
from itertools import pairwise

from evaluator.answering import CONTESTS, is_demand
from evaluator.closing import CLOSES, Ending
from evaluator.marked import MarkedTurn
from evaluator.models import Level, Outcome
from evaluator.rules.verdict import Found, Verdict, content, find, quote_turn, verdict

_OWN_WORDS = 2
_DECLINES = frozenset({"c_no", "c_no_more"})
_ASKS_ELSE = frozenset({"check", "consent", "ask_data", "still_there"})
_STEPS = frozenset({"instruct", "ask_data"})
_PLEASED = frozenset({"c_thanks", "c_bye"})
_CAPITALS = r"[^\W\d_a-zà-öø-ÿß]"
# "PER SECTOR? So 220?"
_SHOUTED = re.compile(rf"\b{_CAPITALS}{{2,}}\W+{_CAPITALS}{{4,}}\b|\b{_CAPITALS}{{4,}}\W+{_CAPITALS}{{2,}}\b")
# "what??", "NOT solved!!"
_PILED = re.compile(r"!!|\?[!?]")


def thanks(ending: Ending, _outcome: Outcome) -> Verdict:
    """Does the agent side thank the customer?"""
    given = [f for f in find(ending.parting, "thanks") if not _too_early(ending, f)]
    sincere = [f for f in given if "sarcasm" not in f.turn.moves]
    if sincere:
        return verdict(Level.MET, "given", *sincere)
    if given:
        return verdict(Level.MISSED, "ironic", *given)
    bare = [
        f
        for f in find(ending.parting, "thanks_bare")
        if "sarcasm" not in f.turn.moves and not _too_early(ending, f)
    ]
    meant = [f for f in bare if _more_than_a_reaction(f)]
    if meant:
        return verdict(Level.MET, "given", *meant)
    if bare:
        return verdict(Level.PARTIAL, "bare", *bare)
    return Verdict(Level.MISSED, "none")


def _too_early(ending: Ending, found: Found) -> bool:
    """Whether it belongs to the greeting: "Hello, thanks for writing. I have cancelled it"."""
    opening = found.turn.index <= ending.agent[0].last and "greeting" in found.turn.moves
    return opening and any(n > found.sentence for n in found.turn.substance)


def _more_than_a_reaction(found: Found) -> bool:
    """Whether a bare thanks belongs to the goodbye, or stands beside what it is for: "You were quick, thanks"."""
    own = content(found.turn.said.uncovered(found.sentence))
    return own >= _OWN_WORDS or bool(found.moves & {"farewell", "wish"})


def further_help(ending: Ending, outcome: Outcome) -> Verdict:
    """Is more help offered?"""
    if outcome is Outcome.MISDIRECTED:
        return Verdict(Level.NA, "not_due")
    offers = [f for f in find(ending.closing_agent, "offer") if "sarcasm" not in f.turn.moves]
    if offers:
        return verdict(Level.MET, "asked", *offers)
    understood = _taken_for_offer(ending)
    if understood:
        return Verdict(Level.MET, "asked", quote_turn(understood))
    invited = ways_back(ending)
    unasked = find(ending.closing_customer, "c_no_more", "c_bye")
    if invited and (ending.open_question or not _on_the_way(ending, invited, unasked)):
        return verdict(Level.PARTIAL, "invited", *invited)
    if unasked and not ending.open_question:
        return verdict(Level.NA, "not_needed", unasked[0])
    return Verdict(Level.MISSED, "none")


def _on_the_way(ending: Ending, invited: list[Found], unasked: list[Found]) -> bool:
    """Whether the invitation was no parting line, and the customer then needed nothing else."""
    done = next((f.turn.index for f in unasked if f.move == "c_no_more"), -1)
    parting = [b for b in ending.agent if any(f.turn in b.turns for f in invited) and b.moves & CLOSES]
    return all(f.turn.index < done for f in invited) and not parting


def ways_back(ending: Ending) -> list[Found]:
    """How to come back; "Report it on 800 000 203" or "If it fails, send me a line" tell a customer who went silent."""
    invited = find(ending.parting, "invite_back", *(("redirect", "reference") if ending.on_silence else ()))
    if invited or not ending.on_silence:
        return invited
    return [f for f in find(ending.parting, "condition") if not f.moves.isdisjoint(_STEPS)]


def _taken_for_offer(ending: Ending) -> MarkedTurn | None:
    """The agent side's question that the customer answers with "no, nothing": it offered help, whatever its words."""
    for before, after in pairwise(ending.blocks):
        asked = before.turns[-1]
        if before.side != "agent" or before.first < ending.start or not asked.asks:
            continue
        declined = after.moves & _DECLINES and not after.asks and after.moves.isdisjoint(CONTESTS)
        if declined and "sarcasm" not in asked.moves and before.moves.isdisjoint(_ASKS_ELSE):
            return asked
    return None


def feedback(ending: Ending, outcome: Outcome) -> Verdict:
    """Is feedback invited?"""
    if outcome in (Outcome.TRANSFERRED, Outcome.MISDIRECTED, Outcome.CUSTOMER_LEFT):
        return Verdict(Level.NA, "not_due")
    late = [t for b in ending.customer[-2:] for t in b.turns]
    angry = find(late, "c_anger")
    if angry:
        return verdict(Level.NA, "angry", *angry)
    shouting = [t for t in late if _shouts(t)]
    if shouting:
        return Verdict(Level.NA, "angry", quote_turn(shouting[-1]))
    asked = find(ending.parting, "feedback_ask")
    if asked:
        return verdict(Level.MET, "asked", *asked)
    mentioned = find(ending.parting, "feedback_mention")
    if mentioned:
        return verdict(Level.PARTIAL, "mentioned", *mentioned)
    return Verdict(Level.MISSED, "none")


def _shouts(turn: MarkedTurn) -> bool:
    """Whether a customer asks in capitals, or contests something with piled-up marks; "THANK YOU!!" is joy."""
    if not is_demand(turn) or turn.moves & _PLEASED:
        return False
    shouted = _SHOUTED.search(turn.turn.text)
    return bool(shouted or (turn.moves & CONTESTS and _PILED.search(turn.turn.text)))
