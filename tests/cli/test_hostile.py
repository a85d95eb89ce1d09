"""Chats and file names that try to steer the terminal, the page or a spreadsheet."""

from __future__ import annotations

import json
import unicodedata

import pytest

from tests.cli.conftest import Run, Write, chat

HOSTILE = {
    "escape": "\x1b[31m\x1b]0;owned\x07",
    "nul": "a\x00b",
    "c1": "\x9b31m",
    "override": "\u202egnp.exe",
    "isolate": "\u2066abc\u2069",
    "rtl mark": "\u200f",
    "tags": "\U000e0041\U000e0042",
    "carriage return": "good\rbad",
    "backspace": "bad\b\b\bgood",
}


GOODBYE = [{"role": "customer", "text": "Thanks, bye."}, {"role": "agent", "text": "Have a nice day!"}]


def _harmless(text: str) -> bool:
    controls = [c for c in text if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")]
    reordering = [
        c for c in text if unicodedata.bidirectional(c) in ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI", "FSI")
    ]
    return not controls and not reordering and "\u200f" not in text and "\U000e0041" not in text


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("count", [1, 2], ids=["scorecard", "table"])
def test_nothing_in_a_chat_reaches_the_terminal_as_a_command(closure: Run, write: Write, words, count):
    hostile = [chat(n, words=words, id=f"id {words} {n}", agent=f"agent {words}") for n in range(count)]
    result = closure("grade", write(hostile))
    assert "chats could not" not in result.stderr
    assert _harmless(result.output)


def test_errors_show_hostile_ids_and_names_harmlessly(closure: Run, write: Write):
    bad = {"id": "x\x1b[2J", "turns": [{"role": "w\x1b[31mizard", "text": "hi"}]}
    result = closure("grade", write([json.dumps(bad), chat()], "na\x1bme.jsonl"))
    assert result.exit_code == 3
    assert _harmless(result.output)


def test_markup_in_a_chat_is_shown_and_not_obeyed(closure: Run, write: Write):
    words = "[bold red]sale[/] [link=http://x.example]click[/link] :smile:"
    page = closure("grade", write([chat(words=words, agent="[red]Jana[/]")])).stdout
    assert "agent [red]Jana[/]" in page


def test_a_lone_surrogate_goes_through_json_and_back(closure: Run, write: Write):
    hostile = chat(words="broken \ud83d emoji", id="id-\udc00")
    result = closure("grade", write([hostile]), "--json")
    assert result.exit_code == 0
    evaluation = json.loads(result.stdout)
    assert evaluation["conversation_id"] in ("id-\udc00", "id-\ufffd")


def test_wide_letters_keep_the_table_straight(closure: Run, write: Write):
    from rich.cells import cell_len

    chats = [
        chat(n, id=name, agent="田中さん 🙂" * 3)
        for n, name in enumerate(["短い", "a", "👩‍💻👩‍💻", "長い" * 30])
    ]
    head, *lines = closure("grade", write(chats)).stdout.splitlines()[:5]
    place = cell_len(head[: head.index("outcome")])
    for line in lines:
        outcome = next(
            word for word in ("resolved", "follow up", "unresolved", "customer left") if f" {word} " in line
        )
        assert cell_len(line[: line.index(outcome)]) == place


def test_a_long_chat_is_cut_to_its_end_and_a_long_turn_to_its_edges(closure: Run, write: Write):
    filler = [{"role": "customer", "text": "word " * 200_000}, {"role": "agent", "text": "I see."}] * 2
    page = closure("grade", write([chat(turns=[*filler, *GOODBYE])])).stdout
    assert len(page) < 10_000


@pytest.mark.parametrize("side", ["customer", "agent"])
def test_a_chat_of_one_turn_is_answered_in_words(closure: Run, write: Write, side):
    result = closure("grade", write([{"id": "one", "turns": [{"role": side, "text": "Good morning, all."}]}]))
    assert result.exit_code == 0
    assert "not gradable" in result.stdout
