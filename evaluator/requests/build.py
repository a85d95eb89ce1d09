"""Writes the requests that grading would send, in the form that OpenAI's batches take."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from typing import TYPE_CHECKING, NamedTuple

from evaluator.endpoint.manners import Bodies, Manners
from evaluator.evaluator import Evaluator
from evaluator.judge.ballot import Opening
from evaluator.judge.prompt import Facts
from evaluator.judge.setup import judge_with
from evaluator.readers import Record
from evaluator.requests.chats import Asked
from evaluator.requests.unreachable import Unreachable

if TYPE_CHECKING:
    from evaluator.settings import Settings

_URL = "/v1/chat/completions"


class Built(NamedTuple):
    """A chat's requests as lines of JSON, and what is needed to read the answers; or why there are none."""

    lines: tuple[str, ...] = ()
    asked: Asked | None = None
    skipped: str | None = None


async def build(records: Iterable[Record], settings: Settings) -> AsyncIterator[Built]:
    """Return a `Built` for each record, one request in it for each vote."""
    by_rules = Evaluator.from_settings(settings.model_copy(update={"offline": True}), suggest=False)
    models = [Unreachable(settings, name) for name in settings.models]
    judge = judge_with(settings, by_rules.rubric, models, None)
    manners = Manners(temperature=settings.sampling_temperature)
    bodies = {name: Bodies(name, settings.answer_tokens) for name in settings.models}

    def line(opening: Opening) -> str:
        body = bodies[opening.exchange.model.name].body(opening.question, manners)
        head = json.dumps({"custom_id": opening.exchange.key, "method": "POST", "url": _URL})
        return f'{head[:-1]}, "body": {body.decode()}}}'

    for record in records:
        if record.conversation is None:
            yield Built(skipped=str(record.error))
            continue
        evaluation = await by_rules.evaluate(record.conversation)
        if evaluation.closing is None or evaluation.languages is None:
            yield Built(skipped=f"{record.where}: {evaluation.error}")
            continue
        facts = Facts.of(evaluation.closing.signals, evaluation.languages)
        openings = judge.openings(record.conversation, facts)
        nonces = {opening.exchange.key: opening.exchange.nonce for opening in openings}
        yield Built(tuple(map(line, openings)), Asked(record.conversation, record.where, nonces))
