from __future__ import annotations

import hashlib

import pytest

from evaluator.errors import DataFileError
from evaluator.judge.template import VARIABLES, load_template, read_template
from evaluator.resources import data_dir

HEAD = """---
id: judge
version: "1"
variables: [outcomes, criteria, ids, reasons]
reasons: {chat: as in the chat, fi: in Finnish, other: "in {{code}}"}
again: "Wrong: {{problems}}."
---
"""
BODY = "{{outcomes}}\n{{criteria}}\n{{ids}} {{reasons}}\n"
VALUES = dict.fromkeys(VARIABLES, "x")


def test_the_shipped_prompt_is_one():
    template = load_template()
    text = (data_dir("prompts") / "judge.md").read_text("utf-8")
    assert (template.id, template.version) == ("judge", "1.0")
    assert template.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert load_template() is template
    assert "{{" not in template.fill(VALUES)


def test_values_are_put_in_and_not_looked_into():
    template = read_template(HEAD + BODY, "p.md")
    values = {"outcomes": "{{criteria}}", "criteria": "{{", "ids": "a", "reasons": "b"}
    assert template.fill(values) == "{{criteria}}\n{{\na b"


def test_templates_are_equal_by_their_text():
    one, same, other = (read_template(HEAD + body, "p.md") for body in (BODY, BODY, f"{BODY}more"))
    assert one == same
    assert hash(one) == hash(same)
    assert one != other


@pytest.mark.parametrize(
    ("code", "wording"), [("chat", "as in the chat"), ("fi", "in Finnish"), ("et", "in et")]
)
def test_reasons_language(code, wording):
    assert read_template(HEAD + BODY, "p.md").reasons_language(code) == wording


def test_asking_again_says_why():
    assert read_template(HEAD + BODY, "p.md").ask_again(("a: b", "c: d")) == "Wrong: a: b; c: d."


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path):
    path = tmp_path / "p.md"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + BODY).replace("\n", "\r\n").encode())
    assert load_template(path) == read_template(HEAD + BODY, "p.md")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "p.md:1: must begin with front matter", id="empty"),
        pytest.param("---\nid: x\n", "p.md:1: must begin with front matter", id="front matter without end"),
        pytest.param(
            HEAD + BODY + "{{criterya}}",
            "p.md:11:1: unknown variable 'criterya'; did you mean 'criteria'?",
            id="unknown in the text",
        ),
        pytest.param(HEAD + BODY + "\na {{title}}", "p.md:12:3: unknown variable 'title'", id="not declared"),
        pytest.param(HEAD + BODY + " {{ids", "p.md:11:2: '{{' begins no variable", id="not closed"),
        pytest.param(HEAD + BODY + "{{Ids}}", "p.md:11:1: '{{' begins no variable", id="capitals"),
        pytest.param(
            HEAD + BODY.replace("{{ids}}", ""),
            "p.md:8: the text nowhere has {{ids}}",
            id="declared, not used",
        ),
        pytest.param(
            HEAD.replace("outcomes,", "outcome,") + BODY,
            "p.md:4:13: unknown variable 'outcome'; did you mean 'outcomes'?",
            id="unknown in front matter",
        ),
        pytest.param(
            HEAD.replace("ids, ", "") + BODY, "p.md:4:12: variable 'ids' is missing", id="lacks one it needs"
        ),
        pytest.param(
            HEAD.replace(' "in {{code}}"', " there") + BODY, "p.md:5:56: other: expected text", id="no code"
        ),
        pytest.param(HEAD.replace("other", "et") + BODY, "expected text with {{code}} in it", id="no other"),
        pytest.param(HEAD.replace("problems", "why") + BODY, "p.md:6:8: again: expected", id="no problems"),
        pytest.param(HEAD.replace("id:", "name:") + BODY, "p.md:2:1: unknown field 'name'", id="wrong field"),
        pytest.param(HEAD.replace("]", "") + BODY, "p.md:5", id="not YAML"),
    ],
)
def test_a_mistake_is_named_with_its_line(text, message):
    with pytest.raises(DataFileError) as error:
        read_template(text, "p.md")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "cannot be read"), (b"---\nid: \xff\n", ":2: is not UTF-8")],
    ids=["missing", "not UTF-8"],
)
def test_a_file_that_cannot_be_read(tmp_path, content, message):
    path = tmp_path / "p.md"
    if content:
        path.write_bytes(content)
    with pytest.raises(DataFileError, match=message):
        load_template(path)
