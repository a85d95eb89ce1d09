"""Rubrics, language packs and mappings: YAML in, checked values out, mistakes with line and column."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from evaluator.errors import DataFileError
from evaluator.mistakes import describe, is_echo
from evaluator.yamltext import Location, Position, Positions, parse

__all__ = ["Location", "Position", "Positions", "load", "parse", "read", "validate"]

T = TypeVar("T", bound=BaseModel)


def load(path: Path, model: type[T]) -> T:
    """Read the file as a `model`.

    Raises `DataFileError`: the first mistake in the file; the others are its notes.
    """
    data, positions = read(path)
    return validate(data, positions, model)


def validate(data: object, positions: Positions, model: type[T]) -> T:
    """Check what `read` returned as a `model`; fails as `load` does."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        details = [detail for detail in error.errors(include_url=False) if not is_echo(detail)]
        found = [describe(detail, model) for detail in details]
    # A missing field comes last: a typo in its name says more.
    found.sort(key=lambda m: (m.is_absence, positions.find(m.location, key=m.at_key)))
    first, *others = [positions.error(m.location, m.what, key=m.at_key) for m in found]
    for other in others:
        first.add_note(str(other))
    raise first


def read(path: Path) -> tuple[Any, Positions]:
    """Return the file's plain data (mappings, lists, text, numbers) and where each value stands.

    Raises `DataFileError`: it cannot be read, or is no YAML of plain data.
    """
    file = str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DataFileError(file, None, None, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise DataFileError(file, line, None, "is not UTF-8; save it as UTF-8") from error
    return parse(text, file)
