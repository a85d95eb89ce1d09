from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.judge.tokens import estimate


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("", 0, 0),
        ("a", 1, 1),
        ("Thank you for your patience, and have a lovely day!", 13, 13),
        ("Thank you for your patience – have a lovely day!", 12, 16),
        ("Děkuji za trpělivost a přeji Vám hezký zbytek dne.", 17, 24),
        ("Kiitos kärsivällisyydestä, hyvää päivänjatkoa!", 15, 21),
        ("谢谢您的耐心", 6, 18),
        ("👍👍", 2, 8),
        ("\ud800", 1, 3),
    ],
)
def test_estimates(text, least, most):
    assert least <= estimate(text) <= most


@given(st.text(), st.text())
def test_parts_add_up(text, more):
    whole = estimate(text + more)
    assert max(estimate(text), estimate(more)) <= whole <= estimate(text) + estimate(more) <= whole + 1
