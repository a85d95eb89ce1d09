"""``closure rubric show|validate|schema``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evaluator.cli.options import RubricName, Width, examples

app = typer.Typer(
    no_args_is_help=True, help="Show and check rubrics.", epilog=examples("closure rubric show")
)


@app.command(epilog=examples("closure rubric show", "closure rubric show --rubric ours.yaml"))
def show(rubric: RubricName = None, width: Width = None) -> None:
    """Show what is asked of a closing: every criterion, its weight, and what the levels mean."""
    from evaluator.cli.console import output
    from evaluator.report.rubric import rubric_page
    from evaluator.rubric import load_rubric

    output(width).print(rubric_page(load_rubric(rubric)))


@app.command(epilog=examples("closure rubric validate ours.yaml"))
def validate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The rubric file.", show_default=False)],
) -> None:
    """Check a rubric file; every mistake is shown with file, line and column."""
    from evaluator.cli.console import output
    from evaluator.rubric import load_rubric

    rubric = load_rubric(file)
    weight = sum(criterion.weight for criterion in rubric.criteria)
    output().print(
        f"{file}: ok. {rubric.id} {rubric.version}, {len(rubric.criteria)} criteria, weight {weight:g}"
    )


@app.command(epilog=examples("closure rubric schema > rubric.schema.json"))
def schema() -> None:
    """Print the JSON Schema of a rubric file, for editors."""
    import json
    import sys

    from evaluator.rubric import rubric_schema

    sys.stdout.write(json.dumps(rubric_schema(), indent=2, ensure_ascii=False) + "\n")
