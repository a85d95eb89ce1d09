"""Numbers as people read them."""

from __future__ import annotations

import pytest

from evaluator.report.amounts import counted, money, short


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 requests"), (1, "1 request"), (1200, "1,200 requests")], ids=str
)
def test_things_are_counted_in_the_right_number(number, words):
    assert counted(number, "request") == words


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (9_999, "9,999"),
        (10_000, "10k"),
        (12_345, "12.3k"),
        (999_999, "1M"),
        (2_100_000, "2.1M"),
        (3_000_000_000, "3G"),
        (12_000_000_000_000, "12,000G"),
    ],
)
def test_big_numbers_are_short(number, text):
    assert short(number) == text


@pytest.mark.parametrize(
    ("cost", "text"),
    [
        (0.0, "0.00"),
        (1.239, "1.24"),
        (1234.5, "1,234.50"),
        (0.5, "0.50"),
        (0.0012, "0.0012"),
        (3e-6, "0.0000030"),
    ],
)
def test_small_costs_are_not_rounded_away(cost, text):
    assert money(cost) == text
