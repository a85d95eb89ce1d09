"""What ``closure batch`` does, apart from its options."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from evaluator.batch import Batch, Keys, Tally
from evaluator.batch.interrupt import Interrupted
from evaluator.cli.console import output
from evaluator.cli.exits import ExitCode, complain
from evaluator.cli.grading import Request, complain_of_cache, verdict
from evaluator.cli.progress import Progress
from evaluator.cli.totals import totals
from evaluator.errors import UsageError
from evaluator.models import Evaluation, Status
from evaluator.readers import Record
from evaluator.readers.source import STDIN
from evaluator.rubric import Rubric
from evaluator.writers import open_writer


def run(
    request: Request,
    out: Path,
    *,
    force: bool,
    semicolon: bool,
    retry: bool,
    quiet: bool,
    fail_under: float | None,
) -> ExitCode:
    """Grade into `out`; returns the exit code."""
    _refuse_own_input(request, out)
    evaluator = request.evaluator()
    judge = evaluator.judge.identity if evaluator.judge else None
    keys = Keys(
        evaluator.rubric,
        request.settings.languages_dir,
        request.settings.reasons_in,
        judge,
        suggest=request.suggest,
    )
    tally, began = Tally(fail_under), time.monotonic()
    records = _begun(request.records())
    with open_writer(out, evaluator.rubric, force=force, semicolon=semicolon) as writer:
        if retry:
            writer.discard({Status.ERROR, Status.FALLBACK})
        batch = Batch(evaluator, keys, writer, tally, request.width(evaluator))
        if request.review_only:
            batch.only = _to_review
        try:
            with Progress(request, quiet=quiet) as progress:
                batch.run(records, progress.show)
        except Interrupted:
            _say_how_to_continue(tally, out)
            raise
    complain_of_cache(evaluator)
    if not quiet:
        _summarise(tally, evaluator.rubric, out, time.monotonic() - began)
    return verdict(tally, listed=quiet)


def _to_review(evaluation: Evaluation) -> bool:
    return evaluation.review.needed


def _begun(records: Iterator[Record]) -> Iterator[Record]:
    """Read the first chat at once: an input that makes no sense must not leave an output behind."""
    return chain(list(islice(records, 1)), records)


def _refuse_own_input(request: Request, out: Path) -> None:
    if any(source != STDIN and Path(source).absolute() == out.absolute() for source in request.sources):
        raise UsageError(f"{out}: is an input; name another file for the output")


def _summarise(tally: Tally, rubric: Rubric, out: Path, seconds: float) -> None:
    console = output()
    console.print(totals(tally, rubric, seconds))
    if tally.skipped and tally.skipped == tally.chats:
        console.print(f"{out} already holds all of them: nothing to do{_again(tally)}")
    else:
        console.print(f"written to {out}")


def _again(tally: Tally) -> str:
    return "; --retry-errors takes up those with an error" if tally.failed else ""


def _say_how_to_continue(tally: Tally, out: Path) -> None:
    complain(f"stopped after {tally.chats:,} chats; the same command continues {out} (without --force)")
