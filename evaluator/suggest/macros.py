"""A team's canned closing texts: what each does, what is wrong with it, and a better one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from evaluator.language import detect, foreign_sentences
from evaluator.marked import MarkedTurn
from evaluator.models import Conversation, Level, Role, Turn
from evaluator.packs.pack import Templates, load_pack, pack_files
from evaluator.packs.said import Said
from evaluator.packs.text import fold
from evaluator.ruled import RuleGrader
from evaluator.suggest.formality import formality
from evaluator.suggest.kept import PARTING, UNKIND, own_sentences

# What a canned text can do by itself; the rest depends on the chat.
CRITERIA = ("thanks", "further_help", "feedback", "farewell", "tone", "clarity", "language", "last_word")
_ROBOTIC = ("stiff", "overdone", "apology_formula")
_OPEN = re.compile(
    r"\{\{[^{}\n]{1,60}\}\}|\{[^{}\n]{1,60}\}|\[[A-ZÀ-Ž][^\[\]\n]{0,40}\]|<[a-zA-Z][^<>\n]{0,40}>|%[a-zA-Z_]{2,40}%?|_{3,}|\bX{3,}\b"
)
_SAME_LETTERS = re.compile(r"[\W_]+")


class Macro(NamedTuple):
    """A canned text; `where` is ``file:line`` or ``file#n``. Without a language it is found from the words."""

    where: str
    title: str
    text: str
    language: str | None = None


class Review(NamedTuple):
    """What a macro does (levels by criterion), the share of their weight in 0–100, what is wrong, and a better one.

    `why` says why there are no levels; then the rest is empty.
    """

    macro: Macro
    language: str | None
    score: float | None
    levels: Mapping[str, Level]
    remarks: tuple[str, ...]
    better: tuple[str, ...] = ()
    why: str | None = None


def review(macros: Sequence[Macro], rules: RuleGrader) -> Iterator[Review]:
    """Review every macro by the rules, in order."""
    same: dict[str, list[Macro]] = {}
    for macro in macros:
        # Of a text without letters, such as an emoji, all of it counts.
        key = _SAME_LETTERS.sub(" ", fold(macro.text)).strip() or macro.text
        same.setdefault(key or macro.where, []).append(macro)
    twins = {macro.where: [m for m in group if m is not macro] for group in same.values() for macro in group}
    for macro in macros:
        yield _review(macro, twins[macro.where], rules)


def _review(macro: Macro, twins: Sequence[Macro], rules: RuleGrader) -> Review:
    if not macro.text:
        return Review(macro, macro.language, None, {}, (), why="has no text")
    found = detect(Conversation(id="", turns=(Turn(role=Role.AGENT, text=macro.text),))).agent
    language = macro.language or found
    matcher = rules.matcher(language) if language else None
    templates = load_pack(language, rules.languages_dir)[0].rewrite if language and matcher else None
    if language is None or matcher is None or templates is None:
        known = ", ".join(sorted(pack_files(rules.languages_dir)))
        why = (
            f"no language pack for {language}; there are {known}"
            if language
            else "the language cannot be told"
        )
        return Review(macro, language, None, {}, (), why=why)
    said = Said(macro.text, *matcher.find(macro.text, "agent"))
    levels = _levels(macro, language, templates, rules)
    remarks = (*_remarks(said, language, found), *(_twin(twin, language) for twin in twins))
    better = _better(_kept(said, language), said, levels, templates)
    return Review(macro, language, _score(levels, rules), levels, remarks, better)


def _levels(macro: Macro, language: str, templates: Templates, rules: RuleGrader) -> dict[str, Level]:
    """Grade it as the last word to a customer who said something plain."""
    plain = next(iter(templates.fills.values()))
    turns = (
        Turn(role=Role.AGENT, text=templates.formal.check),
        Turn(role=Role.CUSTOMER, text=plain),
        Turn(role=Role.AGENT, text=macro.text),
    )
    judged = rules.grade(Conversation(id=macro.title, turns=turns, language=language)).evaluation.judgements
    return {judgement.criterion: judgement.level for judgement in judged if judgement.criterion in CRITERIA}


def _score(levels: Mapping[str, Level], rules: RuleGrader) -> float | None:
    scale = rules.rubric.scale
    values = {Level.MET: scale.met, Level.PARTIAL: scale.partial, Level.MISSED: scale.missed}
    weights = {c.id: c.weight for c in rules.rubric.criteria if levels.get(c.id) in values}
    if not weights:
        return None
    return round(100 * sum(w * values[levels[c]] for c, w in weights.items()) / sum(weights.values()), 1)


def _remarks(said: Said, language: str, found: str | None) -> Iterator[str]:
    for number, moves in enumerate(said.moves_of):
        if robotic := [move for move in _ROBOTIC if move in moves]:
            start, end = said.span(number)
            yield f"robotic ({robotic[0]}): “{said.text[start:end]}”"
    if found not in (None, language) and {found, language} != {"tl", "en"}:
        yield f"is in {found}, not in {language}"
    else:
        for start, end, other in foreign_sentences(said.text, language):
            yield f"a sentence in {other}: “{said.text[start:end]}”"
    for place in dict.fromkeys(_OPEN.findall(said.text)):
        yield f"left to fill in: {place}"
    if {"offer", "farewell"} <= said.moves:
        yield "asks and says goodbye in one breath: send it in two messages"


def _twin(twin: Macro, language: str) -> str:
    other = f" ({twin.language})" if twin.language and twin.language != language else ""
    return f"the same text as “{twin.title}”{other}"


def _kept(said: Said, language: str) -> list[tuple[str, frozenset[str]]]:
    """The sentences in the language of the text that are not unkind or robotic, with their moves."""
    turn = MarkedTurn(0, "agent", Turn(role=Role.AGENT, text=said.text), said, said.moves)
    sentences = ((text, said.moves_of[number]) for _, number, text in own_sentences([turn], language))
    return [(text, moves) for text, moves in sentences if moves.isdisjoint(UNKIND.union(_ROBOTIC))]


def _better(
    kept: list[tuple[str, frozenset[str]]], said: Said, levels: Mapping[str, Level], templates: Templates
) -> tuple[str, ...]:
    """The text's own sentences, and what it lacks, in two messages; nothing where nothing is lacking."""
    if all(level in (Level.MET, Level.NA, Level.UNSCORED) for level in levels.values()):
        return ()
    pieces = getattr(templates, formality([hit.move for hit in said.hits])).model_dump()

    def own_or_piece(piece: str, *moves: str) -> list[str]:
        own = [text for text, made in kept if not made.isdisjoint(moves)]
        return own[:1] or [pieces[piece]]

    matter = [text for text, made in kept if not made & PARTING]
    parting = [
        *own_or_piece("thanks", "thanks"),
        *own_or_piece("feedback", "feedback_ask"),
        *own_or_piece("farewell", "farewell", "wish"),
    ]
    return (
        " ".join([*matter, *own_or_piece("further_help", "offer")]),
        " ".join(dict.fromkeys(parting)),
    )
