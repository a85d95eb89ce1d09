"""The score: exact on examples, and lawful on everything."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.models import Judgement, Level
from evaluator.rubric import Criterion, Levels, Rubric, load_rubric
from evaluator.scoring import Score, score

RUBRIC = load_rubric()
MET, PARTIAL, MISSED, NA, UNSCORED = Level
QUALITY = (MISSED, PARTIAL, MET)


def judgements(levels: Mapping[str, Level]) -> list[Judgement]:
    return [Judgement(criterion=c, level=level, reason="", graded_by="rules") for c, level in levels.items()]


def graded(*, rest: Level = MET, **levels: Level) -> Score:
    return score(RUBRIC, judgements(dict.fromkeys(RUBRIC.ids, rest) | levels))


EXAMPLES = {
    "everything met": (graded(), Score(100.0, "graceful", 1.0, ())),
    "everything partial": (graded(rest=PARTIAL), Score(50.0, "needs work", 1.0, ())),
    "everything missed": (graded(rest=MISSED), Score(0.0, "poor", 1.0, ("honesty", "tone", "last_word"))),
    "one missed counts by its weight": (graded(resolution=MISSED), Score(91.4, "graceful", 1.0, ())),
    "one partial counts half": (graded(resolution=PARTIAL), Score(95.7, "graceful", 1.0, ())),
    "a critical one missed caps the total": (graded(tone=MISSED), Score(40.0, "poor", 1.0, ("tone",))),
    "a critical one partial does not": (graded(tone=PARTIAL), Score(96.6, "graceful", 1.0, ())),
    "a total below the cap stays": (
        graded(rest=MISSED, tone=MISSED, thanks=MET, honesty=MET, last_word=MET),
        Score(20.7, "poor", 1.0, ("tone",)),
    ),
    "what does not apply changes nothing": (
        graded(feedback=NA, handover=NA),
        Score(100.0, "graceful", 1.0, ()),
    ),
    "what is unscored lowers only the coverage": (
        graded(resolution=UNSCORED),
        Score(100.0, "graceful", 0.9138, ()),
    ),
    "all unscored is no score": (graded(rest=UNSCORED), Score(None, None, 0.0, ())),
    "nothing that applies is no score": (graded(rest=NA), Score(None, None, 0.0, ())),
}


@pytest.mark.parametrize(("found", "expected"), EXAMPLES.values(), ids=EXAMPLES)
def test_example(found: Score, expected: Score) -> None:
    assert found == expected


def two(first: float, second: float) -> Rubric:
    """A rubric of two criteria with these weights."""
    levels = Levels(met="m", partial="p", missed="n")
    criteria = [
        Criterion(id=i, question="?", weight=w, levels=levels) for i, w in (("a", first), ("b", second))
    ]
    return RUBRIC.model_copy(update={"criteria": tuple(criteria)})


@pytest.mark.parametrize(
    ("weight", "total", "band"),
    [(84.96, 85.0, "graceful"), (84.94, 84.9, "good"), (69.97, 70.0, "good"), (49.95, 50.0, "needs work")],
    ids=["rounded up into the band", "just below it", "good", "a half in the next place"],
)
def test_the_band_is_that_of_the_shown_score(weight: float, total: float, band: str) -> None:
    found = score(two(weight, 100 - weight), judgements({"a": MET, "b": MISSED}))
    assert (found.score, found.band) == (total, band)


@pytest.mark.parametrize(
    ("levels", "message"),
    [
        (dict.fromkeys(RUBRIC.ids[1:], MET), "'closure': not judged: resolution$"),
        (dict.fromkeys((*RUBRIC.ids, "charm"), MET), "not in the rubric: charm$"),
        ({}, "not judged: resolution, recap"),
    ],
    ids=["a criterion is missing", "a criterion too many", "no judgements"],
)
def test_refuses_judgements_that_do_not_fit(levels: Mapping[str, Level], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        score(RUBRIC, judgements(levels))


def test_refuses_a_criterion_judged_twice() -> None:
    every = judgements(dict.fromkeys(RUBRIC.ids, MET))
    with pytest.raises(ValueError, match="judged twice: thanks"):
        score(RUBRIC, [*every, *judgements({"thanks": MISSED})])


LEVELS = st.fixed_dictionaries({i: st.sampled_from(Level) for i in RUBRIC.ids})
CRITERIA = st.sampled_from(RUBRIC.ids)


@given(LEVELS)
def test_bounds(levels: dict[str, Level]) -> None:
    found = score(RUBRIC, judgements(levels))
    assert 0 <= found.coverage <= 1
    assert (found.score is None) == (found.band is None) == (found.coverage == 0)
    assert found.score is None or 0 <= found.score <= 100


@given(LEVELS, st.permutations(RUBRIC.ids))
def test_the_order_of_judgements_does_not_matter(levels: dict[str, Level], order: list[str]) -> None:
    shuffled = judgements({criterion: levels[criterion] for criterion in order})
    assert score(RUBRIC, shuffled) == score(RUBRIC, judgements(levels))


@given(LEVELS, CRITERIA)
def test_a_better_level_never_lowers_the_score(levels: dict[str, Level], criterion: str) -> None:
    worst, middle, best = (score(RUBRIC, judgements(levels | {criterion: level})).score for level in QUALITY)
    assert worst is not None
    assert middle is not None
    assert best is not None
    assert worst <= middle <= best


@given(LEVELS, CRITERIA, st.sampled_from([NA, UNSCORED]))
def test_what_is_left_out_is_as_if_it_were_not_asked(
    levels: dict[str, Level], criterion: str, out: Level
) -> None:
    rest = tuple(c for c in RUBRIC.criteria if c.id != criterion)
    without = score(
        RUBRIC.model_copy(update={"criteria": rest}), judgements({c.id: levels[c.id] for c in rest})
    )
    found = score(RUBRIC, judgements(levels | {criterion: out}))
    assert (found.score, found.band, found.critical) == (without.score, without.band, without.critical)
    if out is NA:
        assert found.coverage == without.coverage


@given(LEVELS, CRITERIA)
def test_judging_more_never_lowers_the_coverage(levels: dict[str, Level], criterion: str) -> None:
    judged, unscored = (score(RUBRIC, judgements(levels | {criterion: out})) for out in (PARTIAL, UNSCORED))
    assert judged.coverage >= unscored.coverage


@given(LEVELS)
def test_a_missed_critical_criterion_caps(levels: dict[str, Level]) -> None:
    found = score(RUBRIC, judgements(levels))
    assert found.critical == tuple(c.id for c in RUBRIC.criteria if c.critical and levels[c.id] is MISSED)
    assert not found.critical or (found.score is not None and found.score <= RUBRIC.cap)


@given(LEVELS)
def test_one_scale_for_all_weights(levels: dict[str, Level]) -> None:
    doubled = tuple(c.model_copy(update={"weight": c.weight * 2}) for c in RUBRIC.criteria)
    assert score(RUBRIC.model_copy(update={"criteria": doubled}), judgements(levels)) == score(
        RUBRIC, judgements(levels)
    )
