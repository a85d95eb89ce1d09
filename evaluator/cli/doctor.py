"""``closure doctor``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from evaluator.cli.flags import Flags, with_flags
from evaluator.cli.options import Width, examples

if TYPE_CHECKING:
    from evaluator.doctor import Check

EXAMPLES = examples(
    "closure doctor",
    "closure doctor --model gpt-4.1-mini",
    "closure doctor --model qwen3 --base-url http://localhost:8000/v1",
    "closure doctor --json",
)


@with_flags
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    width: Width = None,
    *,
    flags: Flags,
) -> None:
    """Check what grading relies on: settings, key, endpoint, model, clock, stored answers, languages.

    With a model, one small request is sent to it. Keys and passwords are never shown.
    Ends with 0 if there is no problem.
    """
    import asyncio

    from evaluator.cli.console import output
    from evaluator.doctor import examine, exit_code
    from evaluator.doctor.page import line

    console = output(width)
    checks: list[Check] = []

    async def run() -> None:
        async for check in examine(flags):
            checks.append(check)
            if not as_json:
                console.print(line(check))

    asyncio.run(run())
    if as_json:
        import json

        keys = ("name", "state", "found", "advice")
        shown = [{key: getattr(check, key) for key in keys} for check in checks]
        typer.echo(json.dumps({"checks": shown}, indent=2))
    else:
        console.print(f"\n{_counted(checks, 'problem')}, {_counted(checks, 'warning')}")
    raise typer.Exit(exit_code(checks))


def _counted(checks: Sequence[Check], state: str) -> str:
    count = sum(check.state == state for check in checks)
    return f"{count} {state}{'' if count == 1 else 's'}"
