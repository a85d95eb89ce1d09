"""The command line as its users have it: in this process, or as one of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from evaluator.cli import app

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "evaluator.cli"]

Run = Callable[..., Result]
Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def nobodys_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the tester's keys nor the tester's stored answers."""
    for name in os.environ:
        if name.startswith(("CLOSURE_", "OPENAI_", "AZURE_OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("CLOSURE_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def closure(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command here and now."""
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object, stdin: str | None = None) -> Result:
        result = CliRunner().invoke(app, [str(a) for a in arguments], input=stdin, prog_name="closure")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


def environment(**more: str) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "FORCE_COLOR", "NO_COLOR")}
    return {**inherited, "PYTHONPATH": str(ROOT), **more}


def start(*arguments: object, **options: Any) -> subprocess.Popen[bytes]:
    """Starts a command as a process of its own."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": environment()}
    return subprocess.Popen([*COMMAND, *map(str, arguments)], **{**pipes, **options})


def chat(number: int = 0, *, words: str = "My router is broken.", **more: object) -> dict[str, object]:
    """A chat that ends well; `number` makes it another one."""
    turns = [
        {"role": "customer", "text": f"Hello, {words} Order {number}."},
        {
            "role": "agent",
            "name": "Jana",
            "text": "I have sent you a new one, it arrives on Friday. Does that help?",
        },
        {"role": "customer", "text": "Yes, it works for me, thanks."},
        {"role": "agent", "name": "Jana", "text": "Is there anything else I can help you with?"},
        {"role": "customer", "text": "No, that's all."},
        {"role": "agent", "name": "Jana", "text": "Thank you for your patience. Have a lovely day, goodbye!"},
    ]
    return {"id": f"chat-{number}", "language": "en", "turns": turns, **more}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes chats, or lines as they are, to a file."""

    def write(chats: Sequence[dict[str, object] | str], name: str = "chats.jsonl") -> Path:
        path = tmp_path / name
        lines = [c if isinstance(c, str) else json.dumps(c) for c in chats]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    return write
