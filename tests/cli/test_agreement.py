"""What ``closure agreement`` prints, and how it ends."""

from __future__ import annotations

import json

import pytest

from evaluator.agreement.markdown import END, START
from evaluator.errors import InputError, UsageError
from evaluator.rubric import load_rubric
from tests.cli.conftest import Run, Write, chat


def labelled(
    number: int = 0, *, lang: str = "en", outcome: str = "resolved", level: str = "met"
) -> dict[str, object]:
    gold = {
        "outcome": outcome,
        "labels": dict.fromkeys(load_rubric().ids, level),
        "doubt": ["recap: who knows"],
    }
    return chat(number) | {"lang": lang, "language": None, "gold": gold}


def test_the_tables_have_a_row_for_each_language_and_each_criterion(closure: Run, write: Write):
    page = closure("agreement", write([labelled(1), labelled(2, lang="fi")])).stdout
    first = [line.split()[0] for line in page.splitlines() if line.strip()]
    assert [first.count(name) for name in ("en", "fi", "all")] == [2, 2, 2]
    assert all(first.count(criterion) == 2 for criterion in load_rubric().ids)
    assert "Without the labels marked doubtful" in page
    assert "mean kappa: Cohen's kappa" in page


def test_a_page_fits_the_width_that_nobody_watches(closure: Run):
    page = closure("agreement", "tests/golden/dev/en.jsonl").stdout
    assert max(map(len, page.splitlines())) <= 110
    assert "\x1b" not in page


def test_confusions_name_the_chats_and_mark_the_doubtful(closure: Run, write: Write):
    gold = write([labelled(7, level="missed")])
    page = closure("agreement", gold, "--confusions", "--criterion", "recap", "--criterion", "thanks").stdout
    assert "chat-7?" in next(line for line in page.splitlines() if "recap" in line and "chat-7" in line)
    assert "chat-7?" not in next(line for line in page.splitlines() if "thanks" in line and "chat-7" in line)
    assert "farewell" not in page


def test_one_language_can_be_picked(closure: Run, write: Write):
    gold = write([labelled(1), labelled(2, lang="fi")])
    found = json.loads(closure("agreement", gold, "--lang", "fi", "--json").stdout)
    assert [group["language"] for group in found["all_labels"]["groups"]] == ["fi", "all"]
    assert found["all_labels"]["groups"][1]["chats"] == 1


def test_a_part_can_be_picked(closure: Run, write: Write):
    gold = write([labelled(n) for n in range(9)])
    chats = []
    for part in ("write:1", "check:1"):
        found = json.loads(closure("agreement", gold, "--part", part, "--json").stdout)
        assert found["part"] == part
        chats.append(found["all_labels"]["groups"][-1]["chats"])
    assert sum(chats) == 9
    assert all(chats)


def test_the_same_chats_give_the_same_bytes(closure: Run, write: Write):
    gold = write([labelled(n, level="missed" if n % 2 else "met") for n in range(6)])
    first, second = (closure("agreement", gold, "--json").stdout for _ in range(2))
    assert first == second


def test_the_tables_are_put_into_a_page(closure: Run, write: Write, tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"prose\n{START}\n{END}\nmore\n", "utf-8")
    assert closure("agreement", write([labelled()]), "--markdown", page).exit_code == 0
    text = page.read_text("utf-8")
    assert text.startswith(f"prose\n{START}\n\n### By language")
    assert text.endswith(f"{END}\nmore\n")


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        pytest.param(["--lang", "xx"], UsageError, "--lang xx: no label has it; there are en", id="language"),
        pytest.param(["--criterion", "charm"], UsageError, "--criterion charm: no label", id="criterion"),
        pytest.param(["--part", "half"], UsageError, "part 'half' is not known", id="part"),
        pytest.param(
            ["--markdown", "nowhere.md"], InputError, "nowhere.md: cannot be read: No such", id="page"
        ),
    ],
)
def test_a_wrong_option_is_one_clear_line(closure: Run, write: Write, options, code, message):
    result = closure("agreement", write([labelled()]), *options)
    assert result.exit_code == code.exit_code
    assert result.stderr.startswith(f"closure: {message}")
    assert result.stderr.count("\n") == 1


def test_chats_without_labels_are_one_clear_line(closure: Run, write: Write):
    result = closure("agreement", write([chat()]))
    assert result.exit_code == InputError.exit_code
    assert "has no labels; a labelled chat has an object gold" in result.stderr


def test_a_label_that_the_rubric_does_not_have_is_one_clear_line(closure: Run, write: Write):
    gold = labelled() | {"gold": {"labels": {"charm": "met"}}}
    result = closure("agreement", write([gold]))
    assert result.exit_code == InputError.exit_code
    assert "chat-0: gold.labels has 'charm', which the rubric does not have" in result.stderr
