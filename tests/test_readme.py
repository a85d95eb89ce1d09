"""What README.md shows is what happens."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.build_readme import current, renewed
from tests.endpoint import LocalEndpoint, good

ROOT = Path(__file__).resolve().parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
    *ROOT.glob("*/*/README.md"),
]
README = (ROOT / "README.md").read_text("utf-8")
# Shown for those who have a model; here one is played.
SHOWN = [
    line.partition("#")[0].strip()
    for page in PAGES
    for block in re.findall(r"^```sh\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)
    for line in block.splitlines()
    if line.startswith("closure ") and "--model" in line
]
SETUP = ("python3 dev.py demo", "python3 dev.py test", ". .venv/bin/activate")


def test_every_command_prints_what_the_page_shows():
    assert current(README) == README, "python3 dev.py docs --write brings it up to date"


def test_every_python_example_works(monkeypatch):
    monkeypatch.chdir(ROOT)
    examples = doctest.DocTestParser().get_doctest(README, {}, "README.md", "README.md", 0)
    assert examples.examples
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(examples).failed == 0


def test_the_setup_commands_are_those_that_ci_runs():
    blocks = "".join(re.findall(r"^```sh\n(.*?)^```$", README, re.M | re.S))
    commands = [line.partition("#")[0].strip() for line in blocks.splitlines()]
    own = ("closure ", "export ")
    assert {command for command in commands if command and not command.startswith(own)} <= set(SETUP)
    ci = (ROOT / ".ci" / "run").read_text("utf-8")
    assert all(command in ci for command in SETUP[:2] if command in commands)
    assert {"python3 dev.py demo", "python3 dev.py test"} <= set(commands)


@pytest.mark.parametrize("command", SHOWN)
def test_what_is_shown_with_a_model_works(command, tmp_path):
    (tmp_path / "chat.txt").write_text(
        "Customer: Hi, is it open today?\nAgent Jo: Yes, until six. Anything else?\n"
    )
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    shutil.copy(ROOT / "examples" / "en.jsonl", tmp_path / "my-labels.jsonl")
    arguments = shlex.split(command)[1:]
    with LocalEndpoint(good) as served:
        given = {"OPENAI_API_KEY": "sk-none", "OPENAI_BASE_URL": served.base_url, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-m", "evaluator.cli", *arguments],
            cwd=tmp_path,
            env={**os.environ, **given, "CLOSURE_CACHE_DIR": str(tmp_path / "cache")},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_link_leads_nowhere(page):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_a_shown_file_is_there_for_the_commands_after_it(tmp_path):
    page = "```console\n$ cat chat.txt\nCustomer: Hi?\nAgent: Bye.\n$ closure grade nothing.txt\nold\n```\n"
    new = renewed(page, tmp_path)
    assert (tmp_path / "chat.txt").read_text() == "Customer: Hi?\nAgent: Bye.\n"
    assert new.endswith("closure: nothing.txt: no such file or directory\n```\n")


def test_no_other_program_is_run(tmp_path):
    with pytest.raises(ValueError, match="only closure and cat"):
        renewed("```console\n$ rm -r x\n```\n", tmp_path)
