"""Rubrics: loading one by name or path, with what it extends, and the schema of their files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from evaluator.datafile import Positions, read, validate
from evaluator.errors import DataFileError
from evaluator.mistakes import unknown
from evaluator.resources import data_dir
from evaluator.rubric_changes import Changes, merge
from evaluator.rubric_model import Band, Criterion, Levels, OutcomeMeaning, Rubric, Scale, Source

__all__ = [
    "SHIPPED",
    "Band",
    "Criterion",
    "Levels",
    "OutcomeMeaning",
    "Rubric",
    "Scale",
    "Source",
    "load_rubric",
    "rubric_schema",
]

SHIPPED = ("closure",)


def load_rubric(source: str | Path | None = None) -> Rubric:
    """Load a rubric: a shipped one by name (`closure` without a source), or a file by its path.

    Raises `DataFileError` for the first mistake in it or in what it extends; the others are its notes.
    """
    path = _located(SHIPPED[0] if source is None else source, Path())
    if path is None:
        what = f"{unknown('rubric', str(source), SHIPPED)}; a file's path ends in .yaml or .yml"
        raise DataFileError(str(source) or "rubric", None, None, what)
    rubric = Rubric.model_validate(_resolved(path, ()))
    graded = tuple(criterion for criterion in rubric.criteria if criterion.enabled)
    return rubric.model_copy(update={"criteria": graded})


def rubric_schema() -> dict[str, Any]:
    """Return the JSON Schema of a rubric file: a complete rubric, or changes to another."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rubric file",
        **TypeAdapter(Rubric | Changes).json_schema(),
    }


def _located(source: str | Path, folder: Path) -> Path | None:
    """Find the file that a source means: a shipped name, or a path seen from `folder`."""
    if source in SHIPPED:
        return data_dir("rubrics") / f"{source}.yaml"
    path = folder / source
    is_path = isinstance(source, Path) or path.suffix in (".yaml", ".yml") or path.is_file()
    return path if is_path else None


def _resolved(path: Path, extending: tuple[Path, ...]) -> dict[str, Any]:
    """Return a complete rubric's data: the file's own, or merged with what it extends."""
    data, positions = read(path)
    if not (isinstance(data, dict) and "extends" in data):
        validate(data, positions, Rubric)
        return dict(data)
    changes = validate(data, positions, Changes)
    chain = (*extending, path)
    return merge(_resolved(_extended(changes.extends, positions, chain), chain), data, positions)


def _extended(source: str, positions: Positions, chain: tuple[Path, ...]) -> Path:
    path = _located(source, chain[-1].parent)
    if path is None:
        what = f"{unknown('rubric', source, SHIPPED)}; a file's path ends in .yaml or .yml"
        raise positions.error(("extends",), what)
    if not path.is_file():
        raise positions.error(("extends",), f"there is no file {str(path)!r}")
    if path.resolve() in {file.resolve() for file in chain}:
        names = " → ".join(file.name for file in (*chain, path))
        raise positions.error(("extends",), f"a rubric cannot extend itself: {names}")
    return path
