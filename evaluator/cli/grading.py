"""What the commands that grade do, apart from their options."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from evaluator.batch.grading import grade_in_order
from evaluator.batch.interrupt import Interruptions
from evaluator.batch.tally import Tally
from evaluator.cli.console import output
from evaluator.cli.exits import ExitCode, complain
from evaluator.cli.totals import totals
from evaluator.errors import InputError
from evaluator.evaluator import Evaluator
from evaluator.models import Evaluation
from evaluator.readers import ReadOptions, Record, read
from evaluator.report.overview import print_overview
from evaluator.report.safe import one_line, shown
from evaluator.report.scorecard import print_scorecard
from evaluator.settings import Settings
from evaluator.writers.row import to_json

_AHEAD = 4

Graded = tuple[Record, Evaluation]


@dataclass(frozen=True, slots=True)
class Request:
    """Which chats to grade, and how."""

    sources: tuple[str, ...]
    reading: ReadOptions
    settings: Settings
    chat_id: str | None = None
    limit: int | None = None
    suggest: bool | float = False
    review_only: bool = False

    def evaluator(self) -> Evaluator:
        """Return the grader that was asked for."""
        return Evaluator.from_settings(self.settings, suggest=self.suggest)

    def width(self, evaluator: Evaluator) -> int:
        """Return how many chats to have in work: with a model a few more than it is asked about at a time."""
        return self.settings.concurrency + _AHEAD if evaluator.judge else 1

    def records(self) -> Iterator[Record]:
        """Return the chats that were asked for; the first error of the input as a whole is raised at once."""
        records = read(self.sources, self.reading)
        if self.chat_id is not None:
            records = self._chosen(records, self.chat_id)
        return islice(records, self.limit)

    def _chosen(self, records: Iterable[Record], chat_id: str) -> Iterator[Record]:
        found = False
        for record in records:
            if record.conversation and record.conversation.id == chat_id:
                found = True
                yield record
        if not found:
            raise InputError(f"{', '.join(self.sources)}: no chat with id {chat_id!r}")


def show(
    request: Request, *, as_json: bool, full: bool, fail_under: float | None, width: int | None
) -> ExitCode:
    """Grade and print; returns the exit code."""
    evaluator = request.evaluator()
    tally = Tally(fail_under)
    graded = _graded(request, evaluator, tally)
    if as_json:
        _print_json(graded)
    else:
        _print_report(graded, evaluator, tally, full=full, width=width)
    return verdict(tally, listed=as_json)


def proposals(request: Request) -> ExitCode:
    """Print the proposed closings alone; chats without one are named on standard error. Returns the exit code."""
    tally = Tally()
    graded = _graded(request, request.evaluator(), tally)
    first = list(islice(graded, 2))
    for number, (record, evaluation) in enumerate(chain(first, graded)):
        rewrite = evaluation.suggestions.rewrite
        if rewrite is None:
            complain(
                f"{record.where}: {evaluation.conversation_id}: {_why_none(evaluation, request.suggest)}"
            )
            continue
        title = [f"# {one_line(evaluation.conversation_id)}"] if len(first) > 1 else []
        text = "\n\n".join([*title, *map(shown, rewrite.messages)])
        sys.stdout.write(f"\n{text}\n" if number and title else f"{text}\n")
    return verdict(tally)


def _why_none(evaluation: Evaluation, wanted: bool | float) -> str:
    if evaluation.score is None:
        return evaluation.error or "has no score"
    if wanted is False or (wanted is not True and evaluation.score >= wanted):
        return f"scores {evaluation.score:g}; --suggest always proposes for it too"
    return f"nothing better to propose than what scores {evaluation.score:g}"


def verdict(tally: Tally, *, listed: bool = True) -> ExitCode:
    """Return the exit code of what was graded; standard error says why it is not 0."""
    if tally.below:
        complain(f"{tally.below:,} of {tally.chats:,} chats below {tally.threshold:g} or without a score")
    if tally.failed:
        errors = tally.errors if listed else []
        complain(f"{tally.failed:,} of {tally.chats:,} chats could not be read or graded", *errors)
        return ExitCode.INPUT
    return ExitCode.BELOW if tally.below else ExitCode.OK


def complain_of_cache(evaluator: Evaluator) -> None:
    """Say so where answers could not be kept: the chats are graded all the same."""
    if evaluator.judge and evaluator.judge.store and evaluator.judge.store.trouble:
        complain(evaluator.judge.store.trouble)


def _graded(request: Request, evaluator: Evaluator, tally: Tally) -> Iterator[Graded]:
    with asyncio.Runner() as runner, Interruptions() as interruptions:
        results = grade_in_order(request.records(), evaluator, request.width(evaluator))
        while True:
            with interruptions.held():
                graded = runner.run(anext(results, None))
            if graded is None:
                break
            record, evaluation = graded
            if request.review_only and not evaluation.review.needed:
                continue
            tally.add(evaluation, record.notes)
            yield record, evaluation
        runner.run(evaluator.close())
    complain_of_cache(evaluator)


def _print_json(graded: Iterable[Graded]) -> None:
    for record, evaluation in graded:
        complain(*(f"{record.where}: note: {note}" for note in record.notes))
        sys.stdout.write(to_json(evaluation) + "\n")


def _print_report(
    graded: Iterator[Graded], evaluator: Evaluator, tally: Tally, *, full: bool, width: int | None
) -> None:
    console = output(width)
    first = list(islice(graded, 2))
    everything = chain(first, graded)
    if full or len(first) == 1:
        for number, (record, evaluation) in enumerate(everything):
            if number:
                console.rule(style="dim")
            print_scorecard(console, evaluation, record.conversation, evaluator.rubric, record.notes)
    else:
        print_overview(console, (evaluation for _, evaluation in everything), evaluator.rubric)
    if tally.chats > 1:
        console.print()
        console.print(totals(tally, evaluator.rubric))
