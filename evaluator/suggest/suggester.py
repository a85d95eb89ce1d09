"""Proposes a better closing for chats that want one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from evaluator.closing import Ending
from evaluator.endpoint.spent import NOTHING, Spent
from evaluator.models import Conversation, Evaluation, Level, Rewrite, Status, Suggestions, Usage
from evaluator.packs.matcher import Matcher
from evaluator.packs.pack import Templates, load_pack, pack_files
from evaluator.ruled import IN_CHAT_LANGUAGE, Ruled, RuleGrader
from evaluator.suggest.compose import Draft, compose, cut, drafted
from evaluator.suggest.facts import faults
from evaluator.suggest.formality import manner
from evaluator.suggest.graded import graded
from evaluator.suggest.rewriter import Rewriter, Wish
from evaluator.suggest.stated import Fault

# Never, always, or for chats that score less.
Wanted = bool | float


class Suggested(NamedTuple):
    """A proposal, if there is one that gains; the model's tips by criterion, and what asking it has cost."""

    rewrite: Rewrite | None
    spent: Spent = NOTHING
    tips: Mapping[str, str] = MappingProxyType({})


class _Case(NamedTuple):
    conversation: Conversation
    ending: Ending
    by_rules: Evaluation
    evaluation: Evaluation
    language: str
    templates: Templates
    matcher: Matcher


@dataclass(frozen=True)
class Suggester:
    """Proposes closings; `wanted` says for which chats. With a `rewriter` its closings come first."""

    rules: RuleGrader
    wanted: Wanted = False
    rewriter: Rewriter | None = None

    def is_due(self, evaluation: Evaluation) -> bool:
        """Whether a proposal is wanted for a chat that was graded so."""
        if evaluation.score is None or isinstance(self.wanted, bool):
            return self.wanted is True and evaluation.score is not None
        return evaluation.score < self.wanted

    async def suggest(self, conversation: Conversation, ruled: Ruled, evaluation: Evaluation) -> Suggested:
        """Propose a closing: the model's if it is true, in the right language and a gain, else the template's."""
        case = self._case(conversation, ruled, evaluation)
        if case is None:
            return Suggested(None)
        written = Suggested(None)
        # Where the model did not grade, it would not write either.
        if self.rewriter is not None and evaluation.status is Status.GRADED:
            written = await self._by_model(case, self.rewriter)
        return written if written.rewrite else written._replace(rewrite=self._by_template(case))

    def _case(self, conversation: Conversation, ruled: Ruled, evaluation: Evaluation) -> _Case | None:
        """What is needed for a proposal. It is in the customer's language, whatever the closing was written in."""
        customer = evaluation.languages.customer if evaluation.languages else None
        language = customer if customer in pack_files(self.rules.languages_dir) else ruled.code
        matcher = self.rules.matcher(language)
        if ruled.ending is None or not ruled.ending.agent or matcher is None or evaluation.outcome is None:
            return None
        templates = load_pack(language, self.rules.languages_dir)[0].rewrite
        if templates is None:
            return None
        return _Case(conversation, ruled.ending, ruled.evaluation, evaluation, language, templates, matcher)

    def _by_template(self, case: _Case) -> Rewrite | None:
        levels = {judgement.criterion: judgement.level for judgement in case.evaluation.judgements}
        outcome = case.evaluation.outcome
        if outcome is None:
            return None
        draft = compose(case.conversation, case.ending, outcome, levels, case.templates, case.language)
        if draft is None or self._faults(case, draft):
            return None
        return graded(draft, case.by_rules, self._grade)

    async def _by_model(self, case: _Case, rewriter: Rewriter) -> Suggested:
        address = manner(case.ending)
        lacking = {
            judgement.criterion: judgement.reason
            for judgement in case.evaluation.judgements
            if judgement.level in (Level.MISSED, Level.PARTIAL)
        }
        outcome = case.evaluation.outcome
        if not lacking or outcome is None:
            return Suggested(None)
        tips_in = case.language if self.rules.reasons_in == IN_CHAT_LANGUAGE else self.rules.reasons_in
        wish = Wish(cut(case.ending), outcome.value, lacking, case.language, address, tips_in)

        def draft(messages: tuple[str, ...]) -> Draft:
            return drafted(messages, address, case.conversation, case.ending, outcome, case.templates)

        written = await rewriter.write(
            case.conversation,
            wish,
            lambda messages: [f"{kind}: {what}" for kind, what in self._faults(case, draft(tuple(messages)))],
        )
        if not written.messages:
            return Suggested(None, written.spent)
        rewrite = graded(draft(written.messages), case.by_rules, self._grade, "model")
        return Suggested(rewrite, written.spent, written.tips)

    def _faults(self, case: _Case, draft: Draft) -> tuple[Fault, ...]:
        return faults(
            draft.messages, case.conversation, case.language, draft.formality, case.matcher, case.templates
        )

    def _grade(self, conversation: Conversation) -> Evaluation:
        return self.rules.grade(conversation).evaluation


def with_suggestion(evaluation: Evaluation, suggested: Suggested) -> Evaluation:
    """Return the evaluation with the proposal, and with what it has cost."""
    tips = tuple(
        tip.model_copy(update={"text": suggested.tips.get(tip.criterion, tip.text)})
        for tip in evaluation.suggestions.tips
    )
    suggestions = Suggestions(tips=tips, rewrite=suggested.rewrite)
    return evaluation.model_copy(
        update={"suggestions": suggestions, "usage": _added(evaluation.usage, suggested.spent)}
    )


def _added(usage: Usage, spent: Spent) -> Usage:
    if not spent.requests:
        return usage
    costs = [cost for cost in (usage.cost, spent.cost) if cost is not None]
    return Usage(
        requests=usage.requests + spent.requests,
        input_tokens=usage.input_tokens + spent.input_tokens,
        cached_tokens=usage.cached_tokens + spent.cached_tokens,
        output_tokens=usage.output_tokens + spent.output_tokens,
        cost=sum(costs) if costs else None,
        latency_seconds=round((usage.latency_seconds or 0.0) + spent.seconds, 3),
        cache_hit=False,
    )
