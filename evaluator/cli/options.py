"""Options that several commands share. Light: `closure --help` imports it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evaluator.errors import UsageError

if TYPE_CHECKING:
    from evaluator.readers import ReadOptions

_READING, _GRADING = "Reading", "Grading"

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="IN…", help="Files, folders, globs (also .gz), or - for standard input.", show_default=False
    ),
]
RubricName = Annotated[
    str | None,
    typer.Option("--rubric", metavar="FILE", help="A rubric of your own.", rich_help_panel=_GRADING),
]
LanguagesDir = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Language packs of your own.",
        exists=True,
        file_okay=False,
        rich_help_panel=_GRADING,
    ),
]
ReviewOnly = Annotated[
    bool,
    typer.Option(
        "--review-only",
        help="Only chats that a person should look at: doubtful evidence, model and rules far apart, "
        "text meant for the grader.",
        rich_help_panel=_GRADING,
    ),
]
FailUnder = Annotated[
    float | None,
    typer.Option(
        min=0,
        max=100,
        metavar="SCORE",
        rich_help_panel=_GRADING,
        help="End with code 1 if any chat scores less, or has no score.",
    ),
]
FormatName = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="NAME",
        rich_help_panel=_READING,
        help="Read as this format (closure formats lists them) instead of looking.",
    ),
]
MappingFile = Annotated[
    Path | None,
    typer.Option(
        "--mapping",
        metavar="FILE",
        rich_help_panel=_READING,
        help="Read an export of a system of your own as this file says (docs/formats.md).",
        exists=True,
        dir_okay=False,
    ),
]
AgentNames = Annotated[
    list[str] | None,
    typer.Option(
        "--agent-name",
        metavar="NAME",
        rich_help_panel=_READING,
        help="Who is an agent, where chats have names or ids instead of roles; may be repeated.",
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="KEY=NAME",
        rich_help_panel=_READING,
        help="A table's column: --column text=message; keys: id, role, text, time, name; may be repeated.",
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The files' encoding, if detection errs.", rich_help_panel=_READING),
]
Semicolon = Annotated[
    bool,
    typer.Option(
        "--semicolon",
        help="Write .csv with ; and decimal commas, as Excel opens it in cs, sk, fi and lt.",
    ),
]
Limit = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Only the first N chats.", rich_help_panel=_READING)
]
Width = Annotated[
    int | None, typer.Option(min=40, metavar="N", help="Columns to use; the terminal's otherwise.")
]


def read_options(reading: Mapping[str, Any]) -> ReadOptions:
    """Put the reading options together."""
    from evaluator.readers import ReadOptions

    return ReadOptions(
        reading["format_name"],
        tuple(reading["agent_names"] or ()),
        dict(_pairs(reading["columns"] or ())),
        reading["encoding"],
        mapping=reading["mapping"],
    )


def _pairs(columns: Sequence[str]) -> Iterator[tuple[str, str]]:
    for column in columns:
        key, equals, name = column.partition("=")
        if not (key and equals and name):
            raise UsageError(f"--column {column}: write KEY=NAME, for example --column text=message")
        yield key, name


def examples(*lines: str) -> str:
    """Return the epilog of a command's help."""
    return "\n".join(["[bold]Examples[/]", *(f"  [cyan]{line}[/]" for line in lines)])
