"""``closure cache info|clear``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from evaluator.cli.config import ConfigFile
from evaluator.cli.options import examples

if TYPE_CHECKING:
    from pathlib import Path

    from evaluator.cache import AnswerCache

app = typer.Typer(
    no_args_is_help=True,
    help="Look at the model's answers that are kept on disk, or remove them.",
    epilog=examples("closure cache info", "closure cache clear"),
)


@app.command(epilog=examples("closure cache info", "closure cache info --json"))
def info(
    config: ConfigFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show where answers are kept, how many, and how much room they take."""
    from evaluator.cache import MEGABYTE
    from evaluator.cli.console import output
    from evaluator.cli.exits import complain

    with _opened(config) as cache:
        found = cache.info()
    if as_json:
        import json

        typer.echo(
            json.dumps({**found._asdict(), "directory": str(found.directory), "trouble": cache.trouble})
        )
        return
    console = output()
    # A path is there to be copied: it is not folded.
    console.print(f"folder   {found.directory}", soft_wrap=True)
    console.print(f"answers  {found.entries:,}")
    console.print(f"size     {found.bytes / MEGABYTE:,.1f} MB")
    console.print(f"limit    {found.limit_bytes / MEGABYTE:,.0f} MB")
    if cache.trouble:
        complain(cache.trouble)


@app.command(epilog=examples("closure cache clear", "closure cache clear --yes"))
def clear(
    config: ConfigFile = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove every answer that is kept; models are asked again from then on."""
    from evaluator.cli.console import output
    from evaluator.errors import OutputError, UsageError

    with _opened(config) as cache:
        if not yes:
            if not _can_ask():
                raise UsageError("closure cache clear: nobody to ask; add --yes")
            typer.confirm(f"Remove {cache.info().entries:,} answers from {cache.directory}?", abort=True)
        removed = cache.clear()
    if cache.trouble:
        raise OutputError(cache.trouble)
    output().print(f"{removed:,} answers removed from {cache.directory}", soft_wrap=True)


def _can_ask() -> bool:
    import sys

    return sys.stdin.isatty()


def _opened(config: Path | None) -> AnswerCache:
    from evaluator.cache import open_cache
    from evaluator.settings import resolve

    settings = resolve({"config": config}, with_secrets=False).settings
    return open_cache(settings.cache_dir, settings.cache_size_mb)
