"""What ``closure grade`` prints, and how it ends."""

from __future__ import annotations

import json
import re

import pytest

from evaluator.models import Evaluation
from evaluator.rubric import load_rubric
from tests.cli.conftest import Run, Write, chat

NO_AGENT = {"id": "alone", "turns": [{"role": "customer", "text": "Hello?"}]}
BROKEN = '{"id": "broken", "turns": ['


def test_one_chat_is_shown_as_a_scorecard_with_every_criterion_in_the_rubrics_order(
    closure: Run, write: Write
):
    page = closure("grade", write([chat()])).stdout
    rows = re.findall(
        r"^[✔◐✘–?] (?:met|partial|missed|n/a|unscored) +(\w+)(?: !)? +\d+  ", page, re.MULTILINE
    )
    assert rows == list(load_rubric().ids)


def test_the_closing_is_shown_with_its_quotes_marked(closure: Run, write: Write):
    page = closure("grade", write([chat()])).stdout
    assert "#3  agent Jana  ⟦Is there anything else I can help you with?⟧" in page


def test_a_page_that_nobody_watches_has_no_colours_and_no_trailing_spaces(closure: Run, write: Write):
    page = closure("grade", write([chat()])).stdout
    assert "\x1b" not in page
    assert all(line == line.rstrip() for line in page.splitlines())
    assert max(map(len, page.splitlines())) <= 100


def test_several_chats_are_shown_as_a_table_with_totals(closure: Run, write: Write):
    page = closure("grade", write([chat(1), chat(2), NO_AGENT])).stdout
    assert [line.split()[0] for line in page.splitlines()[:4]] == ["chat", "chat-1", "chat-2", "alone"]
    assert "3 chats   2 graded   1 not gradable" in page
    assert "not gradable: alone: no agent turn" in page


def test_full_shows_a_scorecard_for_each(closure: Run, write: Write):
    page = closure("grade", write([chat(1), chat(2)]), "--full").stdout
    assert page.count("\nClosing\n") == 2


def test_id_picks_one_chat_of_a_file(closure: Run, write: Write):
    page = closure("grade", write([chat(1), chat(2)]), "--id", "chat-2").stdout
    assert page.startswith("chat-2  agent Jana")


def test_an_id_that_is_not_there_is_one_clear_line(closure: Run, write: Write):
    result = closure("grade", write([chat(1)]), "--id", "chat-9")
    assert result.exit_code == 3
    assert result.stderr.endswith("chats.jsonl: no chat with id 'chat-9'\n")


def test_limit_stops_after_so_many(closure: Run, write: Write):
    lines = closure("grade", write([chat(n) for n in range(5)]), "--json", "--limit", 2).stdout.splitlines()
    assert [json.loads(line)["conversation_id"] for line in lines] == ["chat-0", "chat-1"]


def test_json_is_an_evaluation_a_line_and_nothing_else(closure: Run, write: Write):
    result = closure("grade", write([chat(1), BROKEN, chat(2), chat(2)]), "--json")
    evaluations = [Evaluation.model_validate_json(line) for line in result.stdout.splitlines()]
    assert [e.status for e in evaluations] == ["rules", "error", "rules", "rules"]
    assert str(evaluations[1].source).endswith("chats.jsonl:2")
    assert "already used" in result.stderr


def test_standard_input_is_read(closure: Run):
    result = closure("grade", "-", "--json", stdin=json.dumps(chat()))
    assert json.loads(result.stdout)["source"] == "stdin:1"


def test_a_transcript_with_names_is_read_with_the_agents_name(closure: Run, write: Write):
    lines = ["Eva: Hello, where is my parcel?", "Jana: It comes today. Have a nice day!"]
    result = closure("grade", write(lines, "chat.txt"), "--agent-name", "Jana", "--json")
    assert json.loads(result.stdout)["agent"] == "Jana"


def test_a_table_is_read_with_the_columns_that_are_named(closure: Run, write: Write):
    lines = ["ref,who,msg", "1,customer,Is it open today?", '1,agent,"Yes, until five. Have a nice day!"']
    named = ["--column", "id=ref", "--column", "role=who", "--column", "text=msg"]
    result = closure("grade", write(lines, "chats.csv"), *named, "--json")
    assert json.loads(result.stdout)["conversation_id"] == "1"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        pytest.param(["--column", "text"], 2, "--column text: write KEY=NAME", id="half a column"),
        pytest.param(["--column", "txt=msg"], 2, "unknown column field 'txt'", id="unknown column field"),
        pytest.param(["--format", "word"], 2, "unknown format 'word'", id="unknown format"),
        pytest.param(["--encoding", "utf-99"], 2, "utf-99", id="unknown encoding"),
        pytest.param(["--reasons-in", "xx"], 2, "no language pack 'xx'", id="unknown language"),
        pytest.param(["--rubric", "none.yaml"], 4, "none.yaml: cannot be read", id="missing rubric"),
        pytest.param(["--rubric", "closura"], 4, "did you mean 'closure'?", id="misspelt rubric"),
    ],
)
def test_a_wrong_option_is_one_clear_line(closure: Run, write: Write, arguments, code, message):
    result = closure("grade", write([chat()]), *arguments)
    assert result.exit_code == code
    assert result.stdout == ""
    assert result.stderr.startswith("closure: ")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("chats", "threshold", "code"),
    [
        pytest.param([chat()], 1, 0, id="above"),
        pytest.param([chat()], 100, 1, id="below"),
        pytest.param([chat(), NO_AGENT], 1, 1, id="a chat without a score counts as below"),
        pytest.param([chat(), BROKEN], 1, 3, id="a chat that cannot be read comes first"),
        pytest.param([chat(), BROKEN], 100, 3, id="also with others below"),
        pytest.param([NO_AGENT], None, 0, id="not gradable is no failure by itself"),
        pytest.param([BROKEN, chat()], None, 3, id="unreadable is"),
    ],
)
def test_exit_codes(closure: Run, write: Write, chats, threshold, code):
    limit = [] if threshold is None else ["--fail-under", threshold]
    assert closure("grade", write(chats), *limit).exit_code == code


def test_what_is_below_is_said_on_standard_error(closure: Run, write: Write):
    result = closure("grade", write([chat(), NO_AGENT]), "--fail-under", 1)
    assert result.stderr == "closure: 1 of 2 chats below 1 or without a score\n"


def test_broken_lines_among_good_ones_are_listed_and_the_others_graded(closure: Run, write: Write):
    result = closure("grade", write([*(chat(n) for n in range(6)), BROKEN, *(chat(n) for n in range(7, 10))]))
    assert "10 chats   9 graded   1 error" in result.stdout
    assert "chats.jsonl:7: " in result.stdout
    assert result.exit_code == 3


@pytest.mark.parametrize(
    "name",
    ["missing.jsonl", "missing/*.jsonl", "empty.jsonl", "folder"],
    ids=["file", "glob", "empty", "folder"],
)
def test_input_that_is_not_there_is_one_clear_line(closure: Run, tmp_path, name):
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "folder").mkdir()
    result = closure("grade", tmp_path / name)
    assert result.exit_code == 3
    assert result.stdout == ""
    assert result.stderr.startswith(f"closure: {tmp_path / name}: ")
    assert result.stderr.count("\n") == 1
