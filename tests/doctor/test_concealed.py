"""Nothing secret shows, whole or cut off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.doctor.concealed import Concealed
from evaluator.settings import Settings

SETTINGS = Settings(
    key="k3y-of-mine",
    base_url="https://me:pass%20word@host/v1?api=in-the-query",
    headers={"Authorization": "Token abcdefgh"},
)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        pytest.param("a K3Y-of-mine, k3y-of-mine", "a ***, ***", id="key-in-any-case"),
        pytest.param("it was k3y-of…", "it was ***…", id="key-cut-off"),
        pytest.param("Token abcdefgh", "***", id="header"),
        pytest.param("got abcdefgh", "got ***", id="word-of-a-header"),
        pytest.param("pass%20word, pass word", "***, ***", id="password"),
        pytest.param("proxypass in-the-query", "*** ***", id="query-and-proxy"),
        pytest.param("host says …", "host says …", id="nothing-secret"),
    ],
)
def test_secrets_are_masked(text: str, hidden: str):
    assert Concealed.of(SETTINGS, ["http://p:proxypass@proxy:1"]).hide(text) == hidden


@given(st.text("abAB01", min_size=4), st.text("abAB01… "), st.text("abAB01… "))
def test_no_text_shows_the_key(key: str, before: str, after: str):
    assert key not in Concealed([key]).hide(f"{before}{key}{after}")


def test_without_secrets_a_text_stays():
    assert Concealed([]).hide("a … b") == "a … b"
