"""The help, what it costs, and the lists that installations differ in."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from evaluator.cli.exits import MEANINGS, ExitCode
from evaluator.rubric import load_rubric
from evaluator.version import __version__
from tests.cli.conftest import ROOT, Run, environment

COMMANDS = [
    *(["grade"], ["batch"], ["agreement"], ["languages"], ["formats"], ["version"]),
    *(["rubric"], ["rubric", "show"], ["rubric", "validate"], ["rubric", "schema"]),
    *(["rubric", "moves"], ["rubric", "new-language"], ["doctor"], ["prompt", "show"]),
    *(["requests", "build"], ["requests", "read"], ["config", "show"], ["cache", "info"], ["cache", "clear"]),
    *(["formats", "show"], ["formats", "try"]),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_help_has_examples_of_the_command(closure: Run, command):
    page = closure(*command, "--help").stdout
    assert f"closure {command[0]}" in page.partition("Examples")[2]


def test_the_help_explains_every_exit_code(closure: Run):
    page = closure("--help").stdout
    assert all(f"{code:<4}{meaning}" in page for code, meaning in MEANINGS.items())
    assert set(MEANINGS) == set(ExitCode)


def test_the_page_on_exit_codes_says_the_same():
    page = (ROOT / "docs" / "exit-codes.md").read_text("utf-8")
    assert [f"| {code:d} | {meaning} |" for code, meaning in MEANINGS.items()] == page.splitlines()[
        4 : 4 + len(MEANINGS)
    ]


def test_the_help_loads_nothing_heavy():
    program = "import sys; from evaluator.cli import app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, env=environment(), check=True)
    loaded = set(done.stdout.decode().split())
    assert loaded & {"pydantic", "yaml", "rapidfuzz", "rich.table", "asyncio", "evaluator.models"} == set()


@pytest.mark.parametrize("arguments", [["version"], ["--version"]], ids=" ".join)
def test_version(closure: Run, arguments):
    assert closure(*arguments).stdout == f"closure-evaluator {__version__}\n"


def test_languages_are_listed_with_their_phrases(closure: Run):
    head, *lines = closure("languages").stdout.splitlines()
    assert head.split() == ["code", "language", "version", "phrases", "extends"]
    assert any(line.startswith("en ") for line in lines)


def test_a_broken_pack_is_one_clear_line(closure: Run, tmp_path: Path):
    (tmp_path / "xx.yaml").write_text("code: [\n")
    result = closure("languages", "--languages-dir", tmp_path)
    assert result.exit_code == 4
    assert result.stderr.startswith(f"closure: {tmp_path / 'xx.yaml'}:")


def test_formats_and_outputs_are_listed(closure: Run):
    page = closure("formats").stdout
    assert all(f"\n{name}" in page for name in ("jsonl", "csv", "transcript", ".csv", ".sqlite", ".parquet"))


def test_the_rubric_is_shown_with_every_criterion_weight_and_level(closure: Run):
    page = closure("rubric", "show").stdout
    for criterion in load_rubric().criteria:
        assert f"{criterion.weight:g}  {criterion.id}" in page
        assert criterion.question[:40] in page


def test_a_good_rubric_is_ok(closure: Run):
    result = closure("rubric", "validate", ROOT / "rubrics" / "closure.yaml")
    assert "ok. closure 1.0, 17 criteria" in result.stdout.replace("\n", " ")
    assert result.exit_code == 0


def test_every_mistake_of_a_rubric_is_a_line_with_its_place(closure: Run, tmp_path: Path):
    text = (ROOT / "rubrics" / "closure.yaml").read_text("utf-8")
    bad = tmp_path / "bad.yaml"
    bad.write_text(text.replace("weight: 10", "weight: -1").replace("weight: 4\n", "wieght: 4\n"), "utf-8")
    result = closure("rubric", "validate", bad)
    lines = result.stderr.splitlines()
    assert result.exit_code == 4
    assert all(line.startswith(f"closure: {bad}:") for line in lines)
    assert sum("expected a number above 0, got -1" in line for line in lines) == 2
    assert any("did you mean 'weight'?" in line for line in lines)


def test_the_schema_is_a_json_schema_that_the_shipped_rubric_fits(closure: Run):
    schema = json.loads(closure("rubric", "schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)


def test_no_arguments_show_the_help(closure: Run):
    result = closure()
    assert "Usage: closure" in result.output
    assert result.exit_code == 2


def test_an_unknown_option_is_a_usage_error(closure: Run):
    assert closure("grade", "x", "--nonsense").exit_code == 2


def test_a_new_language_starts_from_a_skeleton_that_names_what_is_missing(closure: Run, tmp_path: Path):
    file = tmp_path / "et.yaml"
    file.write_text(closure("rubric", "new-language", "et").stdout, "utf-8")
    result = closure("rubric", "validate", file)
    assert result.exit_code == 4
    assert f"{file}: move 'thanks' has no entry" in result.stderr
    assert "'offer' has no entry" in result.stderr
    assert closure("rubric", "new-language", "Estonian").exit_code == 2


@pytest.mark.parametrize("code", ["cs", "sk", "fi", "lt", "en", "tl"])
def test_a_shipped_language_pack_is_ok(closure: Run, code: str):
    result = closure("rubric", "validate", ROOT / "rubrics" / "languages" / f"{code}.yaml")
    assert (result.exit_code, "phrases" in result.stdout) == (0, True), result.stderr


def test_the_moves_of_a_text_are_shown_with_their_entries_and_words(closure: Run):
    result = closure("rubric", "moves", "en", "Is there naything else? \x1b[31m Thanks for waiting")
    lines = [line.split() for line in result.stdout.splitlines()]
    assert any(
        line[0] == "agent" and line[1].startswith("en:offer.") and "naything" in line for line in lines
    )
    assert any(line[1].startswith("en:thanks.") for line in lines)
    assert "\x1b" not in result.stdout
    assert closure("rubric", "moves", "xx", "a").exit_code == 2
