"""Quotes marked in a text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.report.marked import mark, merged

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        pytest.param([], "Thanks, and goodbye!", id="none"),
        pytest.param([(0, 6)], "⟦Thanks⟧, and goodbye!", id="one"),
        pytest.param([(12, 19), (0, 6)], "⟦Thanks⟧, and ⟦goodbye⟧!", id="in any order"),
        pytest.param([(0, 6), (3, 11)], "⟦Thanks, and⟧ goodbye!", id="overlapping"),
        pytest.param([(0, 20)], "⟦Thanks, and goodbye!⟧", id="all"),
        pytest.param([(12, 99)], "Thanks, and ⟦goodbye!⟧", id="beyond the end"),
    ],
)
def test_brackets(spans, expected):
    assert mark("Thanks, and goodbye!", spans, brackets=True).plain == expected


def test_without_brackets_the_style_marks():
    text = mark("Thanks, and goodbye!", [(0, 6)], brackets=False)
    assert text.plain == "Thanks, and goodbye!"
    assert [(span.start, span.end) for span in text.spans] == [(0, 6)]


def test_long_stretches_are_left_out_and_quotes_stay():
    text = mark("x" * 5_000 + "Goodbye!" + "y" * 5_000, [(5_000, 5_008)], brackets=True).plain
    assert "⟦Goodbye!⟧" in text
    assert len(text) < 600


@given(st.text(max_size=50), SPANS)
def test_marking_changes_no_letter(text, spans):
    plain = mark(text, spans, brackets=False).plain
    assert len(plain) == len(text)


@given(SPANS)
def test_merged_spans_are_apart_and_cover_the_same(spans):
    joined = merged(s for s in spans if s[0] < s[1])
    assert all(a[1] < b[0] for a, b in pairwise(joined))
    covered = {n for start, end in joined for n in range(start, end)}
    assert covered == {n for start, end in spans for n in range(start, end)}
