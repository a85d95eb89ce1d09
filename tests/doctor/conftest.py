"""An examination as the command line asks for it, with nobody's own settings."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from evaluator.doctor import Check, examine
from tests.endpoint import LocalEndpoint

Examined = dict[str, Check]
Examine = Callable[..., Examined]


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Examine:
    """Returns the checks by name; with an endpoint a model of it is asked."""
    for name in os.environ:
        if name.upper().startswith(("CLOSURE_", "OPENAI_", "AZURE_OPENAI_")) or name.lower().endswith(
            "_proxy"
        ):
            monkeypatch.delenv(name)
    monkeypatch.setenv("CLOSURE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()

    def look(served: LocalEndpoint | None = None, **flags: object) -> Examined:
        given = {"models": ["test-model"], "base_url": served.base_url} if served else {}

        async def run() -> Examined:
            return {check.name: check async for check in examine({**given, **flags})}

        return asyncio.run(run())

    return look
