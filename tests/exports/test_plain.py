from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.exports.plain import from_html, from_mrkdwn, without_quotes


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("no markup <3 at all", "no markup <3 at all", id="plain text stays"),
        pytest.param("a &amp; b &lt;c&gt;", "a & b <c>", id="entities"),
        pytest.param("<p>one</p><p>two<br>three</p>", "one\ntwo\nthree", id="blocks and breaks are lines"),
        pytest.param("to <b>ne</b>funguje", "to nefunguje", id="inline markup joins"),
        pytest.param("<ul><li>a</li><li>b</li></ul>", "a\nb", id="a list"),
        pytest.param('<img src="x" alt="účet">', "účet", id="a picture by its description"),
        pytest.param(
            "<p>hi</p><script>alert(1)</script><style>p{}</style>", "hi", id="nothing that is not shown"
        ),
        pytest.param(
            "<p>no</p><blockquote>old <blockquote>older</blockquote></blockquote>", "no", id="no quotes"
        ),
        pytest.param("<!-- note -->seen", "seen", id="no comments"),
        pytest.param("<p>broken <b>markup", "broken markup", id="unclosed tags"),
    ],
)
def test_html_is_read_as_it_is_seen(html, text):
    assert from_html(html) == text


@pytest.mark.parametrize(
    ("mail", "text"),
    [
        pytest.param("Díky!\n\nDne 3. 3. napsal Petr:\n> starý text\n> a další", "Díky!", id="quoted below"),
        pytest.param("> otázka\nodpověď", "odpověď", id="quoted above"),
        pytest.param("Hotovo.\n-- \nJana, podpora\ntel. 123", "Hotovo.", id="signature"),
        pytest.param("Ahoj:\njdu > než ty", "Ahoj:\njdu > než ty", id="a sign inside a line is none"),
        pytest.param("S pozdravem\nJana", "S pozdravem\nJana", id="a courtesy stays"),
    ],
)
def test_a_mail_is_read_without_what_it_quotes(mail, text):
    assert without_quotes(mail) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("<@U1>, see <https://x.example/a|the page>", "@Eglė, see the page"),
        ("<https://x.example/a> in <#C1|help> for <!here>", "https://x.example/a in help for !here"),
        ("<@U9> a &lt;b&gt; &amp; c", "@U9 a <b> & c"),
    ],
)
def test_the_markup_of_slack_is_read(written, text):
    assert from_mrkdwn(written, {"U1": {"real_name": "Eglė"}, "U2": None}) == text


@given(st.text(alphabet="<>&;p/b rli!-\"'=a#\n1"))
def test_any_text_is_taken(text):
    for plain in (from_html(text), without_quotes(text), from_mrkdwn(text, {})):
        assert isinstance(plain, str)
