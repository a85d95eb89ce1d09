"""One chat's evaluation on a page: the score, a row for each criterion, the closing with its quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from evaluator.models import Conversation, Evaluation, Judgement, Level, Sent, Status, Usage
from evaluator.report.amounts import counted, money
from evaluator.report.digits import big
from evaluator.report.looks import LEVELS, STATUSES, band_style, outcome_words, score_text
from evaluator.report.proposal import proposal
from evaluator.report.safe import clipped, one_line
from evaluator.report.transcript import transcript
from evaluator.rubric import Rubric

_LONGEST_QUOTE = 90
_MOST_QUOTES = 2
_WIDEST = 120


def scorecard(
    evaluation: Evaluation,
    conversation: Conversation | None,
    rubric: Rubric,
    notes: Sequence[str] = (),
    *,
    terminal: bool = True,
) -> RenderableType:
    """Draw the page. Without a `terminal`, digits are small and quotes are marked with ⟦ ⟧."""
    parts: list[RenderableType] = [_title(evaluation), "", _headline(evaluation, rubric, terminal=terminal)]
    if evaluation.judgements:
        parts += ["", _criteria(evaluation, rubric)]
    if conversation and conversation.turns:
        heading = "Closing" if evaluation.closing else "Chat"
        parts += ["", Text(heading, "bold"), transcript(conversation, evaluation, brackets=not terminal)]
    if rewrite := evaluation.suggestions.rewrite:
        parts += ["", proposal(rewrite)]
    footer = [*_remarks(evaluation, notes)]
    return Group(*parts, *([""] if footer else []), *footer)


def print_scorecard(
    console: Console,
    evaluation: Evaluation,
    conversation: Conversation | None,
    rubric: Rubric,
    notes: Sequence[str],
) -> None:
    """Print the page as the console can show it."""
    page = scorecard(evaluation, conversation, rubric, notes, terminal=console.is_terminal)
    console.print(page, width=min(console.width, _WIDEST))


def _title(evaluation: Evaluation) -> Text:
    title = Text(clipped(evaluation.conversation_id, 80), "bold", overflow="ellipsis", no_wrap=True)
    if evaluation.agent:
        title.append(f"  agent {clipped(evaluation.agent, 40)}", "not bold")
    if evaluation.source:
        title.append(f"  {clipped(evaluation.source, 80)}", "not bold dim")
    return title


def _headline(evaluation: Evaluation, rubric: Rubric, *, terminal: bool) -> RenderableType:
    style = band_style(rubric, evaluation.band)
    facts = _facts(evaluation, style)
    if not terminal:
        facts[0] = Text(f"{score_text(evaluation.score)}  ", style).append_text(facts[0])
        return Group(*facts)
    table = Table.grid(padding=(0, 3, 0, 0))
    number = Text("\n".join(big(score_text(evaluation.score))), style, no_wrap=True)
    table.add_row(Padding(number, (0, 0, 0, 1)), Group(*facts))
    return table


def _facts(evaluation: Evaluation, style: str) -> list[Text]:
    """Return three lines: the verdict, the outcome and language, how it was graded."""
    verdict = Text(evaluation.band or STATUSES[evaluation.status], style)
    if evaluation.critical:
        verdict.append(f"   critical: {', '.join(evaluation.critical)} missed", "bold red")
    how_it_ended = Text(f"outcome {outcome_words(evaluation)}")
    how_it_ended.append(f"   language {evaluation.language or 'unknown'}")
    if not evaluation.judgements:
        return [verdict, how_it_ended, Text(one_line(evaluation.error or ""))]
    counts = [(level, sum(j.level is level for j in evaluation.judgements)) for level in LEVELS]
    graded = Text(f"{_graded_by(evaluation)}, covering {evaluation.coverage:.0%} of the weight", "dim")
    for level, count in counts:
        if count:
            graded.append("   ").append(f"{count} {LEVELS[level].word}", f"not dim {LEVELS[level].style}")
    return [verdict, how_it_ended, graded]


def _graded_by(evaluation: Evaluation) -> str:
    model = evaluation.provenance.model if evaluation.provenance else None
    if evaluation.status is Status.GRADED and model:
        return f"graded by {clipped(model, 60)}"
    return STATUSES[evaluation.status]


def _criteria(evaluation: Evaluation, rubric: Rubric) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right", style="dim")
    table.add_column(ratio=1)
    tips = {tip.criterion: tip.text for tip in evaluation.suggestions.tips}
    for judgement in evaluation.judgements:
        criterion = rubric.criterion(judgement.criterion)
        look = LEVELS[judgement.level]
        name = Text(judgement.criterion, "dim" if judgement.level is Level.NA else "")
        name.append(" !" if criterion.critical else "", "red")
        verdict = Text(f"{look.sign} {look.word}", look.style)
        table.add_row(verdict, name, f"{criterion.weight:g}", _why(judgement, tips.get(judgement.criterion)))
    return table


def _why(judgement: Judgement, tip: str | None) -> Text:
    """Say the reason, the words that it rests on, and what to do better."""
    why = Text(one_line(judgement.reason), "dim" if judgement.level is Level.NA else "")
    if judgement.confidence is not None and judgement.confidence < 1:
        why.append(f"  {judgement.confidence:.0%} of the votes", "yellow")
    for quote in _quotes(judgement):
        why.append("  ").append(quote, "italic")
    if tip and judgement.level in (Level.PARTIAL, Level.MISSED):
        why.append(f"\n→ {one_line(tip)}", "cyan")
    return why


def _quotes(judgement: Judgement) -> Iterator[str]:
    for evidence in judgement.evidence[:_MOST_QUOTES]:
        absent = " (not in the chat)" if evidence.status == "absent" else ""
        place = "#?" if evidence.turn is None else f"#{evidence.turn}"
        yield f"{place} “{clipped(evidence.quote, _LONGEST_QUOTE)}”{absent}"
    if len(judgement.evidence) > _MOST_QUOTES:
        yield f"+{len(judgement.evidence) - _MOST_QUOTES}"


def _remarks(evaluation: Evaluation, notes: Iterable[str]) -> Iterator[Text]:
    if evaluation.status is Status.FALLBACK:
        yield Text(f"by rules, because: {one_line(evaluation.error or '')}", "yellow")
    for reason in evaluation.review.reasons:
        yield Text(f"review: {one_line(reason)}", "yellow")
    for note in notes:
        yield Text(f"note: {one_line(note)}", "yellow")
    if evaluation.sent:
        yield from _sent(evaluation.sent)
    if evaluation.usage.requests or evaluation.usage.cache_hit:
        yield Text(_spent(evaluation.usage), "dim")
    if made_by := evaluation.provenance:
        pack = f", language pack {made_by.language_pack}" if made_by.language_pack else ""
        prompt = f", prompt {made_by.prompt} {made_by.prompt_version}" if made_by.prompt else ""
        rubric = f"rubric {made_by.rubric} {made_by.rubric_version}"
        yield Text(f"{rubric}{pack}{prompt}, version {made_by.package_version}", "dim")


def _sent(sent: Sent) -> Iterator[Text]:
    """Say what of the chat did not go to the model."""
    if sent.masked:
        kinds = ", ".join(counted(number, kind) for kind, number in sent.masked.items())
        yield Text(f"masked before sending: {kinds}", "dim")
    if sent.cut:
        yield Text(f"too long for the model: {one_line(sent.cut)}", "yellow")


def _spent(usage: Usage) -> str:
    """Say what asking has cost."""
    if usage.cache_hit:
        return "the answer was kept from an earlier run"
    tokens = f"{usage.input_tokens:,} tokens read, {usage.output_tokens:,} written"
    cost = f", cost {money(usage.cost)}" if usage.cost is not None else ""
    return f"{counted(usage.requests, 'request')}, {tokens}{cost}, {usage.latency_seconds or 0:.1f} s"
