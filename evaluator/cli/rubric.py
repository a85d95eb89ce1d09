"""``closure rubric show|validate|schema|moves|new-language``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from evaluator.cli.options import LanguagesDir, RubricName, Width, examples

app = typer.Typer(
    no_args_is_help=True,
    help="Show and check rubrics and language packs.",
    epilog=examples("closure rubric show"),
)


@app.command(epilog=examples("closure rubric show", "closure rubric show --rubric ours.yaml"))
def show(rubric: RubricName = None, width: Width = None) -> None:
    """Show what is asked of a closing: every criterion, its weight, and what the levels mean."""
    from evaluator.cli.console import output
    from evaluator.report.rubric import rubric_page
    from evaluator.rubric import load_rubric

    output(width).print(rubric_page(load_rubric(rubric)))


@app.command(epilog=examples("closure rubric validate ours.yaml", "closure rubric validate packs/et.yaml"))
def validate(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A rubric or a language pack.", show_default=False)
    ],
) -> None:
    """Check a rubric or language pack; mistakes are shown with file, line and column, examples that fail with both."""
    from evaluator.cli.console import output
    from evaluator.datafile import read

    data = read(file)[0]
    is_pack = isinstance(data, dict) and "moves" in data
    output().print(f"{file}: ok. {_checked_pack(file) if is_pack else _checked_rubric(file)}")


def _checked_rubric(file: Path) -> str:
    from evaluator.rubric import load_rubric

    rubric = load_rubric(file)
    weight = sum(criterion.weight for criterion in rubric.criteria)
    return f"{rubric.id} {rubric.version}, {len(rubric.criteria)} criteria, weight {weight:g}"


def _checked_pack(file: Path) -> str:
    from evaluator.errors import DataFileError
    from evaluator.packs.pack import read_pack
    from evaluator.packs.proof import problems

    pack, rules = read_pack(file)
    if found := list(problems(pack, rules)):
        error = DataFileError(str(file), None, None, found[0])
        for other in found[1:]:
            error.add_note(f"{file}: {other}")
        raise error
    return f"{pack.name} {pack.version}, {len(rules)} entries, {sum(len(r.say) for r in rules)} phrases"


@app.command(epilog=examples('closure rubric moves en "Anything else I can do?"'))
def moves(
    code: Annotated[str, typer.Argument(metavar="CODE", help="The language's code.", show_default=False)],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What somebody wrote.", show_default=False)],
    languages_dir: LanguagesDir = None,
) -> None:
    """Show which moves a language pack finds in a text, with the entry and the words, for whoever mends a pack."""
    from evaluator.cli.console import output
    from evaluator.packs.pack import load_pack
    from evaluator.report.safe import shown
    from evaluator.ruled import matcher

    load_pack(code, languages_dir)
    for side in ("agent", "customer", "system"):
        words, hits = matcher(code, languages_dir).find(text, side)
        for hit in hits:
            found = text[words.tokens[hit.first].start : words.tokens[hit.last - 1].end]
            output().print(f"{side:9} {hit.entry:24} ", shown(found), sep="")


@app.command("new-language", epilog=examples("closure rubric new-language et > packs/et.yaml"))
def new_language(
    code: Annotated[
        str, typer.Argument(metavar="CODE", help="The language's ISO 639-1 code.", show_default=False)
    ],
) -> None:
    """Print the beginning of a language pack: every move with what it means, and the texts to translate."""
    import re
    import sys

    from evaluator.errors import UsageError
    from evaluator.packs.pack import pack_files
    from evaluator.packs.skeleton import skeleton

    if not re.fullmatch("[a-z]{2,3}", code):
        raise UsageError(f"{code!r} is no language code; it has two or three small letters, such as 'et'")
    if code in pack_files():
        raise UsageError(f"there is a pack for {code!r} already: {pack_files()[code]}")
    sys.stdout.write(skeleton(code))


@app.command(epilog=examples("closure rubric schema > rubric.schema.json"))
def schema() -> None:
    """Print the JSON Schema of a rubric file, for editors."""
    import json
    import sys

    from evaluator.rubric import rubric_schema

    sys.stdout.write(json.dumps(rubric_schema(), indent=2, ensure_ascii=False) + "\n")
