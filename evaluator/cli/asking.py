"""What ``closure requests`` does, apart from its options."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from evaluator.batch import Batch, Keys, Tally
from evaluator.cli.console import output
from evaluator.cli.exits import ExitCode, complain
from evaluator.cli.grading import Request, verdict
from evaluator.cli.totals import totals
from evaluator.errors import InputError, OutputError, UsageError
from evaluator.requests import Answered, Asked, Chats, Responses, build, chats_path
from evaluator.writers import open_writer

_ENDING = ".jsonl"


def write_requests(request: Request, out: Path, *, force: bool) -> None:
    """Write requests and chats; says what was left out."""
    settings, chats = request.settings, Chats(chats_path(out))
    if not settings.models:
        raise UsageError("no model: requests need --model NAME")
    if out.suffix != _ENDING:
        raise UsageError(f"{out}: requests are JSON lines; use the ending {_ENDING}")
    if not force and (found := [path for path in (out, chats.path) if path.exists()]):
        raise OutputError(f"{found[0]}: exists; pass --force to replace it")
    skipped: list[str] = []
    unfinished = out.with_name(f"{out.name}.unfinished")
    count = 0
    try:
        with unfinished.open("w", encoding="ascii") as file, asyncio.Runner() as runner:

            def asked() -> Iterator[Asked]:
                nonlocal count
                built = build(request.records(), settings)
                while (chat := runner.run(anext(built, None))) is not None:
                    if chat.asked is None:
                        skipped.append(str(chat.skipped))
                        continue
                    file.writelines(f"{line}\n" for line in chat.lines)
                    count += len(chat.lines)
                    yield chat.asked

            number = chats.write(settings, asked())
        unfinished.replace(out)
    except OSError as error:
        raise OutputError(f"{out}: cannot be written: {error.strerror or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)
    complain(*(f"left out: {why}" for why in skipped))
    output().print(
        f"{count:,} requests for {number:,} chats written to {out}; to read the answers: {chats.path}"
    )


def read_results(
    responses: Path,
    out: Path,
    chats: Path | None,
    *,
    force: bool,
    semicolon: bool,
    fail_under: float | None,
) -> ExitCode:
    """Grade by the responses into `out`; returns the exit code."""
    found = Responses(responses)
    answered = Answered(Chats(chats or _only_chats(responses)), found)
    evaluator, settings = answered.evaluator, answered.settings
    judge = evaluator.judge.identity if evaluator.judge else None
    keys = Keys(evaluator.rubric, settings.languages_dir, settings.reasons_in, judge)
    tally = Tally(fail_under)
    writing = open_writer(out, evaluator.rubric, force=force, semicolon=semicolon)
    with closing(found), writing as writer:
        Batch(evaluator, keys, writer, tally).run(answered.records())
    complain(*found.notes)
    console = output()
    console.print(totals(tally, evaluator.rubric))
    console.print(f"written to {out}")
    return verdict(tally, listed=False)


def _only_chats(responses: Path) -> Path:
    found = sorted(responses.parent.glob("*.chats.jsonl"))
    if len(found) == 1:
        return found[0]
    what = "several files *.chats.jsonl" if found else "no file *.chats.jsonl"
    raise InputError(
        f"{responses.parent}: {what}; name the one that closure requests build wrote with --chats"
    )
