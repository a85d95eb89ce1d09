"""docs/accuracy.md and docs/suggestions.md show what the grader does now."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from benchmarks import suggestions
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
def test_the_figures_of_suggestions_are_those_of_the_code():
    assert suggestions.PAGE.read_text("utf-8") == suggestions.page(), (
        "python3 dev.py docs --write brings it up to date"
    )
