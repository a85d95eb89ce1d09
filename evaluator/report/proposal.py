"""A proposed closing on a page: the messages, what they gain, and what is left to fill in."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from evaluator.models import Rewrite
from evaluator.report.looks import LEVELS, score_text
from evaluator.report.safe import one_line

_INDENT = (0, 0, 0, 2)


def proposal(rewrite: Rewrite) -> Group:
    """Draw the proposal. Between two messages the customer answers."""
    by = ", written by the model" if rewrite.by == "model" else ""
    gain = f"  {score_text(rewrite.before)} → {score_text(rewrite.after)}{by}"
    heading = Text("Proposed closing", "bold").append(gain, "not bold dim")
    messages = [Padding(Text(one_line(message)), _INDENT) for message in rewrite.messages]
    answered = [Padding(Text("… the customer answers …", "dim"), _INDENT)] if len(messages) > 1 else []
    parts: list[RenderableType] = [heading, *messages[:1], *answered, *messages[1:]]
    if rewrite.placeholders:
        fill = ", ".join(f"{{{name}}}" for name in rewrite.placeholders)
        parts.append(Padding(Text(one_line(f"Fill in before sending: {fill}"), "yellow"), _INDENT))
    changes = ", ".join(
        f"{c.criterion} {LEVELS[c.before].sign}→{LEVELS[c.after].sign}" for c in rewrite.changes
    )
    return Group(*parts, Padding(Text(changes, "dim"), _INDENT))
