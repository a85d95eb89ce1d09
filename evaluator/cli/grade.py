"""``closure grade``."""

from __future__ import annotations

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
    Width,
    examples,
    read_options,
)

EXAMPLES = examples(
    "closure grade chat.txt",
    "closure grade chats.jsonl --id cs-014 --reasons-in chat",
    "closure grade chat.txt --suggest",
    "closure grade chats/ --fail-under 70",
    "cat chat.json | closure grade - --json",
)


def grade(
    sources: Sources,
    as_json: Annotated[bool, typer.Option("--json", help="Print a line of JSON for each chat.")] = False,
    full: Annotated[bool, typer.Option("--full", help="A scorecard for every chat, not a table.")] = False,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Propose a better closing, with the score it would get.")
    ] = False,
    chat_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="Only the chat with this id.")
    ] = None,
    limit: Limit = None,
    fail_under: FailUnder = None,
    reasons_in: ReasonsIn = "en",
    rubric: RubricName = None,
    languages_dir: LanguagesDir = None,
    format_name: FormatName = None,
    agent_names: AgentNames = None,
    columns: Columns = None,
    encoding: Encoding = None,
    width: Width = None,
) -> None:
    """Grade chats and show the result: a scorecard for one chat, a table for several."""
    from evaluator.cli.grading import Request, show

    options = read_options(format_name, agent_names, columns, encoding)
    request = Request(tuple(sources), options, chat_id, limit, rubric, languages_dir, reasons_in, suggest)
    code = show(request, as_json=as_json, full=full, fail_under=fail_under, width=width)
    raise typer.Exit(code)
