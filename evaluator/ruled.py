"""Grades a conversation by rules: the stages from its words to an evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from evaluator.closing import Ending
from evaluator.injection import Suspicion, suspicions
from evaluator.language import Detected, detect, known_words
from evaluator.marking import mark
from evaluator.models import (
    Conversation,
    Evaluation,
    Judgement,
    Languages,
    Level,
    Provenance,
    Role,
    Status,
    Suggestions,
    Tip,
)
from evaluator.packs.matcher import Matcher
from evaluator.packs.pack import Pack, load_pack, pack_files
from evaluator.rubric import Rubric
from evaluator.rules.grader import grade
from evaluator.scoring import score
from evaluator.version import __version__

IN_CHAT_LANGUAGE = "chat"
_LONGEST_WORDS = 60


class Ruled(NamedTuple):
    """An evaluation by rules; the ending and the code of the pack that it was read with, if it could be graded.

    `suspicions` are the words in the chat that address the grader.
    """

    evaluation: Evaluation
    ending: Ending | None = None
    code: str = ""
    suspicions: tuple[Suspicion, ...] = ()


class _Read(NamedTuple):
    ending: Ending
    languages: Languages
    code: str


@dataclass(frozen=True)
class RuleGrader:
    """Grades by one rubric, with reasons in one language. It keeps no state of a chat."""

    rubric: Rubric
    languages_dir: Path | None = None
    reasons_in: str = "en"

    def grade(self, conversation: Conversation) -> Ruled:
        """Grade one conversation. What cannot be graded is a status with its reason."""
        found = suspicions(conversation)
        read = self._read(conversation, found)
        if isinstance(read, Evaluation):
            return Ruled(read, suspicions=found)
        ending, languages, code = read
        return Ruled(self._graded(conversation, ending, languages, code), ending, code, found)

    def ending(self, conversation: Conversation) -> Ending | None:
        """The ending that the rules judge, without a judgement; None where the conversation cannot be graded."""
        read = self._read(conversation, suspicions(conversation))
        return None if isinstance(read, Evaluation) else read.ending

    def _read(self, conversation: Conversation, found: tuple[Suspicion, ...]) -> _Read | Evaluation:
        missing = _not_gradable(conversation)
        if missing:
            return self._without_score(conversation, missing)
        detected = detect(conversation)
        codes = self._pack_codes(detected)
        if isinstance(codes, str):
            return self._without_score(conversation, codes, detected)
        ending = Ending(mark(conversation, codes, self.matcher, found))
        languages = detected.from_turn(ending.start)
        return _Read(ending, languages, languages.closing if languages.closing in codes else codes[-1])

    def _graded(
        self, conversation: Conversation, ending: Ending, languages: Languages, code: str
    ) -> Evaluation:
        texts = self.texts(code)
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
            suggestions=Suggestions(tips=tips(judgements, texts)),
            provenance=self._provenance(code),
        )

    def texts(self, code: str) -> Pack:
        """The pack that reasons and tips are taken from, for a chat read with the pack of `code`."""
        wanted = code if self.reasons_in == IN_CHAT_LANGUAGE else self.reasons_in
        return load_pack(wanted, self.languages_dir)[0]

    def _pack_codes(self, languages: Detected) -> list[str] | str:
        """The pack to read each turn with, or why there is none."""
        packs = pack_files(self.languages_dir)
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

    def matcher(self, code: str) -> Matcher | None:
        """What finds the moves of a language, if there is a pack of it."""
        return matcher(code, self.languages_dir) if code in pack_files(self.languages_dir) else None

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
            language_pack=f"{code}@{load_pack(code, self.languages_dir)[0].version}" if code else None,
            package_version=__version__,
        )


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


def tips(judgements: Sequence[Judgement], texts: Pack) -> tuple[Tip, ...]:
    """The pack's tip for every criterion that is not met, behind the words that the verdict rests on."""
    return tuple(
        Tip(criterion=j.criterion, text=_at_words(j, texts.tips[j.criterion]))
        for j in judgements
        if j.level in (Level.PARTIAL, Level.MISSED) and j.criterion in texts.tips
    )


def _at_words(judgement: Judgement, tip: str) -> str:
    if not judgement.evidence:
        return tip
    words = " ".join(judgement.evidence[-1].quote.split())
    shown = words if len(words) <= _LONGEST_WORDS else words[: _LONGEST_WORDS - 1].rstrip() + "…"
    return f"“{shown}” – {tip}"
