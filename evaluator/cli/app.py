"""Puts the commands together."""

from __future__ import annotations

import gc
from typing import Annotated

import typer

from evaluator.cli import (
    agreement,
    batch,
    cache,
    config,
    doctor,
    formats,
    grade,
    listings,
    macros,
    prompt,
    requests,
    rubric,
    suggest,
)
from evaluator.cli.exits import MEANINGS, Guarded
from evaluator.cli.options import examples

app = typer.Typer(
    cls=Guarded,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "closure grade chat.txt                      a scorecard",
        "closure batch chats/ -o results.csv         a month of chats",
        "closure rubric show                         what is asked of a closing",
    )
    + "\n\n[bold]Exit codes[/]\n"
    + "\n".join(f"  {code:<4}{meaning}" for code, meaning in MEANINGS.items()),
)
app.command(epilog=grade.EXAMPLES)(grade.grade)
app.command(epilog=batch.EXAMPLES)(batch.batch)
app.command(epilog=suggest.EXAMPLES)(suggest.suggest)
app.command(epilog=macros.EXAMPLES)(macros.macros)
app.command(epilog=agreement.EXAMPLES)(agreement.agreement)
app.command(epilog=doctor.EXAMPLES)(doctor.doctor)
app.add_typer(rubric.app, name="rubric")
app.add_typer(prompt.app, name="prompt")
app.add_typer(requests.app, name="requests")
app.add_typer(config.app, name="config")
app.add_typer(cache.app, name="cache")
app.command(epilog=listings.LANGUAGES_EXAMPLES)(listings.languages)
app.add_typer(formats.app, name="formats")
app.command(epilog=listings.VERSION_EXAMPLES)(listings.version)

_OBJECTS_BEFORE_COLLECTION = 100_000


def _print_version(wanted: bool) -> None:
    if wanted:
        listings.version()
        raise typer.Exit


@app.callback()
def closure(
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Grades how customer-support chats end: score, evidence and advice, in six languages, by rules or by a model."""


def main() -> None:
    """Return the entry point of the command ``closure``."""
    # Language packs are many small objects that stay: looking through them for garbage costs a tenth of a second.
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTION)
    app(prog_name="closure")
