"""``closure config show``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evaluator.cli.options import examples

app = typer.Typer(
    no_args_is_help=True,
    help="Show the settings and where they come from.",
    epilog=examples("closure config show"),
)

ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Read this instead of the nearest closure.toml."),
]


@app.command(
    epilog=examples(
        "closure config show", "closure config show --json", "closure config show --config team.toml"
    )
)
def show(
    config: ConfigFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show every setting, its value and its origin; keys and passwords are masked."""
    import os

    from evaluator.cli.exits import complain
    from evaluator.cli.tables import table
    from evaluator.settings import resolve
    from evaluator.settings.environment import unknown
    from evaluator.settings.show import rows

    resolved = resolve({"config": config})
    shown = list(rows(resolved))
    if as_json:
        import json

        settings = {row.setting: {"value": row.value, "origin": row.origin} for row in shown}
        file = str(resolved.file) if resolved.file else None
        typer.echo(json.dumps({"file": file, "settings": settings}, indent=2))
    else:
        table(("setting", "value", "origin"), [(row.setting, row.text, row.origin) for row in shown])
    for variable in unknown(os.environ):
        complain(f"{variable}: is no setting, and has no effect")
