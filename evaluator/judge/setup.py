"""Makes the judge that the settings ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evaluator.endpoint.question import Model
from evaluator.judge.judge import Judge
from evaluator.rubric_model import Rubric

if TYPE_CHECKING:
    from evaluator.judge.exchange import Store
    from evaluator.settings import Settings


def make_judge(settings: Settings, rubric: Rubric) -> Judge | None:
    """Return the judge, or None where no model is named or nothing may be sent.

    Raises `UsageError` for settings that cannot work: no key, or a limit on the cost of a model without a price.
    """
    if settings.offline or not settings.models:
        return None
    return judge_with(settings, rubric, _endpoints(settings), _store(settings))


def judge_with(settings: Settings, rubric: Rubric, models: Sequence[Model], store: Store | None) -> Judge:
    """Return a judge of these models, for the rest as the settings say."""
    return Judge(
        rubric=rubric,
        models=models,
        votes=settings.votes,
        seed=settings.seed,
        reasons_in=settings.reasons_in,
        redacts=settings.redact,
        store=store,
        context_tokens=settings.context_tokens,
        answer_tokens=settings.answer_tokens,
    )


def _endpoints(settings: Settings) -> list[Model]:
    from evaluator.endpoint.budget import Budget
    from evaluator.endpoint.client import Endpoint
    from evaluator.endpoint.prices import load_prices

    prices = load_prices(settings.prices)
    budget = Budget(max_cost=settings.max_cost, max_tokens=settings.max_tokens, prices=prices)
    return [Endpoint(settings, model, budget) for model in settings.models]


def _store(settings: Settings) -> Store | None:
    if not settings.cache:
        return None
    from evaluator.cache import open_cache

    return open_cache(settings.cache_dir, settings.cache_size_mb)
