"""The one way in: a conversation goes through the stages and comes out as an evaluation."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

from evaluator import combining
from evaluator.closing import Ending
from evaluator.endpoint.failure import FATAL, Failure
from evaluator.errors import UsageError
from evaluator.injection import suspicions
from evaluator.judge.judge import Judge
from evaluator.judge.prompt import Facts
from evaluator.judge.setup import make_judge
from evaluator.language import Detected, detect, known_words
from evaluator.marking import mark
from evaluator.models import (
    Conversation,
    Evaluation,
    Judgement,
    Languages,
    Level,
    Provenance,
    Review,
    Rewrite,
    Role,
    Status,
    Suggestions,
    Tip,
)
from evaluator.packs.matcher import Matcher
from evaluator.packs.pack import Pack, load_pack, pack_files
from evaluator.review import suspected
from evaluator.rewrite import propose
from evaluator.rubric import Rubric, load_rubric
from evaluator.rules.grader import grade
from evaluator.scoring import score
from evaluator.version import __version__

if TYPE_CHECKING:
    from evaluator.settings import Settings

IN_CHAT_LANGUAGE = "chat"
OnFailure = Literal["fallback", "error"]


class Evaluator:
    """Grades conversations by one rubric. Safe to share between tasks and threads: it keeps no state of a chat.

    Args:
        rubric: a loaded rubric, the path of one, or None for the shipped ``closure``.
        languages_dir: a folder of language packs that replace or add to the shipped ones.
        reasons_in: language of reasons and tips: a pack's code, or ``chat`` for that of the chat.
        suggest: propose a better closing from the pack's templates, where that raises the score.
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
        suggest: bool = False,
        judge: Judge | None = None,
        on_failure: OnFailure = "fallback",
    ) -> None:
        if languages_dir is not None and not languages_dir.is_dir():
            raise UsageError(f"{languages_dir}: there is no such folder of language packs")
        self.rubric = rubric if isinstance(rubric, Rubric) else load_rubric(rubric)
        self._languages_dir = languages_dir
        self._reasons_in = reasons_in
        self._suggest = suggest
        self.judge = judge
        self._on_failure = on_failure
        if reasons_in != IN_CHAT_LANGUAGE:
            load_pack(reasons_in, languages_dir)

    @classmethod
    def from_settings(cls, settings: Settings, *, suggest: bool = False) -> Evaluator:
        """Return the evaluator that the settings describe; with a judge if they name a model and are not offline."""
        rubric = load_rubric(settings.rubric)
        return cls(
            rubric=rubric,
            languages_dir=settings.languages_dir,
            reasons_in=settings.reasons_in,
            suggest=suggest,
            judge=make_judge(settings, rubric),
            on_failure=settings.on_failure,
        )

    async def evaluate(self, conversation: Conversation) -> Evaluation:
        """Grade one conversation. What cannot be graded comes back as a status with its reason, never as a score.

        Raises `Failure` only for what would make every other chat fail as well: a wrong key, an unknown model, an
        address that is no API.
        """
        by_rules = self._evaluate(conversation, suggest=self._suggest)
        if reasons := tuple(suspected(suspicions(conversation))):
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
        tips = _tips(combining.judgements(by_rules, judged), self._texts(_pack_code(by_rules)))
        return combining.graded(by_rules, judged, self.judge, self.rubric, tips)

    async def close(self) -> None:
        """Let go of connections and files. An evaluator without a judge has none."""
        if self.judge is not None:
            await self.judge.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def _evaluate(self, conversation: Conversation, *, suggest: bool) -> Evaluation:
        missing = _not_gradable(conversation)
        if missing:
            return self._without_score(conversation, missing)
        detected = detect(conversation)
        codes = self._pack_codes(detected)
        if isinstance(codes, str):
            return self._without_score(conversation, codes, detected)
        ending = Ending(mark(conversation, codes, self._matcher))
        languages = detected.from_turn(ending.start)
        evaluation = self._graded(conversation, ending, languages, codes)
        return self._with_rewrite(conversation, ending, evaluation) if suggest else evaluation

    def _with_rewrite(self, conversation: Conversation, ending: Ending, evaluation: Evaluation) -> Evaluation:
        """The evaluation with a proposal for a better closing, if the rules agree that it is one."""
        templates = load_pack(_pack_code(evaluation), self._languages_dir)[0].rewrite
        if templates is None or evaluation.outcome is None or evaluation.score is None:
            return evaluation
        levels = {j.criterion: j.level for j in evaluation.judgements}
        proposal = propose(conversation, ending, evaluation.outcome, levels, templates)
        if proposal is None:
            return evaluation
        after = self._evaluate(proposal.conversation, suggest=False).score or 0.0
        if after <= evaluation.score:
            return evaluation
        rewrite = Rewrite(
            messages=proposal.messages, formality=proposal.formality, before=evaluation.score, after=after
        )
        suggestions = evaluation.suggestions.model_copy(update={"rewrite": rewrite})
        return evaluation.model_copy(update={"suggestions": suggestions})

    def _graded(
        self, conversation: Conversation, ending: Ending, languages: Languages, codes: Sequence[str]
    ) -> Evaluation:
        closing = languages.closing
        code = closing if closing is not None and closing in codes else codes[-1]
        texts = self._texts(code)
        outcome, judgements = grade(ending, languages, self.rubric, texts)
        total = score(self.rubric, judgements)
        return Evaluation(
            conversation_id=conversation.id,
            agent=_agent(conversation),
            language=languages.customer or languages.closing,
            status=Status.RULES,
            outcome=outcome,
            score=total.score,
            band=total.band,
            coverage=total.coverage,
            critical=total.critical,
            judgements=judgements,
            closing=ending.closing(),
            languages=languages,
            suggestions=Suggestions(tips=_tips(judgements, texts)),
            provenance=self._provenance(code),
        )

    def _texts(self, code: str) -> Pack:
        wanted = code if self._reasons_in == IN_CHAT_LANGUAGE else self._reasons_in
        return load_pack(wanted, self._languages_dir)[0]

    def _pack_codes(self, languages: Detected) -> list[str] | str:
        """The pack to read each turn with, or why there is none."""
        packs = pack_files(self._languages_dir)
        conversation = languages.conversation
        sides = {True: languages.agent or languages.customer, False: languages.customer or languages.agent}
        declared = conversation.language if conversation.language in packs else None
        if sides[True] is None and declared is None:
            return 'the language cannot be told from the words; give it as "language"'
        main = {side: code if code in packs else declared for side, code in sides.items()}
        if main[True] is None:
            return f"no language pack for {sides[True]!r}; there are {', '.join(sorted(packs))}"
        codes = zip(conversation.turns, languages.turns, strict=True)
        return [
            code if code in packs else main[turn.is_agent_side] or str(main[True]) for turn, code in codes
        ]

    def _matcher(self, code: str) -> Matcher | None:
        return matcher(code, self._languages_dir) if code in pack_files(self._languages_dir) else None

    def _without_score(
        self, conversation: Conversation, why: str, detected: Detected | None = None
    ) -> Evaluation:
        return Evaluation(
            conversation_id=conversation.id,
            agent=_agent(conversation),
            language=detected.customer if detected else None,
            status=Status.NOT_GRADABLE,
            error=why,
            languages=detected.from_turn(0) if detected else None,
            provenance=self._provenance(None),
        )

    def _provenance(self, code: str | None) -> Provenance:
        return Provenance(
            rubric=self.rubric.id,
            rubric_version=self.rubric.version,
            rubric_sha256=self.rubric.sha256,
            language_pack=f"{code}@{load_pack(code, self._languages_dir)[0].version}" if code else None,
            package_version=__version__,
        )


