"""What ``closure prompt show`` does, apart from its options."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rich.text import Text

from evaluator.cli.console import output
from evaluator.cli.grading import Request
from evaluator.endpoint.manners import Bodies, Manners
from evaluator.errors import InputError
from evaluator.evaluator import Evaluator
from evaluator.judge.ballot import Opening
from evaluator.judge.judge import Judge
from evaluator.judge.prompt import Facts
from evaluator.judge.setup import judge_with
from evaluator.judge.tokens import estimate
from evaluator.models import Conversation
from evaluator.readers import Record
from evaluator.redaction import redact
from evaluator.report.safe import one_line, shown
from evaluator.requests.unreachable import Unreachable

_NO_MODEL = "(no model)"


class _Asked(NamedTuple):
    conversation: Conversation
    judge: Judge
    opening: Opening
    masked: Mapping[str, int]


def show_page(request: Request, width: int | None) -> None:
    """Print what is sent in figures, then both messages."""
    asked = _asked(request)
    console = output(width)
    for title, value in _head(request, asked):
        console.print(Text(f"{title:8}", "bold").append(one_line(value), "not bold"))
    prompt = asked.opening.prompt
    for title, text in (("system", prompt.system), ("user", prompt.user)):
        console.print()
        console.rule(Text(title, "bold"), align="left", characters="-")
        # Lines are left whole: whoever copies them has what is sent.
        console.print(Text(shown(text)), soft_wrap=True)


def show_message(request: Request, *, of_chat: bool) -> None:
    """Print one message as it is; to a terminal, as it may be printed there."""
    prompt = _asked(request).opening.prompt
    text = prompt.user if of_chat else prompt.system
    sys.stdout.write(f"{shown(text) if sys.stdout.isatty() else text}\n")


def show_body(request: Request) -> None:
    """Print the body of the request."""
    settings, opening = request.settings, _asked(request).opening
    bodies = Bodies(opening.exchange.model.name, settings.answer_tokens)
    body = bodies.body(opening.question, Manners(temperature=settings.sampling_temperature))
    sys.stdout.write(f"{body.decode()}\n")


def _head(request: Request, asked: _Asked) -> Iterator[tuple[str, str]]:
    settings, judge, prompt = request.settings, asked.judge, asked.opening.prompt
    host = asked.opening.exchange.model.host
    yield "chat", asked.conversation.id
    yield "model", f"{', '.join(settings.models)} at {host}" if settings.models else "no model set"
    yield "rubric", f"{judge.rubric.id} {judge.rubric.version}"
    yield "prompt", f"{judge.template.id} {judge.template.version}"
    before, chat = estimate(prompt.system), estimate(prompt.user)
    share = before / (before + chat)
    yield (
        "tokens",
        f"about {before:,} in the prefix and {chat:,} in the chat; the prefix, {share:.0%}, is always the same",
    )
    kinds = ", ".join(f"{kind} {count}" for kind, count in asked.masked.items()) or "nothing"
    yield "masked", kinds if settings.redact else "nothing: --no-redact"
    if prompt.cut:
        yield "cut", prompt.cut


def _asked(request: Request) -> _Asked:
    """Get ready to ask about the chat, without asking."""
    record = next(request.records(), None)
    if record is None:
        raise InputError(f"{', '.join(request.sources)}: there is no chat in it")
    if record.conversation is None:
        raise record.error or InputError(f"{record.where}: cannot be read")
    return asyncio.run(_opened(request, record, record.conversation))


async def _opened(request: Request, record: Record, conversation: Conversation) -> _Asked:
    settings = request.settings
    by_rules = Evaluator.from_settings(settings.model_copy(update={"offline": True}), suggest=False)
    evaluation = await by_rules.evaluate(conversation)
    if evaluation.closing is None or evaluation.languages is None:
        raise InputError(f"{record.where}: is not sent to any model: {evaluation.error}")
    models = [Unreachable(settings, name) for name in settings.models or (_NO_MODEL,)]
    judge = judge_with(settings, by_rules.rubric, models, None)
    facts = Facts.of(evaluation.closing.signals, evaluation.languages)
    masked = redact(conversation, facts.customer_language).masked
    return _Asked(conversation, judge, judge.openings(conversation, facts)[0], masked)
