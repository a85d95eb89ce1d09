"""Processes: the endpoint, and whatever is measured against it."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent.parent
MODEL = "bench"
Command = tuple[str | Path, ...]


@dataclass(frozen=True)
class Used:
    """What a process took, start and end included: seconds, processor seconds (user + system), peak memory."""

    wall: float
    cpu: float
    peak_mb: float


@dataclass(frozen=True)
class Endpoint:
    """A running endpoint."""

    url: str
    told: IO[str]

    def wait(self, process: subprocess.Popen[bytes]) -> None:
        """Return as soon as the endpoint tells that it is time; stop all if the process ends before that."""
        while not select.select([self.told], [], [], 0.5)[0]:
            if process.poll() is not None:
                sys.exit(f"ended too early ({process.returncode})")
        self.told.readline()

    def counts(self) -> dict[str, Any]:
        """Return what it counted so far (`benchmarks.endpoint.Counts`)."""
        with urllib.request.urlopen(f"{self.url}/counts", timeout=30) as response:
            counts: dict[str, Any] = json.load(response)
            return counts


@contextmanager
def endpoint(**scenario: Any) -> Iterator[Endpoint]:  # noqa: ANN401  # the fields of a Scenario
    """Run an endpoint while the block lasts."""
    command = [sys.executable, "-m", "benchmarks.endpoint", json.dumps(scenario)]
    with subprocess.Popen(
        command, cwd=ROOT, env=_environment({}), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield Endpoint(f"http://127.0.0.1:{int(process.stdout.readline())}/v1", process.stdout)
        finally:
            process.stdin.close()


def python(*arguments: str | Path) -> Command:
    """Return the command that runs this Python."""
    return (sys.executable, *arguments)


def closure(*arguments: str | Path) -> Command:
    """Return the command that runs this project's command line."""
    return python("-m", "evaluator.cli", *arguments)


def batch(chats: Path, out: Path, *arguments: str) -> Command:
    """Return the command that judges chats into a file, 64 at a time."""
    judged = ("--model", MODEL, "--concurrency", "64")
    return closure("batch", chats, "-o", out, "-q", *judged, *arguments)


def fresh(folder: Path) -> Path:
    """Return a new folder in this one: no output there, and no answers from before."""
    return Path(tempfile.mkdtemp(dir=folder))


def start(command: Command, folder: Path, url: str = "") -> subprocess.Popen[bytes]:
    """Start a command on the first core, with answers cached in the folder."""
    given = {"CLOSURE_CACHE_DIR": str(folder / "cache"), "OPENAI_API_KEY": "none", "OPENAI_BASE_URL": url}
    process = subprocess.Popen(
        [str(part) for part in command], cwd=folder, env=_environment(given), stdout=subprocess.DEVNULL
    )
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process.pid, {min(os.sched_getaffinity(0))})
    return process


def measure(command: Command, folder: Path, url: str = "") -> Used:
    """Run a command to its end; stop all if it fails."""
    began = time.monotonic()
    process = start(command, folder, url)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"failed ({process.returncode}): {' '.join(map(str, command))}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Used(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / unit)


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    ours = ("OPENAI_", "AZURE_", "CLOSURE_")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return {**inherited, "PYTHONPATH": path, **{name: value for name, value in given.items() if value}}
