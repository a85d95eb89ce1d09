"""``closure batch``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evaluator.cli.flags import Flags, with_flags
from evaluator.cli.options import (
    FailUnder,
    Limit,
    ReviewOnly,
    Semicolon,
    Sources,
    examples,
    read_options,
)

EXAMPLES = examples(
    "closure batch chats.jsonl -o results.jsonl",
    "closure batch inbox/ archive/*.csv.gz -o march.csv",
    "closure batch chats/ -o results.sqlite --reasons-in chat --quiet",
    "closure batch chats/ -o march.csv --suggest below=70",
    "closure batch chats/ -o march.jsonl --model gpt-4.1-mini --max-cost 5",
    "closure batch chats/ -o march.jsonl --model gpt-4.1-mini --retry-errors",
)


@with_flags
def batch(
    sources: Sources,
    out: Annotated[
        Path,
        typer.Option(
            "-o",
            "--out",
            metavar="OUT",
            help="Where to write: .jsonl, .csv, .sqlite or .parquet.",
            show_default=False,
        ),
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace OUT instead of continuing it.")] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No progress, no summary; errors only.")
    ] = False,
    retry_errors: Annotated[
        bool,
        typer.Option(
            "--retry-errors",
            help="Grade chats again that ended as an error, or by rules instead of the model.",
        ),
    ] = False,
    review_only: ReviewOnly = False,
    semicolon: Semicolon = False,
    limit: Limit = None,
    fail_under: FailUnder = None,
    *,
    reading: Flags,
    flags: Flags,
) -> None:
    """Grade many chats into a file.

    OUT is continued if it exists: chats whose result it holds are skipped.
    So a run that was stopped, by whatever means, goes on with the same command,
    and new chats are added. What was graded with another rubric, language pack
    or model is never mixed in. Chats that could not be read or graded are taken
    up again with --retry-errors.
    """
    from dataclasses import replace

    from evaluator.cli.batching import run
    from evaluator.cli.grading import Request
    from evaluator.settings import resolve

    options = replace(read_options(reading), exclude=out)
    settings = resolve(flags).settings
    request = Request(
        tuple(sources),
        options,
        settings,
        limit=limit,
        suggest=settings.suggestions(),
        review_only=review_only,
    )
    code = run(
        request,
        out,
        force=force,
        semicolon=semicolon,
        retry=retry_errors,
        quiet=quiet,
        fail_under=fail_under,
    )
    raise typer.Exit(code)
