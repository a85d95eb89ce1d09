"""How the conversation ended, as the facts suggest. What it is counted as, `weighed` says."""

from __future__ import annotations

from evaluator.answering import CONTESTS, RESULTS, TAKEN, TROUBLES
from evaluator.closing import CLOSES, PROMPTS, Ending
from evaluator.marked import MarkedTurn
from evaluator.models import Outcome
from evaluator.rules.cut import cut_short
from evaluator.rules.moved import handed_over, sent_on
from evaluator.rules.plan import planned, taken_on
from evaluator.rules.verdict import find

_WAYS_OUT = RESULTS | {"escalate", "defer", "transfer", "redirect", "summary", "vague_next"}
_NO = frozenset({"refusal", "dismissive"})
_SETTLED = frozenset({"alternative", "done", "redirect", "commit", "transfer", "escalate"})
_NO_ANSWER = frozenset({"ask_data", "hold", "close_announce", "transfer", "defer", "silence"})
_ANSWERS = frozenset({"done", "instruct", "commit", "summary", "redirect", "handled_vague"})


def supposed(ending: Ending) -> Outcome:
    """The first of the outcomes, from the most particular to `resolved`, whose facts are there."""
    if _misdirected(ending):
        return Outcome.MISDIRECTED
    if handed_over(ending):
        return Outcome.TRANSFERRED
    if left_in_silence(ending) and not ending.open_question:
        return Outcome.CUSTOMER_LEFT
    if sent_on(ending) and not invented_promise(ending):
        return Outcome.TRANSFERRED
    if unsettled(ending) and not taken_on(ending):
        return Outcome.UNRESOLVED
    if planned(ending):
        return Outcome.FOLLOW_UP
    return Outcome.RESOLVED


def left_in_silence(ending: Ending) -> bool:
    """Closed on the silence of a customer who had been asked, and who had not accepted an answer before."""
    if not ending.on_silence:
        return False
    if ending.asked_in_silence is None and not find(ending.after_customer, "silence"):
        return False
    last = ending.heard[-1] if ending.heard else None
    if last is None or last.asks or last.moves & {"c_wait", "c_leaving"}:
        return True
    return not last.moves & {"c_confirm", "c_thanks", "c_no_more"}


def unsettled(ending: Ending) -> bool:
    """The customer's last word on the matter is a question, an objection or a contradiction that nobody met."""
    if (
        ending.open_question
        or cut_short(ending, Outcome.UNRESOLVED)
        or _contradicted(ending)
        or invented_promise(ending)
    ):
        return True
    return _left_waiting(ending) or _left_upset(ending) or refused(ending)


def invented_promise(ending: Ending) -> bool:
    """Whether the agent side ends on a dated promise that nobody can keep, and the customer did not confirm it."""
    promised = [f.turn for f in find(ending.closing_agent, "overpromise") if "when" in f.turn.moves]
    return bool(promised) and "c_confirm" not in ending.closing_customer.after(promised[-1].index).moves


def refused(ending: Ending) -> bool:
    """The agent side's last word on the matter is a no, and nothing else was done or offered with it."""
    for turn in reversed(ending.closing_agent):
        for moves in reversed(turn.moves_of):
            if moves & _NO:
                pleased = ending.customer_last >= {"c_confirm", "c_thanks"}
                return not moves & _SETTLED and not pleased
            if moves & _SETTLED:
                return False
    return False


def _misdirected(ending: Ending) -> bool:
    """Somebody said so, and nothing was done about the matter afterwards."""
    if "c_wrong_place" in ending.customer_last and not ending.open_question:
        return True
    said = find(ending.agent_turns, "misdirect") + find(ending.customer_turns, "c_wrong_place")
    if not said:
        return False
    first = min(f.turn.index for f in said)
    return ending.closing_agent.after(first).moves.isdisjoint(("done", "escalate", "defer"))


def _contradicted(ending: Ending) -> bool:
    last = ending.customer_last
    return "c_unsolved" in last and not last & {"c_confirm", "c_thanks", "c_no_more"}


def _left_waiting(ending: Ending) -> bool:
    """The last thing that the agent side says is that it will have a look."""
    last = ending.agent[-1].moves if ending.agent else frozenset[str]()
    return "hold" in last and last.isdisjoint(_WAYS_OUT - {"commit"} | CLOSES | {"offer", "check", "thanks"})


def _left_upset(ending: Ending) -> bool:
    """The customer's last words are trouble or a complaint, and what the agent side says to them is no way out."""
    last = ending.customer_last
    if last.isdisjoint(TROUBLES | CONTESTS) or last & TAKEN:
        return False
    return ending.after_customer.moves.isdisjoint(_WAYS_OUT)


def answered_before(ending: Ending) -> bool:
    """Whether an answer or a step was given at all, before the silence was noticed."""
    first = ending.customer[0].first if ending.customer else 0
    prompted = next((t.index for t in ending.after_customer if t.moves & PROMPTS), len(ending.turns))
    return any(
        _answers(t, n)
        for t in ending.agent_turns
        if first < t.index < prompted
        for n in range(len(t.moves_of))
    )


def _answers(turn: MarkedTurn, sentence: int) -> bool:
    moves = turn.moves_of[sentence]
    if moves & _NO_ANSWER or turn.words.sentences[sentence].asks:
        return False
    return bool(moves & _ANSWERS) or (sentence in turn.substance and turn.said.numbers(sentence) > 0)
