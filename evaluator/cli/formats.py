"""``closure formats``: what can be read, how an export is understood, and the outputs of batch."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from evaluator.cli.flags import with_flags
from evaluator.cli.options import examples, read_options

app = typer.Typer(
    help="List what can be read and written; show and try mappings of live-chat systems.",
    epilog=examples(
        "closure formats", "closure formats show intercom > ours.yaml", "closure formats try export.json"
    ),
)


@app.callback(invoke_without_command=True)
def formats(context: typer.Context) -> None:
    """List the ways to write chats down that can be read, and the outputs of batch."""
    if context.invoked_subcommand is None:
        _list()


def _list() -> None:
    from evaluator.cli.tables import table
    from evaluator.exports.mapping import shipped
    from evaluator.readers import formats as readable
    from evaluator.writers import DESCRIPTIONS

    rows = [(form.name, ", ".join(form.endings), form.description) for form in readable().values()]
    table(("input", "endings", "what it is"), rows)
    table(
        ("system", "what is read"), [(m.name, f"{m.title}: {m.about}") for m in shipped().values()], gap=True
    )
    table(("output", "what it is"), list(DESCRIPTIONS.items()), gap=True)


@app.command(epilog=examples("closure formats show intercom", "closure formats show twilio > ours.yaml"))
def show(
    name: Annotated[
        str, typer.Argument(metavar="SYSTEM", help="As closure formats lists it.", show_default=False)
    ],
) -> None:
    """Print the mapping of a live-chat system: a start for one of your own."""
    from evaluator.errors import UsageError
    from evaluator.exports.mapping import shipped, source

    if name not in shipped():
        raise UsageError(f"no mapping is named {name!r}; there are {', '.join(shipped())}")
    sys.stdout.write(source(name))


@app.command(
    "try",
    epilog=examples("closure formats try export.json", "closure formats try hook.json --mapping ours.yaml"),
)
@with_flags
def try_(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="A file, a folder, or - for standard input.", show_default=False),
    ],
    *,
    reading: Mapping[str, Any],
) -> None:
    """Show the first chat of a file as it is understood, and which rows were left out and why."""
    from evaluator.cli.console import output
    from evaluator.readers import read
    from evaluator.report.understood import understood

    record = next(read((file,), read_options(reading)))
    if record.error is not None:
        raise record.error
    output().print(understood(record))
