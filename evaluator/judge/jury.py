"""Several votes made one: the majority for each criterion, and how far it was agreed on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from evaluator.judge.ballot import Ballot
from evaluator.models import Judgement, Level, Outcome

# Where votes are split evenly, the one that asks for more care counts.
_SEVERITY = (Level.MISSED, Level.PARTIAL, Level.MET, Level.NA, Level.UNSCORED)


class Decision(NamedTuple):
    """What a jury found. Agreement is the share of votes (0 to 1) for what was decided."""

    outcome: Outcome
    outcome_agreement: float
    judgements: Mapping[str, Judgement]


def decide(ballots: Sequence[Ballot]) -> Decision:
    """Count the votes of at least one ballot. A single vote stands as it is, without an agreement to report."""
    outcome, share = _outcome(ballots)
    if len(ballots) == 1:
        return Decision(outcome, share, ballots[0].judgements)
    criteria = ballots[0].judgements
    return Decision(outcome, share, {c: _judgement([b.judgements[c] for b in ballots]) for c in criteria})


def _outcome(ballots: Sequence[Ballot]) -> tuple[Outcome, float]:
    """The most frequent outcome; of several, that which was voted for first."""
    outcome, count = Counter(ballot.outcome for ballot in ballots).most_common(1)[0]
    return outcome, count / len(ballots)


def _judgement(votes: Sequence[Judgement]) -> Judgement:
    counts = Counter(vote.level for vote in votes)
    level = max(counts, key=lambda level: (counts[level], -_SEVERITY.index(level)))
    chosen = next(vote for vote in votes if vote.level is level)
    return chosen.model_copy(update={"confidence": round(counts[level] / len(votes), 4)})
