"""Proposes a better closing for chats that want one."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.models import Conversation, Evaluation, Rewrite
from evaluator.packs.pack import load_pack, pack_files
from evaluator.ruled import Ruled, RuleGrader
from evaluator.suggest.compose import compose
from evaluator.suggest.facts import faults
from evaluator.suggest.graded import graded

# Never, always, or for chats that score less.
Wanted = bool | float


@dataclass(frozen=True)
class Suggester:
    """Proposes closings; `wanted` says for which chats: all (True), none (False), or those below a score."""

    rules: RuleGrader
    wanted: Wanted = False

    def is_due(self, evaluation: Evaluation) -> bool:
        """Whether a proposal is wanted for a chat that was graded so."""
        if evaluation.score is None or isinstance(self.wanted, bool):
            return self.wanted is True and evaluation.score is not None
        return evaluation.score < self.wanted

    def by_template(self, conversation: Conversation, ruled: Ruled, evaluation: Evaluation) -> Rewrite | None:
        """The proposal that the language pack makes of the agent's own words, if it is true and a gain."""
        code = self._language(evaluation, ruled)
        templates = load_pack(code, self.rules.languages_dir)[0].rewrite if code else None
        matcher = self.rules.matcher(code)
        if templates is None or matcher is None or ruled.ending is None or evaluation.outcome is None:
            return None
        levels = {judgement.criterion: judgement.level for judgement in evaluation.judgements}
        draft = compose(conversation, ruled.ending, evaluation.outcome, levels, templates, code)
        if draft is None or faults(draft.messages, conversation, code, draft.formality, matcher):
            return None
        return graded(draft, ruled.evaluation, lambda chat: self.rules.grade(chat).evaluation)

    def _language(self, evaluation: Evaluation, ruled: Ruled) -> str:
        """The customer's language if there is a pack of it, whatever the closing was written in."""
        customer = evaluation.languages.customer if evaluation.languages else None
        return customer if customer in pack_files(self.rules.languages_dir) else ruled.code
