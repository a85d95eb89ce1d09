"""Text that is made harmless."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.report.safe import cell, clipped, one_line, shown, without_surrogates

ANY_TEXT = st.text(st.characters(), max_size=200)


@given(ANY_TEXT)
def test_shown_text_is_as_long_and_holds_no_control_or_surrogate(text):
    safe = shown(text)
    assert len(safe) == len(text)
    assert not [c for c in safe if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]


@given(ANY_TEXT)
def test_one_line_is_one_line(text):
    assert len(one_line(text).splitlines()) <= 1


@given(ANY_TEXT, st.integers(2, 40))
def test_clipped_text_is_never_longer(text, length):
    assert len(clipped(text, length)) <= length


@given(ANY_TEXT)
def test_a_cell_is_on_one_line_of_csv_and_never_a_formula(text):
    written = cell(text)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
    line = io.StringIO()
    csv.writer(line).writerow([written])
    assert line.getvalue().count("\n") == 1


@given(ANY_TEXT)
def test_text_without_surrogates_has_utf_8(text):
    without_surrogates(text).encode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("\x1b[31mred", "␛[31mred", id="escape"),
        pytest.param("a\x00b", "a␀b", id="nul"),
        pytest.param("a\x7fb", "a␡b", id="delete"),
        pytest.param("a\x9bb", "a\ufffdb", id="c1"),
        pytest.param("\u202eabc", "\ufffdabc", id="override"),
        pytest.param("a\u200bb", "a\ufffdb", id="zero width space"),
        pytest.param("a\U000e0041b", "a\ufffdb", id="tag letter"),
        pytest.param("a\ud800b", "a\ufffdb", id="surrogate"),
        pytest.param("a\r\nb\tc", "a \nb c", id="white space"),
        pytest.param("👩‍💻 नमस्ते", "👩‍💻 नमस्ते", id="joiners that scripts and emoji need"),
        pytest.param("Čau, kaip sekasi? Kiitti! ₱", "Čau, kaip sekasi? Kiitti! ₱", id="ordinary text"),
    ],
)
def test_shown(text, expected):
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("=1+1", "'=1+1", id="formula"),
        pytest.param(" =1+1", "'=1+1", id="formula after a space"),
        pytest.param("\t1", "'1", id="tab"),
        pytest.param("＝1", "'＝1", id="full width"),
        pytest.param("-5 °C", "'-5 °C", id="minus"),
        pytest.param("a=1", "a=1", id="inside"),
        pytest.param("two\nlines", "two lines", id="lines"),
    ],
)
def test_cell(text, expected):
    assert cell(text) == expected


def test_a_megabyte_is_clipped_without_reading_all_of_it():
    assert clipped("\n" * 10_000_000 + "x", 10) == "…"
