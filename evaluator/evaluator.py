"""The one way in: a conversation goes through the stages and comes out as an evaluation."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from evaluator import combining
from evaluator.endpoint.failure import FATAL, Failure
from evaluator.errors import UsageError
from evaluator.judge.judge import Judge
from evaluator.judge.prompt import Facts
from evaluator.judge.setup import make_judge
from evaluator.models import Conversation, Evaluation, Review
from evaluator.packs.pack import load_pack
from evaluator.review import suspected
from evaluator.rubric import Rubric, load_rubric
from evaluator.ruled import IN_CHAT_LANGUAGE, Ruled, RuleGrader, tips
from evaluator.suggest.rewriter import Rewriter
from evaluator.suggest.suggester import Suggester, Wanted, with_suggestion

if TYPE_CHECKING:
    from evaluator.settings import Settings

OnFailure = Literal["fallback", "error"]


class Evaluator:
    """Grades conversations by one rubric. Safe to share between tasks and threads: it keeps no state of a chat.

    Args:
        rubric: a loaded rubric, the path of one, or None for the shipped ``closure``.
        languages_dir: a folder of language packs that replace or add to the shipped ones.
        reasons_in: language of reasons and tips: a pack's code, or ``chat`` for that of the chat.
        suggest: propose a better closing: always, never, or for chats that score less than a number.
        judge: a language model (or several) to grade with; without one the rules grade. It must have the same
            rubric. The rules then check what it says, and stand in where it fails.
        on_failure: what becomes of a chat that the judge cannot grade: ``fallback`` to the rules' evaluation,
            marked as such, or an ``error``.

    Raises:
        DataFileError: a rubric or pack has a mistake.
        UsageError: `reasons_in` names no pack, or `languages_dir` no folder.

    """

    def __init__(
        self,
        *,
        rubric: Rubric | str | Path | None = None,
        languages_dir: Path | None = None,
        reasons_in: str = "en",
        suggest: Wanted = False,
        judge: Judge | None = None,
        on_failure: OnFailure = "fallback",
    ) -> None:
        if languages_dir is not None and not languages_dir.is_dir():
            raise UsageError(f"{languages_dir}: there is no such folder of language packs")
        self.rubric = rubric if isinstance(rubric, Rubric) else load_rubric(rubric)
        self._rules = RuleGrader(self.rubric, languages_dir, reasons_in)
        self.judge = judge
        rewriter = Rewriter(judge.models[0], judge.store, judge.redacts) if judge else None
        self._suggester = Suggester(self._rules, suggest, rewriter)
        self._on_failure = on_failure
        if reasons_in != IN_CHAT_LANGUAGE:
            load_pack(reasons_in, languages_dir)

    @classmethod
    def from_settings(cls, settings: Settings, *, suggest: Wanted | None = None) -> Evaluator:
        """Return the evaluator that the settings describe; with a judge if they name a model and are not offline.

        A `suggest` that is given comes before that of the settings.
        """
        rubric = load_rubric(settings.rubric)
        return cls(
            rubric=rubric,
            languages_dir=settings.languages_dir,
            reasons_in=settings.reasons_in,
            suggest=settings.suggestions() if suggest is None else suggest,
            judge=make_judge(settings, rubric),
            on_failure=settings.on_failure,
        )

    async def evaluate(self, conversation: Conversation) -> Evaluation:
        """Grade one conversation. What cannot be graded comes back as a status with its reason, never as a score.

        Raises `Failure` only for what would make every other chat fail as well: a wrong key, an unknown model, an
        address that is no API.
        """
        ruled = self._rules.grade(conversation)
        evaluation = await self._judged(conversation, ruled)
        if not self._suggester.is_due(evaluation):
            return evaluation
        return with_suggestion(evaluation, await self._suggester.suggest(conversation, ruled, evaluation))

    async def _judged(self, conversation: Conversation, ruled: Ruled) -> Evaluation:
        """The judge's evaluation where there is a judge, else that of the rules."""
        by_rules = ruled.evaluation
        if reasons := tuple(suspected(ruled.suspicions)):
            by_rules = by_rules.model_copy(update={"review": Review.of(reasons)})
        if self.judge is None or by_rules.closing is None or by_rules.languages is None:
            return by_rules
        try:
            judged = await self.judge.judge(
                conversation, Facts.of(by_rules.closing.signals, by_rules.languages)
            )
        except Failure as failure:
            if failure.kind in FATAL:
                raise
            stand_in = combining.fallen_back if self._on_failure == "fallback" else combining.failed
            return stand_in(by_rules, failure, self.judge)
        advice = tips(combining.judgements(by_rules, judged), self._rules.texts(ruled.code))
        return combining.graded(by_rules, judged, self.judge, self.rubric, advice)

    async def close(self) -> None:
        """Let go of connections and files. An evaluator without a judge has none."""
        if self.judge is not None:
            await self.judge.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


def evaluate(
    conversation: Conversation,
    *,
    rubric: Rubric | str | Path | None = None,
    languages_dir: Path | None = None,
    reasons_in: str = "en",
    suggest: Wanted = False,
    judge: Judge | None = None,
    on_failure: OnFailure = "fallback",
) -> Evaluation:
    """Grade one conversation, for code that does not use asyncio; options and errors as `Evaluator` has them."""
    grader = Evaluator(
        rubric=rubric,
        languages_dir=languages_dir,
        reasons_in=reasons_in,
        suggest=suggest,
        judge=judge,
        on_failure=on_failure,
    )

    async def graded() -> Evaluation:
        async with grader:
            return await grader.evaluate(conversation)

    return asyncio.run(graded())
