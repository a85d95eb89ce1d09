"""What pyproject.toml declares is what the code imports, the lockfile pins and the page explains."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUN = [Requirement(text) for text in PROJECT["project"]["dependencies"]]
EXTRAS = [
    Requirement(t) for texts in PROJECT["project"].get("optional-dependencies", {}).values() for t in texts
]
DEV = [Requirement(text) for text in PROJECT["dependency-groups"]["dev"]]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PINS = {
    canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", LOCK, re.M)
}
MODULE = {"beautifulsoup4": "bs4", "pyyaml": "yaml", "python-stdnum": "stdnum"}
# Pydantic documents its core as part of itself; typeshed's own module exists for type checkers only.
ALLOWED = {"evaluator", "pydantic_core", "_typeshed"}


def _imported(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]
        elif isinstance(node, ast.Constant) and re.match(r"stdnum\.\w", str(node.value)):
            yield "stdnum"  # its modules are chosen by name


def test_the_package_imports_what_it_declares_and_nothing_else():
    found = {name for path in (ROOT / "evaluator").rglob("*.py") for name in _imported(path)}
    declared = {MODULE.get(r.name, r.name.replace("-", "_")) for r in (*RUN, *EXTRAS)}
    assert found - ALLOWED - set(sys.stdlib_module_names) - declared == set()
    assert {MODULE.get(r.name, r.name) for r in RUN} - found == set()


@pytest.mark.parametrize("wanted", [*RUN, *EXTRAS, *DEV], ids=str)
def test_the_lockfile_pins_a_version_that_is_wanted(wanted):
    pin = PINS.get(canonicalize_name(wanted.name))
    assert pin is not None, "lock again (see CONTRIBUTING.md)"
    assert wanted.specifier.contains(pin)


def test_the_lockfile_names_no_place_to_load_from():
    assert not re.search(r"https?:|file:|--|@", LOCK)


@pytest.mark.parametrize("wanted", [*RUN, *EXTRAS, *DEV], ids=lambda wanted: wanted.name)
def test_the_page_says_why_it_is_needed(wanted):
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    assert re.search(rf"^\| {re.escape(wanted.name)} \|", page, re.M | re.I)
