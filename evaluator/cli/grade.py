"""``closure grade``."""

from __future__ import annotations

from typing import Annotated

import typer

from evaluator.cli.flags import Flags, with_flags
from evaluator.cli.options import (
    FailUnder,
    Limit,
    ReviewOnly,
    Sources,
    Width,
    examples,
    read_options,
)

EXAMPLES = examples(
    "closure grade chat.txt",
    "closure grade chats.jsonl --id cs-014 --reasons-in chat",
    "closure grade chats/ --full --suggest always",
    "closure grade chat.txt --model gpt-4.1-mini",
    "closure grade chats/ --fail-under 70",
    "cat chat.json | closure grade - --json",
)


BELOW = 85.0


@with_flags
def grade(
    sources: Sources,
    as_json: Annotated[bool, typer.Option("--json", help="Print a line of JSON for each chat.")] = False,
    full: Annotated[bool, typer.Option("--full", help="A scorecard for every chat, not a table.")] = False,
    review_only: ReviewOnly = False,
    chat_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Only the chat with this id.")
    ] = None,
    limit: Limit = None,
    fail_under: FailUnder = None,
    width: Width = None,
    *,
    reading: Flags,
    flags: Flags,
) -> None:
    """Grade chats and show the result: a scorecard for one chat, a table for several."""
    from evaluator.cli.grading import Request, show
    from evaluator.settings import resolve

    options = read_options(reading)
    settings = resolve(flags).settings
    suggest = settings.suggestions(otherwise=BELOW)
    request = Request(tuple(sources), options, settings, chat_id, limit, suggest, review_only)
    code = show(request, as_json=as_json, full=full, fail_under=fail_under, width=width)
    raise typer.Exit(code)
