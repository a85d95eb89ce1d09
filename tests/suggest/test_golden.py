"""What is proposed for the labelled chats: true, in their language and manner, and better."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest

from evaluator.agreement import read_gold
from evaluator.answering import CONTESTS
from evaluator.evaluator import evaluate
from evaluator.models import Conversation, Rewrite
from evaluator.packs.pack import load_pack
from evaluator.rubric import load_rubric
from evaluator.ruled import RuleGrader, matcher
from evaluator.suggest.facts import faults, placeholders
from evaluator.suggest.kept import PARTING, UNKIND

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "dev"
LANGUAGES = ("cs", "en", "fi", "lt", "sk", "tl")


def proposals(code: str) -> list[tuple[Conversation, Rewrite]]:
    """The proposals for the chats whose customers write in the language, as the file says or found otherwise."""
    found = []
    for chat in read_gold([GOLDEN / f"{code}.jsonl"]):
        evaluation = evaluate(chat.conversation, suggest=True)
        rewrite = evaluation.suggestions.rewrite
        if rewrite is not None and evaluation.language == code:
            found.append((chat.conversation, rewrite))
    return found


@pytest.fixture(scope="module", params=LANGUAGES)
def proposed(request):
    return request.param, proposals(request.param)


def test_most_chats_get_one_and_it_is_a_good_closing(proposed):
    _, found = proposed
    assert len(found) >= 15
    assert median(rewrite.after for _, rewrite in found) >= 85


def test_each_is_a_gain(proposed):
    assert all(rewrite.after > rewrite.before for _, rewrite in proposed[1])


def test_each_says_nothing_that_the_chat_does_not_bear_out(proposed):
    code, found = proposed
    pack = load_pack(code)[0].rewrite
    assert pack is not None
    for conversation, rewrite in found:
        assert faults(rewrite.messages, conversation, code, rewrite.formality, matcher(code), pack) == (), (
            conversation.id
        )


def test_a_placeholder_is_one_that_the_pack_explains(proposed):
    code, found = proposed
    templates = load_pack(code)[0].rewrite
    assert templates is not None
    assert {name for _, rewrite in found for name in rewrite.placeholders} <= set(templates.fills)


def test_no_courtesy_stands_twice(proposed):
    code, found = proposed
    for conversation, rewrite in found:
        text = " ".join(rewrite.messages)
        hits = matcher(code).find(text, "agent")[1]
        for move in ("offer", "feedback_ask"):
            assert len({hit.sentence for hit in hits if hit.move == move}) <= 2, (conversation.id, text)


def test_no_place_is_left_for_a_next_step_that_the_agent_named(proposed):
    code, found = proposed
    templates = load_pack(code)[0].rewrite
    assert templates is not None
    asked = set(placeholders([templates.formal.next_steps, templates.informal.next_steps]))
    rules = RuleGrader(load_rubric())
    for conversation, rewrite in found:
        ending = rules.grade(conversation).ending
        if ending is None or not asked <= set(rewrite.placeholders):
            continue
        contested = [turn.index for turn in ending.customer_turns if turn.moves & CONTESTS]
        named = [
            turn.index
            for turn in ending.agent_turns
            for moves in turn.moves_of
            if {"commit", "when"} <= moves and moves.isdisjoint(UNKIND | PARTING)
        ]
        assert not [index for index in named if index > max(contested, default=-1)], conversation.id
