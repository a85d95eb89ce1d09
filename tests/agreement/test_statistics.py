from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.agreement.statistics import agreement, bootstrap, kappa, wilson

LEVELS = ("met", "partial", "missed", "na")
CELLS = st.dictionaries(
    st.tuples(st.sampled_from(LEVELS), st.sampled_from(LEVELS)), st.integers(1, 50), max_size=16
)


# The values are those of scikit-learn 1.9.1, cohen_kappa_score.
@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param(
            {("met", "met"): 20, ("met", "missed"): 5, ("missed", "met"): 10, ("missed", "missed"): 15},
            0.4,
            id="two levels",
        ),
        pytest.param(
            {
                ("met", "met"): 9,
                ("na", "na"): 4,
                ("partial", "met"): 2,
                ("missed", "partial"): 1,
                ("missed", "missed"): 3,
                ("na", "missed"): 1,
            },
            0.6958174904942966,
            id="four levels",
        ),
        pytest.param({("met", "met"): 31, ("missed", "met"): 1}, 0.0, id="a grader that always says met"),
        pytest.param({("met", "missed"): 5, ("missed", "met"): 5}, -1.0, id="always the opposite"),
        pytest.param(
            {("met", "partial"): 3, ("na", "na"): 3, ("partial", "partial"): 1},
            0.41666666666666663,
            id="a level that only one side uses",
        ),
    ],
)
def test_kappa_equals_the_reference(cells, expected):
    assert kappa(cells) == pytest.approx(expected)


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param({}, id="no labels"),
        pytest.param({("met", "met"): 8}, id="one level, all agreed"),
        pytest.param({("met", "met"): 7, ("met", "missed"): 1}, id="one level, not all agreed"),
    ],
)
def test_kappa_is_null_where_the_labels_know_one_level_only(cells):
    assert kappa(cells) is None


@given(CELLS)
def test_kappa_is_bounded_symmetric_and_one_only_when_all_agree(cells):
    value = kappa(cells)
    turned = kappa({(graded, gold): n for (gold, graded), n in cells.items()})
    if value is None:
        assert len({gold for gold, _ in cells}) < 2
        return
    assert -1 <= value <= 1
    assert (value == pytest.approx(1)) == (agreement(cells) == 1)
    if turned is not None:
        assert turned == pytest.approx(value)


# The values are those of scipy 1.17.1, binomtest(…).proportion_ci(method="wilson").
@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [
        (0, 10, 0.0, 0.27753279986288926),
        (10, 10, 0.7224672001371109, 1.0),
        (5, 10, 0.236593090512564, 0.7634069094874361),
        (27, 34, 0.632016119488364, 0.8965047310096808),
        (1, 194, 0.0009105006415127768, 0.02861545845479728),
    ],
)
def test_wilson_equals_the_reference(hits, total, low, high):
    found = wilson(hits, total)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-12)


def test_wilson_needs_a_trial():
    assert wilson(0, 0) is None


def _mean(units):
    return {"mean": sum(units) / len(units), "never": None}


def test_the_bootstrap_repeats_itself_and_covers_what_normal_theory_does():
    units = [0.0, 1.0] * 50
    first = bootstrap(units, _mean)
    assert first == bootstrap(units, _mean)
    assert first.keys() == {"mean"}
    assert (first["mean"].low, first["mean"].high) == pytest.approx((0.402, 0.598), abs=0.02)


def test_the_bootstrap_of_nothing_is_nothing():
    assert bootstrap([], _mean) == {}
