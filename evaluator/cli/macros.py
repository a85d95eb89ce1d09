"""``closure macros``."""

from __future__ import annotations

from typing import Annotated

import typer

from evaluator.cli.options import LanguagesDir, examples

EXAMPLES = examples("closure macros macros.csv", "closure macros canned.json --json")


def macros(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="CSV with a header, or JSON: title, language (may be left out), text.",
            show_default=False,
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print a line of JSON for each text.")] = False,
    languages_dir: LanguagesDir = None,
) -> None:
    """Review a team's canned closing texts: what each does, what is wrong with it, and a better one."""
    from evaluator.cli.canned import print_json, print_reviews
    from evaluator.readers.macros import read_rows
    from evaluator.rubric import load_rubric
    from evaluator.ruled import RuleGrader
    from evaluator.suggest.macros import Macro, review

    texts = [Macro(*row) for row in read_rows(file)]
    reviews = review(texts, RuleGrader(load_rubric(), languages_dir))
    (print_json if as_json else print_reviews)(reviews)
