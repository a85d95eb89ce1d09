"""The data files that come along or are the user's own: rubric, languages, prompt."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from evaluator.doctor.check import Check, ok, problem, warning
from evaluator.errors import ClosureError, DataFileError
from evaluator.judge.prompt import prefix
from evaluator.judge.template import load_template
from evaluator.judge.tokens import estimate
from evaluator.languageid import table
from evaluator.packs.pack import load_pack, pack_files
from evaluator.rubric import load_rubric

if TYPE_CHECKING:
    from evaluator.settings import Settings

RUBRIC, LANGUAGES, DETECTION, PROMPT = "rubric", "languages", "detection", "prompt"
_BY_CHAT = "chat"
# A chat of a few dozen turns; below that most would be cut.
_A_CHAT = 3000


def rubric(settings: Settings) -> Check:
    """Load the rubric."""
    try:
        loaded = load_rubric(settings.rubric)
    except ClosureError as error:
        return problem(RUBRIC, error, "closure rubric validate FILE checks it")
    return ok(RUBRIC, f"{loaded.id} {loaded.version}, {len(loaded.criteria)} criteria")


def languages(settings: Settings) -> Check:
    """Load every language pack, and the one that reasons are given in."""
    folder = settings.languages_dir
    try:
        packs = [load_pack(code, folder)[0] for code in sorted(pack_files(folder))]
        if settings.reasons_in != _BY_CHAT:
            load_pack(settings.reasons_in, folder)
    except ClosureError as error:
        return problem(LANGUAGES, error, "closure rubric validate FILE checks a pack")
    found = ", ".join(f"{pack.code} {pack.version}" for pack in packs)
    if folder and not folder.is_dir():
        return warning(LANGUAGES, f"{found}; {folder} is no folder", "correct languages_dir")
    return ok(LANGUAGES, found)


def detection() -> Check:
    """Load the table that languages are told by."""
    try:
        loaded = table.load()
    except (OSError, EOFError, ValueError, LookupError, zlib.error) as error:
        what = f"cannot be read: {error}"
        mistake = DataFileError("the table of languages", None, None, what)
        return problem(DETECTION, mistake, "install closure-evaluator again: its files are damaged")
    return ok(DETECTION, f"{len(loaded.languages)} languages, {len(loaded.words.index):,} words")


def prompt(settings: Settings) -> Check:
    """Load the judge's prompt and fill in the rubric; count what it takes of the context."""
    try:
        template = load_template()
        tokens = estimate(prefix(load_rubric(settings.rubric), settings.reasons_in, template))
    except ClosureError as error:
        return problem(PROMPT, error)
    found = f"{template.id} {template.version}, about {tokens:,} tokens before the chat"
    if settings.context_tokens is None:
        return ok(PROMPT, found)
    left = settings.context_tokens - settings.answer_tokens - tokens
    found = f"{found}; context_tokens leaves {max(left, 0):,} for it"
    if left >= _A_CHAT:
        return ok(PROMPT, found)
    return warning(
        PROMPT, found, "longer chats are cut: lower answer_tokens, or use a model with more context"
    )
