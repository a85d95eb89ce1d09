"""Chats to judge, and a judge of real parts for them: all that a test says is what the endpoint does."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from pydantic import SecretStr

from evaluator import Conversation, Evaluation, Evaluator, Judgement
from evaluator.settings import Settings
from tests.chats import chat
from tests.endpoint import LocalEndpoint

KEY = "sk-tests-4f9d2c7b81"
# Turns 1 and 3 are the agent's.
LINES = (
    "C: My parcel has not arrived, can you check where it is?",
    "A: It is at the depot, you will get it tomorrow.",
    "C: great, thank you",
    "A: You're welcome. Have a lovely day, Nora!",
)
PARCEL = chat(*LINES)


def parcels(count: int) -> list[Conversation]:
    """So many chats that differ in one number."""
    first, *others = LINES
    return [
        chat(f"{first} It is order {n}.", *others).model_copy(update={"id": f"{n}"}) for n in range(count)
    ]


def settings(endpoint: LocalEndpoint | str, **changes: Any) -> Settings:
    """Settings for an endpoint, or an address; impatient ones, and without a cache, unless `changes` say more."""
    base_url = endpoint if isinstance(endpoint, str) else endpoint.base_url
    impatient = {
        "models": ("m",),
        "base_url": base_url,
        "key": SecretStr(KEY),
        "timeout": 2.0,
        "cache": False,
    }
    return Settings.model_validate({**impatient, **changes})


def evaluated(
    endpoint: LocalEndpoint | str,
    chats: Iterable[Conversation] = (PARCEL,),
    *,
    at_once: bool = False,
    **changes: Any,
) -> list[Evaluation]:
    """Evaluate chats one after the other, or at once."""
    return asyncio.run(_evaluated(settings(endpoint, **changes), list(chats), at_once))


async def _evaluated(wanted: Settings, chats: list[Conversation], at_once: bool) -> list[Evaluation]:
    async with Evaluator.from_settings(wanted) as evaluator:
        if at_once:
            return list(await asyncio.gather(*(evaluator.evaluate(one) for one in chats)))
        return [await evaluator.evaluate(one) for one in chats]


def by_criterion(evaluation: Evaluation) -> dict[str, Judgement]:
    """The judgements by their criterion."""
    return {judgement.criterion: judgement for judgement in evaluation.judgements}


def levels(evaluation: Evaluation) -> dict[str, str]:
    """The levels by their criterion."""
    return {judgement.criterion: judgement.level.value for judgement in evaluation.judgements}
