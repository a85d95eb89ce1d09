"""Text as it goes to a model."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.injection import plain


@pytest.mark.parametrize("text", ["", "Hello", "Děkuji, 你好 👋\n\tbye", "приве́т", "thanks ❤️"])
def test_ordinary_text_stays_the_same_object(text: str) -> None:
    assert plain(text) is text


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        pytest.param("a\u200bb\u2060c\ufeffd", "abcd", id="zero width"),
        pytest.param("a\u202eb\u202c\u2066c\u2069", "abc", id="bidi"),
        pytest.param("ok" + "\U000e0069\U000e0067", "ok", id="tags"),
        pytest.param("a\x00b\x1b[31mc\x7fd\x9be", "ab[31mcde", id="control characters"),
        pytest.param("a\r\nb\tc", "a\nb\tc", id="newline and tab stay"),
        pytest.param("a\rb\x0cc\x85d", "a\nb\nc\nd", id="words stay apart"),
        pytest.param("ok\ufe0f\ufe0f\u200b\ufe0f", "ok\ufe0f", id="more than one selector"),
        pytest.param("a\ud800b", "a\ufffdb", id="lone surrogate"),
        pytest.param("co\u00adop\ufe01", "coop", id="soft hyphen, variation selector"),
    ],
)
def test_what_nobody_sees_is_not_sent(text: str, sent: str) -> None:
    assert plain(text) == sent


@given(st.text() | st.text("a\u200b\ufe0f\ufe0e\ufe01\r\n\x85\x1b\ud800"))
def test_nothing_invisible_is_left_and_nothing_else_is_lost(text: str) -> None:
    sent = plain(text)
    assert plain(sent) is sent
    assert not [
        c
        for c in sent
        if unicodedata.category(c) in ("Cf", "Cs") or (unicodedata.category(c) == "Cc" and c not in "\n\t")
    ]
    letters = [c for c in text if unicodedata.category(c)[0] in "LNPSZ"]
    assert [c for c in sent if unicodedata.category(c)[0] in "LNPSZ" and c != "\ufffd"] == [
        c for c in letters if c != "\ufffd"
    ]
