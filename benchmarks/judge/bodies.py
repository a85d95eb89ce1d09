"""Writes what the judge would send, for a client that only sends it: ``python -m benchmarks.judge.bodies IN OUT``.

The first line holds what all requests share, each other line what one says.
"""

from __future__ import annotations

import asyncio
import json
import sys

from evaluator import Evaluator
from evaluator.endpoint.manners import Bodies, Manners
from evaluator.judge.judge import Judge
from evaluator.judge.prompt import Facts
from evaluator.readers import read
from evaluator.requests.unreachable import Unreachable
from evaluator.rubric import load_rubric
from evaluator.settings import Settings


async def write(source: str, out: str) -> None:
    """Write the shared part and the users' messages."""
    rubric, settings = load_rubric(), Settings(models=("bench",))
    judge = Judge(rubric, [Unreachable(settings, "bench")], seed=settings.seed)
    grader, bodies = Evaluator(rubric=rubric), Bodies("bench", settings.answer_tokens)
    with open(out, "w", encoding="ascii") as file:  # noqa: PTH123  # nothing else runs
        for number, record in enumerate(read([source])):
            assert record.conversation
            by_rules = await grader.evaluate(record.conversation)
            assert by_rules.closing
            assert by_rules.languages
            facts = Facts.of(by_rules.closing.signals, by_rules.languages)
            question = judge.openings(record.conversation, facts)[0].question
            if not number:
                body = json.loads(bodies.body(question, Manners()))
                file.write(json.dumps({**body, "messages": body["messages"][:1]}) + "\n")
            file.write(json.dumps(question.messages[0][1]) + "\n")


if __name__ == "__main__":
    asyncio.run(write(*sys.argv[1:]))
