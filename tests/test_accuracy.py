"""docs/accuracy.md and docs/suggestions.md show what the grader does now."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from benchmarks.tables import TABLES, page_with
from evaluator import Evaluator
from evaluator.agreement import grade_all, read_gold, replace_tables, summarise, tables

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.slow
def test_the_tables_are_those_of_the_code():
    chats = asyncio.run(grade_all(read_gold([ROOT / "tests" / "golden" / "dev"]), Evaluator()))
    page = (ROOT / "docs" / "accuracy.md").read_text("utf-8")
    now = replace_tables(page, tables(summarise(chats)), "docs/accuracy.md")
    assert page == now, "python3 dev.py docs --write brings it up to date"


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLES)
def test_the_other_tables_are_those_of_the_code(name):
    assert TABLES[name].page.read_text("utf-8") == page_with(name), (
        "python3 dev.py docs --write brings it up to date"
    )
