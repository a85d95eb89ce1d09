"""Grades an ending by rules: the outcome, and a judgement for every criterion of the rubric."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from evaluator.closing import Ending
from evaluator.models import Judgement, Languages, Level, Outcome
from evaluator.packs.pack import Pack, english
from evaluator.rubric import Criterion, Rubric
from evaluator.rules import ahead, courtesy, manner, recap, resources, settling, timing
from evaluator.rules.farewell import farewell
from evaluator.rules.honesty import honesty
from evaluator.rules.language import language
from evaluator.rules.personal import personal
from evaluator.rules.verdict import UNSCORED, Verdict
from evaluator.rules.weighed import Weighed

_Rule = Callable[[Ending, Outcome], Verdict]

RULES: Mapping[str, _Rule] = {
    "resolution": settling.resolution,
    "recap": recap.recap,
    "next_steps": ahead.next_steps,
    "handover": ahead.handover,
    "honesty": honesty,
    "thanks": courtesy.thanks,
    "further_help": courtesy.further_help,
    "feedback": courtesy.feedback,
    "farewell": farewell,
    "personal": personal,
    "empathy": manner.empathy,
    "clarity": manner.clarity,
    "last_word": timing.last_word,
    "pace": timing.pace,
    "resources": resources.resources,
}


class RulesGrade(NamedTuple):
    """What the rules say of one chat. Judgements stand in the rubric's order."""

    outcome: Outcome
    judgements: tuple[Judgement, ...]


def grade(ending: Ending, languages: Languages, rubric: Rubric, texts: Pack) -> RulesGrade:
    """Judge every criterion; those that the rules do not know are `unscored`. `texts` gives the reasons' language."""
    verdicts = _Verdicts(ending, languages)
    judgements = tuple(_judgement(c.id, _allowed(c, verdicts[c.id]), texts) for c in rubric.criteria)
    return RulesGrade(verdicts.outcome, judgements)


class _Verdicts(dict[str, Verdict]):
    """The verdict on each criterion, worked out when first asked for: some rest on others."""

    def __init__(self, ending: Ending, languages: Languages) -> None:
        super().__init__()
        self._weighed = Weighed(ending)
        self.outcome = self._weighed.outcome
        self._ending = ending
        self._languages = languages

    def __missing__(self, criterion: str) -> Verdict:
        self[criterion] = found = self._work_out(criterion)
        return found

    def _work_out(self, criterion: str) -> Verdict:
        match criterion:
            case "language":
                return language(self._ending, self._languages)
            case "tone":
                return manner.tone(self._ending, self.outcome, self.__getitem__)
        rule = RULES.get(criterion)
        if rule is None:
            return UNSCORED
        return self._weighed.verdict(criterion, rule(self._ending, self.outcome))


def _allowed(criterion: Criterion, verdict: Verdict) -> Verdict:
    """The verdict, unless the rubric leaves the criterion to another grader or does not use the level."""
    return verdict if verdict.level in criterion.by_rules else UNSCORED


def _judgement(criterion: str, verdict: Verdict, texts: Pack) -> Judgement:
    key = f"{criterion}.{verdict.case}" if verdict.case else "unscored"
    reason = texts.reasons.get(key) or english().reasons[key]
    if not verdict.evidence:
        return _unproven(criterion, verdict.level, reason)
    return Judgement(
        criterion=criterion,
        level=verdict.level,
        reason=reason,
        evidence=verdict.evidence,
        graded_by=_grader(criterion),
    )


# Half of all judgements quote nothing, and are the same in many chats.
@lru_cache(maxsize=1024)
def _unproven(criterion: str, level: Level, reason: str) -> Judgement:
    return Judgement(criterion=criterion, level=level, reason=reason, graded_by=_grader(criterion))


def _grader(criterion: str) -> Literal["rules", "facts"]:
    return "facts" if criterion == "pace" else "rules"
