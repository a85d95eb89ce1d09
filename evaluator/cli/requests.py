"""``closure requests build|read``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evaluator.cli.flags import Flags, with_flags
from evaluator.cli.options import (
    FailUnder,
    Limit,
    Semicolon,
    Sources,
    examples,
    read_options,
)

app = typer.Typer(
    no_args_is_help=True,
    help="Ask a model by way of files, where its endpoint is not to be reached from here.",
    epilog=examples("closure requests build chats/ -o requests.jsonl --model gpt-4.1-mini"),
)


@app.command(
    epilog=examples(
        "closure requests build chats/ -o requests.jsonl --model gpt-4.1-mini",
        "closure requests build march.jsonl -o requests.jsonl --model gpt-4.1-mini --votes 3",
    )
)
@with_flags
def build(
    sources: Sources,
    out: Annotated[
        Path,
        typer.Option("-o", "--out", metavar="OUT", help="Where to write: .jsonl.", show_default=False),
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace OUT.")] = False,
    limit: Limit = None,
    *,
    reading: Flags,
    flags: Flags,
) -> None:
    """Write the requests for chats in the form of OpenAI's batches: a line for each chat and vote.

    Personal data is masked in them. What is needed to read the answers,
    the chats as they are among it, goes into a second file beside OUT,
    OUT with the ending .chats.jsonl: keep that one to yourself.
    """
    from evaluator.cli.asking import write_requests
    from evaluator.cli.grading import Request
    from evaluator.settings import resolve

    options = read_options(reading)
    settings = resolve(flags, with_secrets=False).settings
    write_requests(Request(tuple(sources), options, settings, limit=limit), out, force=force)


@app.command(
    epilog=examples(
        "closure requests read responses.jsonl -o results.jsonl",
        "closure requests read responses.jsonl -o results.csv --chats requests.chats.jsonl",
    )
)
def read(
    responses: Annotated[
        Path, typer.Argument(metavar="RESPONSES", help="What the batch returned.", show_default=False)
    ],
    out: Annotated[
        Path,
        typer.Option(
            "-o", "--out", metavar="OUT", help="Where to write, as closure batch does.", show_default=False
        ),
    ],
    chats: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="What build wrote beside the requests; else the only *.chats.jsonl here."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace OUT.")] = False,
    semicolon: Semicolon = False,
    fail_under: FailUnder = None,
) -> None:
    """Turn the model's responses into results, checked as those that come over the wire are.

    A chat without a usable response is graded by rules, and marked so.
    """
    from evaluator.cli.asking import read_results

    raise typer.Exit(
        read_results(responses, out, chats, force=force, semicolon=semicolon, fail_under=fail_under)
    )
