#!/usr/bin/env python3
"""Sets the project up and runs its jobs, with nothing but Python 3.11 or newer: ``python3 dev.py JOB``.

demo    install into .venv, grade the chats in examples/
test    install into .venv with the development tools, run the tests (the slow ones apart)
slow    the slow tests: builds the wheel and uses it in an empty environment, regenerates the figures in docs/
lint    style, formatting and types
docs    whether the generated pages are up to date (``dev.py docs --write`` updates them)
check   test, slow, lint, docs: what CI runs
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
MODEL_LOCK = ROOT / "requirements-model.lock"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")


def run(program: str, *arguments: str) -> None:
    """Run a program of the environment from the project's root, and stop with its code if it fails."""
    if code := attempt(program, *arguments):
        sys.exit(code)


def attempt(program: str, *arguments: str) -> int:
    """Run a program of the environment from the project's root; returns its code."""
    return subprocess.run([BIN / program, *arguments], cwd=ROOT, check=False).returncode


def install(kind: str) -> None:
    """Create .venv and install what `kind` (``run`` or ``dev``) needs, unless that is already done."""
    stamp = VENV / f".installed-{kind}-{_fingerprint()}"
    if stamp.exists():
        return
    print(f"Setting up {VENV.name}/ …", file=sys.stderr, flush=True)
    _create()
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    if kind == "dev":
        run("python", *pip, "--requirement", str(LOCK))
        # Not everybody's machine has wheels of it, and the tests that need it say so.
        attempt("python", *pip, "--no-deps", "--requirement", str(MODEL_LOCK))
        run("python", *pip, "--no-deps", "--no-build-isolation", "--editable", ".")
    else:
        run("python", *pip, "--constraint", str(LOCK), "--editable", ".")
    stamp.touch()


def _fingerprint() -> str:
    """Return what changes when the dependencies do."""
    files = (ROOT / "pyproject.toml", LOCK, MODEL_LOCK)
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def _create() -> None:
    if (BIN / "python").exists() or (BIN / "python.exe").exists():
        return
    try:
        venv.create(VENV, with_pip=True)
    except (subprocess.CalledProcessError, ImportError):
        sys.exit("This Python lacks venv or pip; install them (Debian, Ubuntu: python3-venv) and try again.")


def demo() -> None:
    """Do the main job, on the examples."""
    install("run")
    run("closure", "grade", "examples")


def test() -> None:
    """Run the tests that take seconds."""
    install("dev")
    run("python", "-m", "pytest", "-n", "2", "--dist", "loadfile", "-m", "not slow")


def slow() -> None:
    """Run the tests that take minutes."""
    install("dev")
    run("python", "-m", "pytest", "-m", "slow")


def lint() -> None:
    """Check style, formatting and types."""
    install("dev")
    run("ruff", "check", ".")
    run("ruff", "format", "--check", ".")
    run("mypy")


def docs() -> None:
    """Check the generated pages, or write them anew with ``--write``."""
    install("dev")
    write = "--write" in sys.argv
    for script in ("build_docs.py", "build_readme.py"):
        run("python", f"scripts/{script}", *([] if write else ["--check"]))
    if write:
        run("closure", "agreement", "tests/golden/dev", "--markdown", "docs/accuracy.md")
        run("python", "-m", "benchmarks.tables", "--write")


def check() -> None:
    """Run everything that has to pass."""
    for job in (test, slow, lint, docs):
        print(f"== {job.__name__}", flush=True)
        job()


JOBS: dict[str, Callable[[], None]] = {job.__name__: job for job in (demo, test, slow, lint, docs, check)}

if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036  # whoever has an older one should be told
        sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ".")
    chosen = JOBS.get(sys.argv[1]) if len(sys.argv) > 1 else None
    if chosen is None:
        sys.exit(__doc__)
    chosen()
