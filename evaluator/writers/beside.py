"""A file that is written beside another and takes its place when it is complete."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path


def beside(path: Path) -> tuple[Path, Path]:
    """Return the path with links followed, and the path of what is to take its place."""
    target = Path(os.path.realpath(path))
    return target, target.with_name(f"{target.name}.unfinished")


def copy_rights(source: Path, target: Path) -> None:
    """Give a file the other's permissions and, where the system lets us, its owner."""
    status = source.stat()
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(target, status.st_uid, status.st_gid)
    shutil.copystat(source, target)


def put_in_place(unfinished: Path, target: Path) -> None:
    """Replace the file, also as far as a power failure is concerned, where folders can be synced at all."""
    unfinished.replace(target)
    with suppress(OSError):
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
