"""How the command line ends: one clear line for an error, and a documented exit code."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

from evaluator.errors import ClosureError, OutputError

if TYPE_CHECKING:
    from types import TracebackType


class ExitCode(IntEnum):
    """The codes; `docs/exit-codes.md` explains them."""

    OK = 0
    BELOW = 1
    USAGE = 2
    INPUT = 3
    DATA_FILE = 4
    OUTPUT = 5
    ENDPOINT = 6
    INTERRUPTED = 130
    PIPE_CLOSED = 141


MEANINGS: Mapping[ExitCode, str] = {
    ExitCode.OK: "done",
    ExitCode.BELOW: "a chat is below --fail-under, or has no score",
    ExitCode.USAGE: "the command line is wrong",
    ExitCode.INPUT: "input cannot be read, or some chats in it cannot (the others are graded)",
    ExitCode.DATA_FILE: "a mistake in a rubric, a language pack or closure.toml",
    ExitCode.OUTPUT: "the output cannot be written",
    ExitCode.ENDPOINT: "the model cannot be asked: key, model name, address or certificate",
    ExitCode.INTERRUPTED: "interrupted; nothing is lost",
    ExitCode.PIPE_CLOSED: "whoever read the output stopped reading",
}


class Guarded(TyperGroup):
    """Ends every command with the right code, and without a traceback for what a user can cause."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401  # as the class it extends
        """Run the command."""
        with Endings():
            return super().invoke(ctx)


class Endings:
    """Turns what a command raises into an exit code; entered around the whole command."""

    def __enter__(self) -> None:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        try:
            if not isinstance(error, OSError):
                sys.stdout.flush()
        except OSError as failure:
            error = failure
        match error:
            case ClosureError():
                complain(str(error), *getattr(error, "__notes__", ()))
                raise typer.Exit(error.exit_code) from error
            case BrokenPipeError():
                _discard_stdout()
                raise typer.Exit(ExitCode.PIPE_CLOSED) from error
            case OSError():
                _discard_stdout()
                complain(f"standard output: cannot be written: {error.strerror or error}")
                raise typer.Exit(OutputError.exit_code) from error
            case KeyboardInterrupt():
                raise typer.Exit(getattr(error, "exit_code", ExitCode.INTERRUPTED)) from error


def complain(*lines: str) -> None:
    """Write to standard error, each line after the program's name."""
    from evaluator.report.safe import one_line

    for line in lines:
        with suppress(OSError):
            sys.stderr.write(f"closure: {one_line(line)}\n")


def _discard_stdout() -> None:
    """Let Python's own flush at exit succeed."""
    with suppress(OSError, io.UnsupportedOperation):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
