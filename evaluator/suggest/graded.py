"""A proposal, graded before it is shown: one that the rules do not find better is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from evaluator.models import Change, Conversation, Evaluation, Rewrite
from evaluator.suggest.compose import Draft
from evaluator.suggest.facts import placeholders


def graded(
    draft: Draft,
    before: Evaluation,
    grade: Callable[[Conversation], Evaluation],
    by: Literal["template", "model"] = "template",
) -> Rewrite | None:
    """The draft with what it gains over `before`, an evaluation by rules; None if it does not gain."""
    after = grade(draft.conversation)
    if before.score is None or after.score is None or after.score <= before.score:
        return None
    levels = {judgement.criterion: judgement.level for judgement in before.judgements}
    changes = tuple(
        Change(criterion=new.criterion, before=levels[new.criterion], after=new.level)
        for new in after.judgements
        if levels[new.criterion] is not new.level
    )
    return Rewrite(
        messages=draft.messages,
        formality=draft.formality,
        before=before.score,
        after=after.score,
        changes=changes,
        placeholders=placeholders(draft.messages),
        by=by,
    )
