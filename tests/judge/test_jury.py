"""Several votes made one."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.endpoint.spent import NOTHING
from evaluator.judge.ballot import Ballot
from evaluator.judge.jury import Decision, decide
from evaluator.models import Judgement, Level, Outcome

MET, PARTIAL, MISSED, NA, UNSCORED = Level
CRITERIA = ("thanks", "farewell")


def ballot(outcome: Outcome, *levels: Level) -> Ballot:
    said = {
        c: Judgement(criterion=c, level=level, reason=f"{outcome} {n}", graded_by="model")
        for n, (c, level) in enumerate(zip(CRITERIA, levels, strict=True))
    }
    return Ballot(outcome, said, (), NOTHING, None, is_recalled=False, cut=None)


def decided(*levels: Level) -> Decision:
    return decide([ballot(Outcome.RESOLVED, level, MET) for level in levels])


VOTES = {
    "all-agree": ([MET, MET, MET], MET, 1.0),
    "two-of-three": ([MISSED, MET, MET], MET, 0.6667),
    "two-of-three-whatever-the-order": ([MET, MISSED, MET], MET, 0.6667),
    "na-by-majority": ([NA, NA, MET], NA, 0.6667),
    "three-ways-the-strictest": ([MET, PARTIAL, MISSED], MISSED, 0.3333),
    "a-draw-the-stricter": ([MET, PARTIAL], PARTIAL, 0.5),
    "a-draw-with-na-is-a-level": ([NA, MET], MET, 0.5),
    "a-draw-with-unscored-is-a-level": ([UNSCORED, MET], MET, 0.5),
    "unscored-by-majority": ([UNSCORED, UNSCORED, MET], UNSCORED, 0.6667),
}


@pytest.mark.parametrize(("votes", "level", "confidence"), VOTES.values(), ids=VOTES)
def test_the_majority_decides(votes, level, confidence):
    found = decided(*votes).judgements["thanks"]
    assert (found.level, found.confidence) == (level, confidence)


def test_a_single_vote_stands_as_it_is():
    one = ballot(Outcome.FOLLOW_UP, MET, MISSED)
    decision = decide([one])
    assert decision == Decision(Outcome.FOLLOW_UP, 1.0, one.judgements)
    assert {judgement.confidence for judgement in decision.judgements.values()} == {None}


def test_the_outcome_is_that_of_the_majority_else_the_first():
    outcomes = [Outcome.RESOLVED, Outcome.FOLLOW_UP, Outcome.FOLLOW_UP]
    assert decide([ballot(o, MET, MET) for o in outcomes])[:2] == (Outcome.FOLLOW_UP, 2 / 3)
    assert decide([ballot(o, MET, MET) for o in outcomes[:2]])[:2] == (Outcome.RESOLVED, 0.5)


def test_reason_and_evidence_are_those_of_the_first_vote_for_what_was_decided():
    votes = [
        ballot(Outcome.RESOLVED, MISSED, MET),
        ballot(Outcome.FOLLOW_UP, MET, MET),
        ballot(Outcome.TRANSFERRED, MET, MET),
    ]
    assert decide(votes).judgements["thanks"].reason == "follow_up 0"


BALLOTS = st.lists(
    st.builds(ballot, st.sampled_from(Outcome), st.sampled_from(Level), st.sampled_from(Level)),
    min_size=1,
    max_size=7,
)


@given(BALLOTS)
def test_what_is_decided_was_voted_for_at_least_as_often_as_anything_else(ballots):
    decision = decide(ballots)
    outcomes = Counter(one.outcome for one in ballots)
    assert outcomes[decision.outcome] == max(outcomes.values())
    assert decision.outcome_agreement == outcomes[decision.outcome] / len(ballots)
    for criterion in CRITERIA:
        levels = Counter(one.judgements[criterion].level for one in ballots)
        found = decision.judgements[criterion]
        assert levels[found.level] == max(levels.values())
        if len(ballots) > 1:
            assert found.confidence == pytest.approx(levels[found.level] / len(ballots), abs=1e-4)


@given(BALLOTS, st.randoms(use_true_random=False))
def test_the_order_of_votes_changes_no_level(ballots, chance):
    before = decide(ballots).judgements
    chance.shuffle(ballots)
    after = decide(ballots).judgements
    assert [before[c].level for c in CRITERIA] == [after[c].level for c in CRITERIA]


@given(BALLOTS)
def test_votes_for_the_same_again_change_nothing(ballots):
    decision, twice = decide(ballots), decide([one for one in ballots for _ in range(2)])
    assert [j.level for j in decision.judgements.values()] == [j.level for j in twice.judgements.values()]
