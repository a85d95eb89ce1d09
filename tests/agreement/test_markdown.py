from __future__ import annotations

import pytest

from evaluator.agreement import GradedChat, replace_tables, summarise, tables
from evaluator.agreement.grading import Pair
from evaluator.agreement.markdown import END, START
from evaluator.errors import InputError

CHATS = [
    GradedChat(
        id="a",
        language="en",
        found_language="en",
        pairs=(Pair("thanks", "met", "met", doubtful=False), Pair("recap", "met", "unscored", doubtful=True)),
        outcome=None,
        gold_score=90.0,
        score=None,
        coverage=0.5,
    )
]


def test_every_table_row_has_as_many_cells_as_its_header():
    for block in tables(summarise(CHATS)).split("### ")[1:]:
        rows = [line for line in block.splitlines() if line.startswith("|")]
        assert len(rows) > 2
        assert len({row.count("|") for row in rows}) == 1


def test_tables_go_between_the_marks_and_the_prose_stays():
    page = f"# Before\n{START}\nold\n{END}\nafter\n"
    once = replace_tables(page, "new", "page.md")
    assert once == f"# Before\n{START}\n\nnew\n\n{END}\nafter\n"
    assert replace_tables(once, "new", "page.md") == once


@pytest.mark.parametrize("page", ["", START, f"{END} {START}"], ids=["empty", "no end", "wrong order"])
def test_a_page_without_marks_is_refused(page):
    with pytest.raises(InputError, match=r"page\.md: lacks the lines"):
        replace_tables(page, "new", "page.md")
