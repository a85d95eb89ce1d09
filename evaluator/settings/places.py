"""Folders and paths that may be missing or have no home."""

from __future__ import annotations

from pathlib import Path

from evaluator.errors import UsageError


def expanded(text: str) -> Path:
    """The path, with ``~`` replaced where there is such a home."""
    path = Path(text)
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def current() -> Path:
    """The current folder. Raises `UsageError`: somebody has removed it."""
    try:
        return Path.cwd()
    except OSError as error:
        raise UsageError("the current folder is not there any more; change to another") from error
