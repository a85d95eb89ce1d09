"""Finds the files that were asked for, and says at once which cannot be read."""

from __future__ import annotations

import glob
from collections.abc import Collection, Iterable
from pathlib import Path

from evaluator.errors import InputError
from evaluator.readers.slack_export import is_export

STDIN = "-"


def find_sources(
    sources: Iterable[str | Path], endings: Collection[str], exclude: Path | None = None
) -> list[str]:
    """List every file to read, once: folders searched for the `endings` (also ``.gz``), globs filled in.

    `exclude` and what is named after it are left out. Raises `InputError` for a source that is missing,
    unreadable or empty, and a folder or glob without files.
    """
    names = dict.fromkeys(name for source in sources for name in _expand(str(source), endings))
    return [name for name in names if name == STDIN or exclude is None or not _is_of(Path(name), exclude)]


def _is_of(path: Path, output: Path) -> bool:
    """Whether a file is an output of ours, or what a run that was stopped left beside it."""
    same_folder = path.resolve().parent == output.resolve().parent
    return same_folder and (path.name == output.name or path.name.startswith(f"{output.name}."))


def _expand(source: str, endings: Collection[str]) -> Iterable[str]:
    path = Path(source)
    if source == STDIN:
        return [source]
    try:
        return _found(path, source, endings)
    except OSError as error:
        raise InputError(f"{source}: cannot be read: {error.strerror}") from error


def _found(path: Path, source: str, endings: Collection[str]) -> Iterable[str]:
    if is_export(path):
        return [source]
    if path.is_dir():
        if found := [str(p) for p in sorted(path.rglob("*")) if _is_chat_file(p, path, endings)]:
            return found
        raise InputError(
            f"{source}: no chats in this directory; looked for {', '.join(sorted(endings))} (also .gz)"
        )
    if path.exists():
        _check_readable(path)
        return [source]
    if glob.has_magic(source):
        if found := sorted(p for p in glob.glob(source, recursive=True) if Path(p).is_file()):  # noqa: PTH207
            return found
        raise InputError(f"{source}: no file matches; quote the pattern, or check the folder")
    raise InputError(f"{source}: no such file or directory")


def _is_chat_file(path: Path, top: Path, endings: Collection[str]) -> bool:
    inside = path.relative_to(top)
    plain = inside.with_suffix("") if inside.suffix.lower() == ".gz" else inside
    hidden = any(part.startswith(".") for part in inside.parts)
    return not hidden and plain.suffix.lower() in endings and path.is_file()


def _check_readable(path: Path) -> None:
    """Look before anything is graded. Pipes are left alone: what is read from them is gone."""
    if not path.is_file():
        return
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    if empty:
        raise InputError(f"{path}: is empty")
