"""Runs the commands that README.md shows and writes down what they print.

``python scripts/build_readme.py`` brings the page up to date; with ``--check`` it only says what is stale,
and ends with 1. A block that starts with ``console`` holds commands, ``$ closure …``, each before its output;
what ``$ cat FILE`` shows becomes that file for the commands after it. They run in a folder that has nothing
but ``examples/``.
"""

from __future__ import annotations

import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.M | re.S)
_COMMAND = re.compile(r"^\$ (?P<command>.*)\n(?P<output>(?:(?!\$ ).*\n)*)", re.M)

# Variables, by their beginning, that would make the output another one than that of a pipe on any machine.
_TELLING = (
    "CLOSURE_",
    "OPENAI_",
    "AZURE_OPENAI_",
    "COLUMNS",
    "FORCE_COLOR",
    "NO_COLOR",
    "TTY_COMPATIBLE",
    "TTY_INTERACTIVE",
)
# How long a batch took is another figure every time; the one that is shown stays.
_TIMING = re.compile(r"[\d.,]+ s, [\d.,]+ chats/s")


def renewed(page: str, folder: Path) -> str:
    """Return the page with the output of every command as it is now; the commands run in `folder`."""
    return _BLOCK.sub(lambda block: _COMMAND.sub(lambda found: _shown(found, folder), block[0]), page)


def _shown(found: re.Match[str], folder: Path) -> str:
    program, *arguments = shlex.split(found["command"])
    if program == "cat":
        (folder / arguments[0]).write_text(found["output"], encoding="utf-8")
        return found[0]
    if program != "closure":
        raise ValueError(
            f"README.md: only closure and cat are run in console blocks, not {found['command']!r}"
        )
    done = subprocess.run(
        [sys.executable, "-m", "evaluator.cli", *arguments],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.startswith(_TELLING)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        encoding="utf-8",
    )
    same = _TIMING.sub("", done.stdout) == _TIMING.sub("", found["output"])
    return found[0] if same else f"$ {found['command']}\n{done.stdout}"


def current(page: str) -> str:
    """Return the page as it should be."""
    with tempfile.TemporaryDirectory() as name:
        shutil.copytree(ROOT / "examples", Path(name) / "examples")
        return renewed(page, Path(name))


def main(arguments: Sequence[str]) -> int:
    """Write the page, or check it; returns the exit code."""
    before = README.read_text("utf-8")
    after = current(before)
    if "--check" in arguments:
        lines = difflib.unified_diff(
            before.splitlines(), after.splitlines(), "README.md", "as it is now", lineterm=""
        )
        sys.stderr.writelines(f"{line}\n" for line in lines)
        return int(before != after)
    README.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
