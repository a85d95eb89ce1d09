"""Rules on who has the last word, and on time."""

from __future__ import annotations

import re

from evaluator.answering import ENDS
from evaluator.closing import CLOSES, Ending, seconds_between
from evaluator.marked import MarkedTurn
from evaluator.models import Level, Outcome
from evaluator.rules.cut import cut_short
from evaluator.rules.verdict import Found, Verdict, find, quote_turn, verdict

_MINUTE = 60.0
_SLOW = 120.0
_VERY_SLOW = 300.0
_MOMENT = 120.0
# "4-5 min", "3 minuuttia", "10 minučių": the words for minutes begin alike in all our languages.
_MINUTES = re.compile(r"(?:\d{1,2}\s*[-–]\s*)?\b(\d{1,2})\s*min", re.IGNORECASE)
# "Hello?", "anyone there" add nothing to the question that waits.
_NUDGE = 2
_MINDS_THE_CHAT = frozenset({"still_there", "close_announce", "silence"})


def last_word(ending: Ending, outcome: Outcome) -> Verdict:
    """Was the customer let finish?"""
    if ending.open_question and outcome is not Outcome.CUSTOMER_LEFT:
        return Verdict(Level.MISSED, "open_question", quote_turn(ending.open_question))
    if ending.on_silence:
        return _in_silence(ending)
    cut = cut_short(ending, outcome)
    if cut:
        return Verdict(Level.MISSED, "cut_short", quote_turn(cut))
    breath = [f for f in find(ending.parting, "offer") if _says_goodbye_too(ending, f)]
    if breath:
        return verdict(Level.PARTIAL, "same_breath", *breath)
    found = find(ending.closing_agent, "offer", "check")
    return verdict(Level.MET, "free", *found, *find(ending.closing_customer, "c_no_more"))


def _says_goodbye_too(ending: Ending, found: Found) -> bool:
    """Whether the goodbye comes before the customer could answer, who had not ended the chat either."""
    before = [b for b in ending.heard if b.last < found.turn.index]
    if before and before[-1].last >= ending.start and before[-1].moves & ENDS:
        return False
    block = next(b for b in ending.agent if found.turn in b.turns)
    after = list(found.turn.moves_of[found.sentence :])
    after += [t.moves for t in block.turns if t.index > found.turn.index]
    return any(moves & CLOSES for moves in after)


def _in_silence(ending: Ending) -> Verdict:
    asked, seconds = ending.asked_in_silence, ending.silence_seconds
    if asked and ending.closed_by == "customer":
        return Verdict(Level.MET, "free", quote_turn(asked))
    if asked is None:
        if ending.ended_by_customer:
            return Verdict(Level.MET, "free")
        return Verdict(
            Level.MISSED if seconds is not None and seconds < _MINUTE else Level.PARTIAL, "unasked"
        )
    stated = find(ending.after_customer, "still_there", "silence")
    if seconds is None or seconds >= _SLOW:
        return (
            verdict(Level.MET, "free", *stated) if stated else Verdict(Level.MET, "free", quote_turn(asked))
        )
    if seconds >= _MINUTE:
        return Verdict(Level.PARTIAL, "short_pause", quote_turn(asked))
    return Verdict(Level.MISSED, "unasked", quote_turn(asked))


def pace(ending: Ending, _outcome: Outcome) -> Verdict:
    """Did the closing keep up a fair speed?"""
    timed = [t for t in ending.turns[ending.start :] if t.at]
    if len(timed) < 2:
        return Verdict(Level.NA, "no_times")
    worst, slow_turn = _slowest_answer(ending)
    silence = _left_to_answer(ending)
    evidence = quote_turn(slow_turn) if slow_turn and worst > _SLOW else ()
    if worst > _VERY_SLOW:
        return Verdict(Level.MISSED, "very_slow", evidence)
    if silence is not None and silence < _MINUTE:
        return Verdict(Level.MISSED, "hasty")
    if worst > _SLOW or (silence is not None and silence < _SLOW):
        return Verdict(Level.PARTIAL, "slow", evidence)
    return Verdict(Level.MET, "fair")


def _left_to_answer(ending: Ending) -> float | None:
    """How long the customer was given before the chat was closed on the last question, if it was."""
    if "s_left" in ending.system.moves:
        return None
    if ending.silence_seconds is not None:
        return ending.silence_seconds
    asked, ended = ending.asked_in_silence, ending.ended_by_customer
    if asked is None or "offer" not in asked.moves or (ended and ended.moves & ENDS):
        return None
    rest = [t for t in ending.turns[asked.index + 1 :] if t.side != "customer"]
    closed = [t for t in rest if "s_closed" in t.moves]
    return seconds_between(asked, closed[0]) if closed else None


def _slowest_answer(ending: Ending) -> tuple[float, MarkedTurn | None]:
    """The longest unannounced wait of the customer for an agent turn in the closing."""
    worst, slow = 0.0, None
    since: MarkedTurn | None = None
    patience = 0.0
    for turn in ending.turns:
        if turn.side == "customer":
            since = _waits_since(since, turn)
        elif turn.side == "agent":
            answers = since is not None and turn.moves.isdisjoint(_MINDS_THE_CHAT)
            if answers and since is not None and turn.index >= ending.start:
                seconds = max(0.0, (seconds_between(since, turn) or 0.0) - patience)
                if seconds > worst:
                    worst, slow = seconds, turn
            patience = _announced(turn)
            since = turn if patience else None
        elif ending.open_question and since is not None and "s_closed" in turn.moves:
            # Closed over a question that nobody answered: so long did the customer wait, and no turn was slow.
            seconds = (seconds_between(since, turn) or 0.0) - patience
            if seconds > worst:
                worst, slow = seconds, None
    return worst, slow


def _waits_since(since: MarkedTurn | None, turn: MarkedTurn) -> MarkedTurn | None:
    """From where a customer waits: from the first post that nobody answered, unless the customer is busy."""
    if "c_wait" in turn.moves:
        return None
    nudge = len(turn.words.folded) <= _NUDGE
    return since if since and nudge else turn


def _announced(turn: MarkedTurn) -> float:
    """The seconds that a turn asks the customer to wait, twice over; "a moment" is two minutes."""
    if "hold" not in turn.moves:
        return 0.0
    named = [int(m) for m in _MINUTES.findall(turn.turn.text)]
    return max([_MOMENT, *(2 * _MINUTE * n for n in named)])
