"""What is written for something that happened without a word."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import RootModel

from evaluator.datafile import load

_NAMELESS = {"customer_left": "Customer", "agent_left": "Agent", "joined": "Agent"}


class _Texts(RootModel[dict[str, str]]):
    pass


@cache
def _texts() -> dict[str, str]:
    return load(Path(__file__).parent / "events.yaml", _Texts).root


def happened(event: str, name: str | None) -> str:
    """Return the line that a system row shows for an event of `mapping.Event`."""
    who = name if name and event != "customer_left" else _NAMELESS.get(event, "")
    return _texts().get(event, event).replace("{name}", who)
