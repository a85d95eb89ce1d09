"""What a run came to, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from evaluator.batch.tally import Tally
from evaluator.report.amounts import counted, short
from evaluator.report.looks import band_style, score_text
from evaluator.report.safe import one_line
from evaluator.rubric import Rubric


def totals(tally: Tally, rubric: Rubric, seconds: float | None = None) -> Text:
    """List counts, mean and bands, then the first few chats that have no score, and notes."""
    lines = [_counts(tally, seconds)]
    if tally.graded:
        lines.append(_scores(tally, rubric))
    if tally.has_model:
        lines.append(_model(tally))
    if tally.to_review:
        lines.append(Text(f"review: {counted(tally.to_review, 'chat')}", "yellow"))
    lines += _listed("not gradable", tally.ungradable, tally.not_gradable, "yellow")
    lines += _listed("error", tally.errors, tally.failed, "red")
    lines += _listed("note", tally.notes, tally.noted, "dim")
    return Text("\n").join(lines)


def _counts(tally: Tally, seconds: float | None) -> Text:
    new = tally.chats - tally.skipped
    line = Text(f"{tally.chats:,} chat{'s' * (tally.chats != 1)}", "bold")
    line.append(f"   {tally.graded:,} graded", "not bold")
    if tally.not_gradable:
        line.append(f"   {tally.not_gradable:,} not gradable", "not bold yellow")
    if tally.failed:
        line.append(f"   {tally.failed:,} error{'s' * (tally.failed != 1)}", "bold red")
    if tally.skipped:
        line.append(f"   {tally.skipped:,} done before", "not bold dim")
    if seconds is not None and new:
        line.append(f"   {seconds:,.1f} s, {new / max(seconds, 1e-9):,.0f} chats/s", "not bold dim")
    return line


def _scores(tally: Tally, rubric: Rubric) -> Text:
    line = Text("mean ").append(score_text(round(tally.mean or 0.0, 1)), "bold")
    for band in rubric.bands:
        count = tally.bands[band.name]
        line.append(f"   {band.name} ", "dim").append(
            f"{count:,} ({count / tally.graded:.0%})", band_style(rubric, band.name) if count else "dim"
        )
    return line


def _model(tally: Tally) -> Text:
    """Say what the model did, why it did not do the rest, and what asking it has come to."""
    line = Text(f"model: {tally.judged:,} judged")
    if tally.fallen_back:
        line.append(f"   {tally.fallen_back:,} by rules", "yellow")
        kinds = ", ".join(f"{kind.replace('_', ' ')} {count:,}" for kind, count in _kinds(tally))
        line.append(f" ({one_line(kinds)})", "yellow")
    spent = tally.spent
    if spent.cache_hits:
        line.append(f"   {spent.cache_hits:,} from the cache", "dim")
    if spent.requests:
        line.append(f"   {counted(spent.requests, 'request')}   {short(spent.tokens)} tokens", "dim")
        line.append(f"   cost {spent.cost_words}", "dim")
    return line


def _kinds(tally: Tally) -> Iterator[tuple[str, int]]:
    yield from tally.fallbacks.most_common()
    if earlier := tally.fallen_back - tally.fallbacks.total():
        yield "earlier", earlier


def _listed(what: str, lines: list[str], count: int, style: str) -> Iterator[Text]:
    for line in lines:
        yield Text(f"{what}: ", style).append(one_line(line), "default")
    if lines and count > len(lines):
        yield Text(f"{what}: and {count - len(lines):,} more", style)
