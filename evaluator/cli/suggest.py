"""``closure suggest``."""

from __future__ import annotations

from typing import Annotated

import typer

from evaluator.cli.flags import Flags, with_flags
from evaluator.cli.options import Sources, examples, read_options

EXAMPLES = examples(
    "closure suggest chat.txt",
    "closure suggest chats.jsonl --id cs-014",
    "closure suggest chat.txt --model gpt-4.1-mini",
)


@with_flags
def suggest(
    sources: Sources,
    chat_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Only the chat with this id.")
    ] = None,
    *,
    reading: Flags,
    flags: Flags,
) -> None:
    """Print a better closing to copy, and nothing else; messages are parted by an empty line.

    Between two messages the customer answers. What stands in braces has to be filled in.
    Chats whose closing cannot be bettered are named on standard error.
    """
    from evaluator.cli.grading import Request, proposals
    from evaluator.settings import resolve

    settings = resolve(flags).settings
    wanted = settings.suggestions(otherwise=True)
    request = Request(tuple(sources), read_options(reading), settings, chat_id, suggest=wanted)
    raise typer.Exit(proposals(request))
