"""The rule on the language of an ending."""

from __future__ import annotations

from evaluator.closing import Ending
from evaluator.language import foreign_sentences
from evaluator.models import Evidence, Languages, Level
from evaluator.rules.honesty import last_words
from evaluator.rules.verdict import Found, Verdict, find, verdict


def language(ending: Ending, languages: Languages) -> Verdict:
    """Is the closing in the customer's language?"""
    customer, closing = languages.customer, languages.closing
    if customer is None:
        return Verdict(Level.NA, "unknown")
    last = last_words(ending)
    if closing is not None and closing != customer:
        asked = find(ending.agent_turns, "ask_language")
        if asked and _agreed(ending, asked[0]):
            return verdict(Level.MET, "agreed", asked[0])
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


def _agreed(ending: Ending, asked: Found) -> bool:
    """Whether the customer goes on without an objection after the agent asked."""
    reply = next((b for b in ending.customer if b.first > asked.turn.index), None)
    return reply is not None and not reply.moves & {"c_objection", "c_complaint", "c_anger"}
