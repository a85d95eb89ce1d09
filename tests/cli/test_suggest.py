"""Proposals on the command line, and a team's canned texts."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from evaluator.cli.exits import ExitCode
from tests.cli.conftest import Run

BARE = (
    "Customer: where is my parcel?\nAgent: It is at the depot, you will get it tomorrow by 12.\n"
    "Customer: thanks\nAgent: ok\n"
)
MACROS = (
    "title,language,text\nEnd,en,Thank you for contacting us. Have a nice day!\nKonec,cs,Hezký den {jmeno}.\n"
)


def write(path: Path, content: str) -> Path:
    path.write_text(content, "utf-8")
    return path


def test_only_the_closing_is_printed(closure: Run, tmp_path):
    ended = closure("suggest", write(tmp_path / "chat.txt", BARE))
    assert ended.exit_code == ExitCode.OK
    first, second = ended.stdout.rstrip("\n").split("\n\n")
    assert first.endswith("Is there anything else I can help you with?")
    assert second.startswith("Thank you for ")


def test_several_chats_have_titles_and_those_without_a_proposal_are_named(closure: Run, tmp_path):
    chats = [
        {
            "id": "a",
            "turns": [
                {"role": "customer", "text": "where is it?"},
                {"role": "agent", "text": "At the depot."},
            ],
        },
        {"id": "b", "turns": [{"role": "customer", "text": "anybody?"}]},
    ]
    file = write(tmp_path / "chats.jsonl", "\n".join(map(json.dumps, chats)))
    ended = closure("suggest", file)
    assert ended.stdout.startswith("# a\n\n")
    assert f"{file}:2: b: no agent turn" in ended.stderr.replace("\n", "")


@pytest.mark.parametrize(
    ("when", "shown"), [("never", False), ("always", True), ("below=1", False), ("below=100", True)]
)
def test_the_scorecard_shows_a_proposal_when_it_is_wanted(closure: Run, tmp_path, when, shown):
    page = closure("grade", write(tmp_path / "chat.txt", BARE), "--suggest", when).stdout
    assert ("Proposed closing" in page) is shown


def test_another_word_is_refused_with_what_may_stand_there(closure: Run, tmp_path):
    ended = closure("grade", write(tmp_path / "chat.txt", BARE), "--suggest", "often")
    assert ended.exit_code == ExitCode.USAGE
    assert "expected never, always, or below=85" in ended.stderr


def test_a_batch_has_the_proposal_in_a_column(closure: Run, tmp_path):
    out = tmp_path / "out.csv"
    closure("batch", write(tmp_path / "chat.txt", BARE), "-o", out, "--suggest", "always")
    with out.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert "Is there anything else" in row["suggestion"]
    assert float(row["score_with_suggestion"]) > float(row["score"])


def test_canned_texts_are_reviewed(closure: Run, tmp_path):
    page = closure("macros", write(tmp_path / "macros.csv", MACROS)).stdout
    assert "left to fill in: {jmeno}" in page
    assert "better: " in page


def test_the_same_as_json(closure: Run, tmp_path):
    canned = json.dumps(
        {"macros": [{"name": "End", "lang": "en-GB", "body": "Thank you for contacting us."}]}
    )
    (line,) = closure("macros", write(tmp_path / "macros.json", canned), "--json").stdout.splitlines()
    found = json.loads(line)
    assert (found["title"], found["language"], found["levels"]["thanks"]) == ("End", "en", "met")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("title,language\nEnd,en\n", "macros.csv: holds no texts (looked for a column or key text, body"),
        ("[1]", "macros.csv: holds no texts"),
        ("[{", "is not closed"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(closure: Run, tmp_path, content, message):
    ended = closure("macros", write(tmp_path / "macros.csv", content))
    assert ended.exit_code == ExitCode.INPUT
    assert message in ended.stderr.replace("\n", " ")


def test_a_row_without_a_text_spoils_no_other(closure: Run, tmp_path):
    page = closure("macros", write(tmp_path / "macros.csv", MACROS + "Empty,en,\n")).stdout
    assert "- has no text" in page
    assert "left to fill in: {jmeno}" in page


def test_a_better_text_keeps_what_is_good_in_it(closure: Run, tmp_path):
    page = closure("macros", write(tmp_path / "macros.csv", MACROS)).stdout
    assert "Thank you for contacting us." in page.partition("better:")[2]


def test_a_chat_that_scores_enough_says_so(closure: Run, tmp_path):
    ended = closure("suggest", write(tmp_path / "chat.txt", BARE), "--suggest", "below=5")
    assert "--suggest always proposes for it too" in ended.stderr.replace("\n", " ")
