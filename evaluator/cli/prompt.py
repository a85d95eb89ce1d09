"""``closure prompt show``."""

from __future__ import annotations

from typing import Annotated

import typer

from evaluator.cli.flags import Flags, with_flags
from evaluator.cli.options import Width, examples, read_options

app = typer.Typer(
    no_args_is_help=True,
    help="Show what a model would be sent.",
    epilog=examples("closure prompt show chat.txt"),
)


@app.callback()
def _prompt() -> None:
    """Keep ``show`` a command of its own, though it is the only one."""


@app.command(
    epilog=examples(
        "closure prompt show chat.txt",
        "closure prompt show chats.jsonl --id cs-014 --model gpt-4.1-mini --json",
        "closure prompt show chat.txt --chat > message.json",
    )
)
@with_flags
def show(
    source: Annotated[
        str, typer.Argument(metavar="FILE", help="A file, or - for standard input.", show_default=False)
    ],
    chat_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="The chat with this id, instead of the first.")
    ] = None,
    prefix: Annotated[
        bool, typer.Option("--prefix", help="Print only the message that is the same for every chat.")
    ] = False,
    chat: Annotated[bool, typer.Option("--chat", help="Print only the message with the chat.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the request's body, as it is sent.")] = False,
    width: Width = None,
    *,
    reading: Flags,
    flags: Flags,
) -> None:
    """Show what would be sent about a chat, with personal data masked. Nothing is sent, and no key is needed."""
    from evaluator.cli.grading import Request
    from evaluator.cli.prompting import show_body, show_message, show_page
    from evaluator.errors import UsageError
    from evaluator.settings import resolve

    if prefix + chat + as_json > 1:
        raise UsageError("--prefix, --chat and --json exclude each other")
    options = read_options(reading)
    settings = resolve(flags, with_secrets=False).settings
    request = Request((source,), options, settings, chat_id, limit=1)
    if as_json:
        show_body(request)
    elif prefix or chat:
        show_message(request, of_chat=chat)
    else:
        show_page(request, width)
