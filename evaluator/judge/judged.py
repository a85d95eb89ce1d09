"""What a jury found of one chat, and what about it should make a person look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from evaluator.endpoint.failure import Failure
from evaluator.endpoint.spent import NOTHING, Spent
from evaluator.judge.ballot import Ballot
from evaluator.judge.jury import Decision, decide
from evaluator.models import Judgement, Outcome, Sent
from evaluator.redaction import Redacted

# Two of three votes are a majority; less than that, of whatever number, is none to rely on.
_AGREED = 0.66


@dataclass(frozen=True, slots=True)
class Judged:
    """The decision, and how it came about. `doubts` are reasons for a person to look."""

    decision: Decision
    ballots: tuple[Ballot, ...]
    doubts: tuple[str, ...]
    sent: Sent
    spent: Spent

    @property
    def outcome(self) -> Outcome:
        """The outcome that most votes went to."""
        return self.decision.outcome

    @property
    def judgements(self) -> Mapping[str, Judgement]:
        """The verdicts by criterion."""
        return self.decision.judgements

    @property
    def is_recalled(self) -> bool:
        """Whether all answers were stored ones."""
        return all(ballot.is_recalled for ballot in self.ballots)


def judged(ballots: Sequence[Ballot], failures: Sequence[Failure], redacted: Redacted) -> Judged:
    """Put the votes together: at least one ballot, and the failures of those that did not come about."""
    decision = decide(ballots)
    spent = sum((ballot.spent for ballot in ballots), NOTHING)
    spent = sum((failure.spent for failure in failures), spent)
    cut = next((ballot.cut for ballot in ballots if ballot.cut), None)
    sent = Sent(masked=dict(redacted.masked), cut=cut)
    return Judged(decision, tuple(ballots), tuple(_doubts(decision, ballots, failures)), sent, spent)


def _doubts(decision: Decision, ballots: Sequence[Ballot], failures: Sequence[Failure]) -> Iterator[str]:
    if failures:
        yield f"{len(failures)} of {len(ballots) + len(failures)} votes failed: {failures[0]}"
    if decision.outcome_agreement < _AGREED:
        yield f"outcome: only {decision.outcome_agreement:.0%} of the votes agree"
    for criterion, judgement in decision.judgements.items():
        if any(criterion in ballot.withheld for ballot in ballots):
            yield f"{criterion}: the model's evidence is not in the chat"
        elif any(evidence.status == "absent" for evidence in judgement.evidence):
            yield f"{criterion}: a quote is not in the chat"
        if judgement.confidence is not None and judgement.confidence < _AGREED:
            yield f"{criterion}: only {judgement.confidence:.0%} of the votes agree"