def evaluate(
    conversation: Conversation,
    *,
    rubric: Rubric | str | Path | None = None,
    languages_dir: Path | None = None,
    reasons_in: str = "en",
    suggest: bool = False,
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


@lru_cache(maxsize=64)
def matcher(code: str, languages_dir: Path | None = None) -> Matcher:
    """The matcher of a language's pack, knowing the language's common words."""
    return Matcher(load_pack(code, languages_dir)[1], known_words(code))


def _not_gradable(conversation: Conversation) -> str | None:
    roles = {turn.role for turn in conversation.turns}
    if not conversation.turns:
        return "the chat has no turns"
    if not roles & {Role.AGENT, Role.BOT}:
        return "no agent turn: nobody to grade"
    if Role.CUSTOMER not in roles:
        return "no customer turn: nobody to end a chat with"
    return None


def _agent(conversation: Conversation) -> str | None:
    if conversation.agent:
        return conversation.agent
    names = [t.name for t in conversation.turns if t.role is Role.AGENT and t.name]
    return names[-1] if names else None


def _pack_code(evaluation: Evaluation) -> str:
    """The pack that a graded chat's closing was read with."""
    return str(evaluation.provenance and evaluation.provenance.language_pack).partition("@")[0]


def _tips(judgements: Sequence[Judgement], texts: Pack) -> tuple[Tip, ...]:
    return tuple(
        Tip(criterion=j.criterion, text=texts.tips[j.criterion])
        for j in judgements
        if j.level in (Level.PARTIAL, Level.MISSED) and j.criterion in texts.tips
    )
