"""``closure agreement``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evaluator.cli.flags import Flags, with_flags
from evaluator.cli.options import Width, examples

if TYPE_CHECKING:
    from evaluator.agreement.gold import Part
    from evaluator.agreement.grading import GradedChat
    from evaluator.agreement.sheets import Sheet
    from evaluator.agreement.values import Agreement

EXAMPLES = examples(
    "closure agreement tests/golden/dev",
    "closure agreement my-labels.jsonl --lang fi --confusions",
    "closure agreement tests/golden/dev --criterion recap --confusions --part write",
    "closure agreement tests/golden/dev --json > agreement.json",
    "closure agreement my-labels.jsonl --model gpt-4.1-mini",
)


@with_flags
def agreement(
    gold: Annotated[
        list[str],
        typer.Argument(metavar="GOLD…", help="Labelled chats: JSON with a field gold.", show_default=False),
    ],
    languages: Annotated[
        list[str] | None,
        typer.Option("--lang", metavar="CODE", help="Only chats in this language; may be repeated."),
    ] = None,
    criteria: Annotated[
        list[str] | None,
        typer.Option("--criterion", metavar="ID", help="Only this criterion, or outcome; may be repeated."),
    ] = None,
    confusions: Annotated[
        bool, typer.Option("--confusions", help="List every disagreement with the chats' ids.")
    ] = False,
    part: Annotated[
        str | None,
        typer.Option(
            metavar="PART",
            help="Only a stable third of the chats, check, or the rest, write; check:1 is another third.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    markdown: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Put the tables between the marks of this page.")
    ] = None,
    width: Width = None,
    *,
    flags: Flags,
) -> None:
    """Compare the grader with labelled chats: kappa, agreement, coverage, outcome and score."""
    from evaluator.agreement import Part, summarise

    which = Part.parse(part) if part else None
    chats = _graded(gold, which, flags)
    found = summarise(_chosen(chats, languages, criteria), which)
    if markdown:
        _write(markdown, found)
    elif as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        _print(_sheets(found, one=len(languages or ()) == 1, confusions=confusions), width)


def _graded(gold: list[str], part: Part | None, flags: Flags) -> tuple[GradedChat, ...]:
    import asyncio

    from evaluator.agreement import grade_all, read_gold
    from evaluator.cli.exits import complain
    from evaluator.evaluator import Evaluator
    from evaluator.settings import resolve

    settings = resolve(flags).settings
    grader = Evaluator.from_settings(settings, suggest=False)
    chats = asyncio.run(grade_all(read_gold(gold, part), grader, settings.concurrency if grader.judge else 1))
    if fallbacks := sum(chat.fell_back for chat in chats):
        complain(f"{fallbacks:,} of {len(chats):,} chats were graded by rules, because the model failed")
    return chats


def _chosen(
    chats: tuple[GradedChat, ...], languages: list[str] | None, criteria: list[str] | None
) -> list[GradedChat]:
    """Leave out what was not asked for; a name that nothing has is a mistake."""
    from dataclasses import replace

    _known("--lang", languages, {chat.language for chat in chats})
    _known("--criterion", criteria, {"outcome", *(pair.criterion for chat in chats for pair in chat.pairs)})
    kept = [chat for chat in chats if not languages or chat.language in languages]
    if not criteria:
        return kept
    return [
        replace(
            chat,
            pairs=tuple(pair for pair in chat.pairs if pair.criterion in criteria),
            outcome=chat.outcome if "outcome" in criteria else None,
        )
        for chat in kept
    ]


def _known(option: str, names: list[str] | None, known: set[str]) -> None:
    from evaluator.errors import UsageError

    for name in names or ():
        if name not in known:
            raise UsageError(f"{option} {name}: no label has it; there are {', '.join(sorted(known))}")


def _sheets(found: Agreement, *, one: bool, confusions: bool) -> list[Sheet]:
    from evaluator.agreement import sheets

    every, firm = found.all_labels, found.without_doubtful
    tables = [
        sheets.by_language(every, "Every label"),
        sheets.by_language(firm, "Without the labels marked doubtful"),
        sheets.by_criterion(every.groups[-1], "By criterion, every label"),
    ]
    if not one:
        tables.append(sheets.kappas(every, "Kappa by criterion and language, every label"))
    if confusions:
        tables.append(sheets.disagreements(found.confusions, "Disagreements (? = doubtful label)"))
    return tables


def _print(tables: list[Sheet], width: int | None) -> None:
    from rich import box
    from rich.table import Table

    from evaluator.agreement.sheets import LEGEND
    from evaluator.cli.console import output
    from evaluator.report.safe import one_line

    console = output(width)
    for sheet in tables:
        shown = Table(
            title=sheet.title,
            title_justify="left",
            box=box.SIMPLE_HEAD,
            pad_edge=False,
            collapse_padding=True,
        )
        for name in sheet.header:
            words = name in ("lang", "language", "criterion", "label", "graded", "ids")
            shown.add_column(name, justify="left" if words else "right", no_wrap=name != "ids")
        for row in sheet.rows:
            shown.add_row(*map(one_line, row))
        console.print(shown)
    console.print("\n".join(LEGEND), style="dim")


def _write(page: Path, found: Agreement) -> None:
    from evaluator.agreement import replace_tables, tables
    from evaluator.errors import InputError, OutputError

    try:
        text = page.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{page}: cannot be read: it is not UTF-8") from error
    except OSError as error:
        raise InputError(f"{page}: cannot be read: {error.strerror}") from error
    try:
        page.write_text(replace_tables(text, tables(found), str(page)), "utf-8")
    except OSError as error:
        raise OutputError(f"{page}: cannot be written: {error.strerror}") from error
