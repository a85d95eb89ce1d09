"""What is sent to the model: a prefix that is the same for every chat, and the chat as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from evaluator.judge.asked import ByContent, asked
from evaluator.judge.template import Template, load_template
from evaluator.judge.tokens import estimate
from evaluator.judge.trim import LONGEST_NAME, as_json, fit
from evaluator.models import Conversation, Languages, Role, Signals
from evaluator.rubric_model import Criterion, OutcomeMeaning, Rubric


@dataclass(frozen=True, slots=True)
class Facts:
    """What code knows about a chat and tells the model. What is None is unknown."""

    customer_language: str | None = None
    closing_language: str | None = None
    last_speaker: Role | None = None
    silence_seconds: float | None = None
    duration_seconds: float | None = None

    @classmethod
    def of(cls, signals: Signals, languages: Languages) -> Facts:
        """The facts among what the other stages found."""
        return cls(
            customer_language=languages.customer,
            closing_language=languages.closing,
            last_speaker=signals.last_speaker,
            silence_seconds=signals.silence_seconds,
            duration_seconds=signals.duration_seconds,
        )


@dataclass(frozen=True, slots=True)
class Prompt:
    """One request's messages; `cut` says what was left out."""

    system: str
    user: str
    cut: str | None = None


def prefix(rubric: Rubric, reasons_in: str, template: Template | None = None) -> str:
    """Return the system message: it depends on no chat, so that providers can keep it. Made once and remembered."""
    return _prefix(ByContent.of(rubric), reasons_in, template or load_template())


def render(
    rubric: Rubric,
    conversation: Conversation,
    facts: Facts,
    *,
    nonce: str,
    reasons_in: str,
    template: Template | None = None,
    budget_tokens: int | None = None,
    clean: Callable[[str], str] = str,
) -> Prompt:
    """Write the messages that ask about a chat.

    Args:
        rubric: what to judge by.
        conversation: the chat as it may leave the machine: redacted.
        facts: what is known about it.
        nonce: 4 to 6 hexadecimal digits, new for every chat, so that no text can forge a turn. The turns' ids are
            ``nonce-n``, n from 0.
        reasons_in: ``chat`` or the code of the language to write reasons in.
        template: the prompt file; the shipped one by default.
        budget_tokens: the most that the chat's message may take, by the estimate; more is cut as `trim.fit` does.
        clean: takes out of a text or name what is invisible or deceptive.

    """
    texts = [clean(turn.text) for turn in conversation.turns]
    user, cut = _message(conversation, facts, nonce, range(len(texts)), texts, clean, None), None
    if budget_tokens is not None and estimate(user) > budget_tokens:
        fitted = fit(conversation, budget_tokens, texts)
        cut = fitted.note
        user = _message(conversation, facts, nonce, fitted.kept, fitted.texts, clean, cut)
    return Prompt(prefix(rubric, reasons_in, template), user, cut)


@lru_cache(maxsize=32)
def _prefix(key: ByContent, reasons_in: str, template: Template) -> str:
    rubric = key.rubric
    criteria = asked(rubric)
    return template.fill(
        {
            "title": _line(rubric.title),
            "notes": "\n".join(_notes(rubric.notes)),
            "outcomes": "\n".join(line for outcome in rubric.outcomes for line in _outcome(outcome)),
            "criteria": "\n\n".join("\n".join(_criterion(criterion)) for criterion in criteria),
            "ids": ", ".join(criterion.id for criterion in criteria),
            "reasons": template.reasons_language(reasons_in),
        }
    )


def _criterion(criterion: Criterion) -> Iterator[str]:
    yield f"## {criterion.id}: {_line(criterion.question)}"
    for level, meaning in (*criterion.levels, ("na", criterion.na)):
        if meaning is not None:
            yield f"{level}: {_line(meaning)}"
    yield from _notes(criterion.notes)


def _outcome(outcome: OutcomeMeaning) -> Iterator[str]:
    yield f"{outcome.id}: {_line(outcome.meaning)}"
    yield from _notes(outcome.notes)


def _notes(notes: Sequence[str]) -> Iterator[str]:
    return (f"- {_line(note)}" for note in notes)


def _line(text: str) -> str:
    """The text on one line, so that it cannot break the prompt's structure."""
    return " ".join(text.split())


def _message(
    conversation: Conversation,
    facts: Facts,
    nonce: str,
    kept: Sequence[int],
    texts: Sequence[str],
    clean: Callable[[str], str],
    cut: str | None,
) -> str:
    """The chat as one JSON object, a turn a line; joined by hand, because one encoder a turn costs more."""
    turns, names, rows = conversation.turns, dict[Role, str](), []
    for n, text in zip(kept, texts, strict=True):
        turn = turns[n]
        row = f'{{"id":"{nonce}-{n}","role":"{turn.role}"'
        if turn.name and names.get(turn.role) != turn.name:
            names[turn.role] = turn.name
            row += f',"name":{as_json(clean(turn.name[:LONGEST_NAME]))}'
        row += f',"text":{as_json(text)}'
        if n and turn.at is not None and (seconds := _seconds(turns[n - 1].at, turn.at)) is not None:
            row += f',"seconds":{seconds}'
        rows.append(row + "}")
    message = f'{{"facts":{_facts(facts, cut)},"turns":[\n' + ",\n".join(rows) + "\n]}"
    if message.isascii():
        return message
    # A lone surrogate cannot be sent; as a JSON escape it can.
    return message.encode("utf-8", "backslashreplace").decode("utf-8")


def _facts(facts: Facts, cut: str | None) -> str:
    known: dict[str, str | int | None] = {
        "customer_language": facts.customer_language,
        "closing_language": facts.closing_language,
        "last_speaker": facts.last_speaker,
    }
    for name in ("silence_seconds", "duration_seconds"):
        if (seconds := getattr(facts, name)) is not None:
            known[name] = round(seconds)
    if cut:
        known["left_out"] = cut
    return as_json(known)


def _seconds(before: datetime | None, at: datetime) -> int | None:
    if before is None or (before.tzinfo is None) != (at.tzinfo is None):
        return None
    seconds = (at - before).total_seconds()
    # Times that run backwards tell nothing.
    return round(seconds) if seconds >= 0 else None
