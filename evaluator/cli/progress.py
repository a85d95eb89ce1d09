"""The progress bar of a batch."""

from __future__ import annotations

import time
from typing import Any, Self

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from evaluator.batch.tally import Tally
from evaluator.cli.console import messages
from evaluator.cli.counting import count_chats
from evaluator.cli.grading import Request
from evaluator.report.amounts import counted, short
from evaluator.report.looks import score_text

_SECONDS = 0.1


class Progress:
    """Shows on standard error how far a batch is: nothing when `quiet`, or when that is no terminal."""

    def __init__(self, request: Request, *, quiet: bool) -> None:
        console = messages()
        self._hidden = quiet or not console.is_terminal
        total = None if self._hidden else count_chats(request.sources, request.limit)
        ending = [TextColumn("ETA"), TimeRemainingColumn(compact=True)] if total else []
        self._bar = Bar(
            BarColumn(bar_width=30),
            MofNCompleteColumn() if total else TextColumn("{task.completed:,} chats"),
            TextColumn("{task.fields[rate]:,.0f}/s"),
            *ending,
            TextColumn("mean {task.fields[mean]}"),
            TextColumn("{task.fields[fallbacks]}", style="yellow"),
            TextColumn("{task.fields[spent]}"),
            TextColumn("{task.fields[failures]}", style="red"),
            console=console,
            disable=self._hidden,
            transient=True,
        )
        self._task = self._bar.add_task("", total=total, rate=0.0, mean="–", **_words(Tally()))
        self._began = self._shown = time.monotonic()

    def show(self, tally: Tally) -> None:
        """Bring the bar up to date, a few times a second."""
        now = time.monotonic()
        if self._hidden or now - self._shown < _SECONDS:
            return
        self._shown = now
        self._bar.update(
            self._task,
            completed=tally.chats,
            rate=(tally.chats - tally.skipped) / (now - self._began),
            mean=score_text(round(tally.mean, 1) if tally.mean is not None else None),
            **_words(tally),
        )

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def _words(tally: Tally) -> dict[str, Any]:
    """Say what goes wrong and what it costs; nothing where there is nothing to say."""
    spent = tally.spent
    known = f"cost {spent.cost_words}" if not spent.unpriced else f"{short(spent.tokens)} tokens"
    return {
        "fallbacks": f"{tally.fallen_back:,} by rules" if tally.fallen_back else "",
        "spent": known if spent.requests else "",
        "failures": counted(tally.failed, "error") if tally.failed else "",
    }
