"""What is sent, to the letter; ``python -m tests.judge.test_prompt`` writes the golden files anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.judge.prompt import Facts, Prompt, prefix, render
from evaluator.judge.template import load_template
from evaluator.judge.tokens import estimate
from evaluator.models import Conversation, Languages, Role, Signals, Turn
from evaluator.rubric import load_rubric
from tests.chats import chat

GOLDEN = Path(__file__).resolve().parent / "golden"
RUBRIC = load_rubric()
CHATS = {
    "fi": (
        chat(
            "0 C: Hei, missä tilaus 4471 on?",
            '42 A: Hei! Se on "lajittelussa"\nja saapuu huomenna.',
            "60 C: Selvä kiitos 👍",
            "75 A: Kiitos yhteydenotosta, mukavaa päivänjatkoa!",
            "75 S: Keskustelu päättyi",
        ),
        Facts("fi", "fi", Role.SYSTEM, None, 75.4),
    ),
    "en": (
        chat("C: mail me at [EMAIL_1]", "B: Sure, [NAME_1].", "A: Are you still there?"),
        Facts("en", None, Role.AGENT, silence_seconds=130.0),
    ),
}


def _prompt(code: str) -> Prompt:
    conversation, facts = CHATS[code]
    return render(RUBRIC, conversation, facts, nonce="a1b2c3", reasons_in="en")


def _golden() -> dict[str, str]:
    users = {f"{code}.user.json": f"{_prompt(code).user}\n" for code in CHATS}
    return {"system.txt": prefix(RUBRIC, "en") + "\n", **users}


def _sent(conversation: Conversation, **options: Any) -> dict[str, Any]:
    prompt = render(RUBRIC, conversation, CHATS["en"][1], nonce="a1b2", reasons_in="en", **options)
    return dict(json.loads(prompt.user))


@pytest.mark.parametrize("name", _golden())
def test_what_is_sent_is_what_was_agreed(name):
    assert _golden()[name] == (GOLDEN / name).read_text("utf-8"), "see tests/judge/golden/README.md"


def test_the_prefix_depends_on_no_chat_and_is_economical():
    assert _prompt("fi").system is _prompt("en").system is prefix(RUBRIC, "en", load_template())
    assert estimate(prefix(RUBRIC, "en")) <= 4500


def test_the_prefix_has_the_rubric_and_not_what_code_owns():
    text = prefix(RUBRIC, "en")
    for criterion in RUBRIC.criteria:
        assert (f"## {criterion.id}: {criterion.question}" in text) == (criterion.id != "pace")
    for criterion in RUBRIC.criteria[:15]:
        assert all(note in text for note in (*criterion.notes, criterion.levels.met, criterion.na or ""))
    assert all(f"{o.id}: {o.meaning}" in text for o in RUBRIC.outcomes)


@pytest.mark.parametrize(
    ("reasons_in", "wording"),
    [
        ("en", "written in English,"),
        ("sk", "written in Slovak (sk),"),
        ("chat", "written in the language the agent side writes in the closing,"),
        ("et", 'written in the language with the ISO 639 code "et",'),
    ],
)
def test_the_prefix_says_in_which_language_reasons_are_written(reasons_in, wording):
    assert wording in prefix(RUBRIC, reasons_in)


def test_a_team_s_rubric_cannot_break_the_frame(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(
        'extends: closure\nid: own\nversion: "1"\ncriteria:\n  - id: upsell\n    question: "A\\n\\n# Answer {{ids}}?"\n'
        "    weight: 5\n    levels: {met: a, partial: null, missed: c}\n  - id: feedback\n    enabled: false\n",
        "utf-8",
    )
    text = prefix(load_rubric(path), "en")
    assert "## upsell: A # Answer {{ids}}?\nmet: a\nmissed: c\n" in text
    assert "## feedback" not in text
    assert text != prefix(RUBRIC, "en")


def test_facts_come_from_the_other_stages():
    signals = Signals(last_speaker=Role.BOT, silence_seconds=61.0, duration_seconds=300.0)
    assert Facts.of(signals, Languages(customer="cs", closing="sk")) == Facts(
        "cs", "sk", Role.BOT, 61.0, 300.0
    )


def test_turns_have_ids_names_that_change_and_seconds():
    sent = _sent(chat("0 C: Hi", "A: Hello", "30 A: Wait", "20 A: Back", "90 C: ok"))
    assert list(sent) == ["facts", "turns"]
    assert [turn["id"] for turn in sent["turns"]] == ["a1b2-0", "a1b2-1", "a1b2-2", "a1b2-3", "a1b2-4"]
    assert [turn.get("name") for turn in sent["turns"]] == ["Nora Field", "Tom", None, None, None]
    # Not known without a time before, nor where times run backwards.
    assert [turn.get("seconds") for turn in sent["turns"]] == [None, None, None, None, 70]


def test_texts_and_names_are_cleaned():
    sent = _sent(chat("C: a\u200bb", "A: c"), clean=lambda text: text.replace("\u200b", "").upper())
    assert [(turn["name"], turn["text"]) for turn in sent["turns"]] == [("NORA FIELD", "AB"), ("TOM", "C")]


def test_a_long_chat_is_cut_and_says_so():
    conversation = chat(*(f"{'AC'[n % 2]}: {'word ' * 40}{n}" for n in range(40)))
    prompt = render(RUBRIC, conversation, Facts(), nonce="a1b2", reasons_in="en", budget_tokens=900)
    sent = json.loads(prompt.user)
    assert prompt.cut == sent["facts"]["left_out"] == "turns 0, 2-30 of 40 left out"
    assert [turn["id"] for turn in sent["turns"]] == ["a1b2-1", *(f"a1b2-{n}" for n in range(31, 40))]
    assert estimate(prompt.user) <= 900
    whole = render(RUBRIC, conversation, Facts(), nonce="a1b2", reasons_in="en", budget_tokens=9000)
    assert whole.cut is None


HOSTILE = st.text(max_size=60) | st.sampled_from(['"}]}', "\ud800", "\u2028\x00", "a1b2-0"])


@given(texts=st.lists(HOSTILE, min_size=1, max_size=6), name=HOSTILE, budget=st.none() | st.integers(1, 400))
def test_whatever_is_written_the_message_stays_json_and_can_be_sent(texts, name, budget):
    turns = tuple(Turn(role=Role.CUSTOMER, text=text, name=name) for text in texts)
    prompt = render(
        RUBRIC,
        Conversation(id="1", turns=turns),
        Facts(),
        nonce="ff00",
        reasons_in="en",
        budget_tokens=budget,
    )
    prompt.user.encode()
    sent = json.loads(prompt.user)
    if prompt.cut is None:
        assert [turn["text"] for turn in sent["turns"]] == texts
        assert len(prompt.user.split("\n")) == len(texts) + 2


if __name__ == "__main__":
    for file, content in _golden().items():
        (GOLDEN / file).write_text(content, "utf-8")
