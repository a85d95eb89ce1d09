"""A closing that comes from an endpoint: asked once, kept on disk, and counted in what the chat cost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.chats import chat
from tests.endpoint import LocalEndpoint, Reply, Seen, answer, judged, status
from tests.judge.chats import evaluated

CHAT = chat(
    "C: my router is dead",
    "A: I'm sorry the router failed. I have sent a new one, it arrives on Friday.",
    "C: ok",
    "A: bye",
)
GOOD = [
    "So, a new router is on its way and arrives on Friday. Is there anything else I can help you with?",
    "Thank you for your patience with the router, and have a nice day!",
]


def _asks_for_a_closing(seen: Seen) -> bool:
    shape: dict[str, Any] = seen.body["response_format"]
    return bool(shape["json_schema"]["name"] == "closing")


def replying(closing: Reply):
    def reply(seen: Seen) -> Reply:
        return closing if _asks_for_a_closing(seen) else judged(seen, thanks="missed", further_help="missed")

    return reply


def test_a_closing_is_asked_for_once_and_known_the_next_time(endpoint, tmp_path: Path):
    served: LocalEndpoint = endpoint(replying(answer({"messages": GOOD, "tips": []})))
    first, second = evaluated(served, [CHAT, CHAT], suggest="always", cache=True, cache_dir=str(tmp_path))
    assert first.suggestions.rewrite is not None
    assert (first.suggestions.rewrite.by, list(first.suggestions.rewrite.messages)) == ("model", GOOD)
    assert first.usage.requests == 2
    assert second.suggestions == first.suggestions
    assert second.usage.requests == 0
    assert sum(map(_asks_for_a_closing, served.chats)) == 1


@pytest.mark.parametrize("suggest", ["never", "below=5"])
def test_a_chat_that_needs_none_is_not_asked_about(endpoint, suggest):
    served: LocalEndpoint = endpoint(replying(answer({"messages": GOOD, "tips": []})))
    (result,) = evaluated(served, [CHAT], suggest=suggest)
    assert result.suggestions.rewrite is None
    assert len(served.chats) == 1


@pytest.mark.parametrize(
    "closing", [status(500), answer("no"), answer({"messages": ["It is 4711."], "tips": []})]
)
def test_an_endpoint_that_gives_no_closing_leaves_the_grade_and_the_template(endpoint, closing):
    (result,) = evaluated(endpoint(replying(closing)), [CHAT], suggest="always")
    assert result.status == "graded"
    assert result.suggestions.rewrite is not None
    assert result.suggestions.rewrite.by == "template"
