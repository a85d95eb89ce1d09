"""Counts tokens of prompts: ``python -m benchmarks.judge.counted CHATS`` prints them as JSON."""

from __future__ import annotations

import asyncio
import json
import sys

from evaluator import Evaluator
from evaluator.judge.asked import asked
from evaluator.judge.prompt import Facts, prefix, render
from evaluator.judge.schema import answer_schema
from evaluator.judge.tokens import estimate
from evaluator.readers import read
from evaluator.redaction import redact
from evaluator.rubric import load_rubric


async def count(source: str) -> dict[str, object]:
    """Return the tokens of each chat's message, of the prefix, and of the prefixes for one criterion each."""
    rubric, chats = load_rubric(), []
    grader = Evaluator(rubric=rubric)
    for record in read([source]):
        assert record.conversation
        by_rules = await grader.evaluate(record.conversation)
        assert by_rules.closing
        assert by_rules.languages
        facts = Facts.of(by_rules.closing.signals, by_rules.languages)
        masked = redact(record.conversation, facts.customer_language).conversation
        chats.append(estimate(render(rubric, masked, facts, nonce="a1b2c3", reasons_in="en").user))
    single = [
        rubric.model_copy(update={"criteria": (criterion,), "sha256": criterion.id})
        for criterion in asked(rubric)
    ]
    return {
        "chats": chats,
        "prefix": estimate(prefix(rubric, "en")),
        "prefixes": [estimate(prefix(one, "en")) for one in single],
        "schema": estimate(json.dumps(answer_schema(rubric))),
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(count(sys.argv[1]))))
