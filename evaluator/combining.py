"""Puts what the model said into what the rules found, or says why it said nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evaluator.endpoint.failure import Failure
from evaluator.endpoint.spent import Spent
from evaluator.judge.judge import Judge
from evaluator.judge.judged import Judged
from evaluator.models import Evaluation, Judgement, Provenance, Review, Status, Suggestions, Tip, Usage
from evaluator.review import gaps
from evaluator.rubric import Rubric
from evaluator.scoring import score


def judgements(by_rules: Evaluation, judged: Judged) -> tuple[Judgement, ...]:
    """The model's verdicts; where it is not asked, as about times, those of the rules."""
    return tuple(judged.judgements.get(j.criterion, j) for j in by_rules.judgements)


def graded(
    by_rules: Evaluation, judged: Judged, judge: Judge, rubric: Rubric, tips: tuple[Tip, ...]
) -> Evaluation:
    """The evaluation by the model, checked against that of the rules."""
    verdicts = judgements(by_rules, judged)
    total = score(rubric, verdicts)
    doubts = (*by_rules.review.reasons, *judged.doubts, *gaps(judged.judgements, by_rules.judgements))
    suggestions = Suggestions(tips=tips, rewrite=by_rules.suggestions.rewrite)
    fingerprint = judged.ballots[0].fingerprint
    changes: Mapping[str, Any] = {
        "status": Status.GRADED,
        "outcome": judged.outcome,
        "score": total.score,
        "band": total.band,
        "coverage": total.coverage,
        "critical": total.critical,
        "judgements": verdicts,
        "suggestions": suggestions,
        "review": Review.of(doubts),
        "provenance": _provenance(by_rules.provenance, judge, fingerprint),
        "sent": judged.sent,
        "usage": _usage(judged.spent, cache_hit=judged.is_recalled),
    }
    return by_rules.model_copy(update=changes)


def fallen_back(by_rules: Evaluation, failure: Failure, judge: Judge) -> Evaluation:
    """The evaluation by rules, marked as what it is; with what trying the model has cost."""
    changes = {
        "status": Status.FALLBACK,
        "error": f"{failure.kind}: {failure}",
        "provenance": _provenance(by_rules.provenance, judge, None),
        "usage": _usage(failure.spent),
    }
    return by_rules.model_copy(update=changes)


def failed(by_rules: Evaluation, failure: Failure, judge: Judge) -> Evaluation:
    """An evaluation without a score, for who would rather have none than that of the rules."""
    return Evaluation(
        conversation_id=by_rules.conversation_id,
        agent=by_rules.agent,
        language=by_rules.language,
        status=Status.ERROR,
        error=f"{failure.kind}: {failure}",
        languages=by_rules.languages,
        review=by_rules.review,
        provenance=_provenance(by_rules.provenance, judge, None),
        usage=_usage(failure.spent),
    )


def _usage(spent: Spent, *, cache_hit: bool = False) -> Usage:
    return Usage(
        requests=spent.requests,
        input_tokens=spent.input_tokens,
        cached_tokens=spent.cached_tokens,
        output_tokens=spent.output_tokens,
        cost=spent.cost,
        latency_seconds=round(spent.seconds, 3) if spent.requests else None,
        cache_hit=cache_hit,
    )


def _provenance(rules: Provenance | None, judge: Judge, fingerprint: str | None) -> Provenance | None:
    if rules is None:
        return None
    changes = {
        "prompt": judge.template.id,
        "prompt_version": judge.template.version,
        "prompt_sha256": judge.template.sha256,
        "model": ", ".join(model.name for model in judge.models),
        "endpoint": ", ".join(dict.fromkeys(model.host for model in judge.models)),
        "seed": judge.seed,
        "system_fingerprint": fingerprint,
    }
    return rules.model_copy(update=changes)
