"""Imports flow one way, and never in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "evaluator"

# A module imports from its own layer and from those above it here. What is new has to take its place.
LAYERS = (
    ("errors", "lazy", "version"),
    ("models", "resources"),
    (
        "cache",
        "datafile",
        "exports",
        "evidence",
        "injection",
        "mistakes",
        "yamltext",
        "rubric",
        "rubric_changes",
        "rubric_model",
        "packs",
        "readers",
        "redaction",
        "languageid",
    ),
    ("settings",),
    (
        "language",
        "answering",
        "closing",
        "marked",
        "marking",
        "rules",
        "scoring",
        "endpoint",
        "judge",
        "review",
    ),
    ("combining", "ruled"),
    ("suggest",),
    ("evaluator",),
    ("report",),
    ("writers", "batch", "agreement", "requests", "doctor"),
    ("cli",),
)
LAYER = {name: number for number, names in enumerate(LAYERS) for name in names}
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def _name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(tree: ast.AST) -> Iterator[str]:
    """Modules of this package that are imported anywhere in the tree, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, "relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _modules(path: Path, names: set[str]) -> set[str]:
    """The package's modules that a file imports, each by its longest name that is a module."""
    found = set()
    for name in _imports(ast.parse(path.read_text("utf-8"))):
        while name not in names and "." in name:
            name = name.rpartition(".")[0]
        if name in names:
            found.add(name)
    return found


NAMES = {_name(path) for path in FILES}
IMPORTS = {_name(path): _modules(path, NAMES) for path in FILES}


def _top(module: str) -> str:
    return module.split(".")[1]


def test_every_module_has_its_layer():
    tops = {_top(name) for name in NAMES}
    assert tops - LAYER.keys() == set(), "put it into LAYERS"
    assert LAYER.keys() - tops == set(), "gone: take it out of LAYERS"


@pytest.mark.parametrize("module", sorted(IMPORTS))
def test_no_module_imports_from_a_layer_below_its_own(module):
    wrong = [name for name in IMPORTS[module] if LAYER[_top(name)] > LAYER[_top(module)]]
    assert wrong == []


def test_no_circles():
    own = {name: found - {name} for name, found in IMPORTS.items()}
    try:
        TopologicalSorter(own).prepare()
    except CycleError as circle:
        pytest.fail(" ← ".join(circle.args[1]))
