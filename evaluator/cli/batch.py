"""``closure batch``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evaluator.cli.options import (
    AgentNames,
    Columns,
    Encoding,
    FailUnder,
    FormatName,
    LanguagesDir,
    Limit,
    ReasonsIn,
    RubricName,
    Sources,
    examples,
    read_options,
)

EXAMPLES = examples(
    "closure batch chats.jsonl -o results.jsonl",
    "closure batch inbox/ archive/*.csv.gz -o march.csv",
    "closure batch chats/ -o results.sqlite --reasons-in chat --quiet",
)


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
    limit: Limit = None,
    fail_under: FailUnder = None,
    reasons_in: ReasonsIn = "en",
    rubric: RubricName = None,
    languages_dir: LanguagesDir = None,
    format_name: FormatName = None,
    agent_names: AgentNames = None,
    columns: Columns = None,
    encoding: Encoding = None,
) -> None:
    """Grade many chats into a file.

    OUT is continued if it exists: chats whose result it holds are skipped.
    So a run that was stopped, by whatever means, goes on with the same command,
    and new chats are added. What was graded with another rubric or language
    pack is never mixed in. Rows of chats that could not be read stay: use
    --force once the input is mended.
    """
    from dataclasses import replace

    from evaluator.cli.batching import run
    from evaluator.cli.grading import Request

    options = replace(read_options(format_name, agent_names, columns, encoding), exclude=out)
    request = Request(tuple(sources), options, None, limit, rubric, languages_dir, reasons_in)
    raise typer.Exit(run(request, out, force=force, quiet=quiet, fail_under=fail_under))
