"""What the endpoint of the benchmarks reads in a request, and what it answers."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from benchmarks.judge.deals import Fate
from evaluator.judge.asked import asked as asked_of
from evaluator.rubric import load_rubric

MARK = re.compile(r"mark ([a-z]{6})")
REASON = "The agent's last turn says so in plain words, and nothing that comes before it in the chat speaks against it."
WORDS = 4


@dataclass(frozen=True)
class Asked:
    """A request: the chat's mark, what to quote of it, and the tokens it is taken for."""

    chat: str
    turn: str
    quote: str
    tokens: int


def read(body: bytes) -> Asked:
    """Read a request. The chat is the first thing that the user says."""
    said: str = json.loads(body)["messages"][1]["content"]
    turns = json.loads(said)["turns"]
    mark = MARK.search(said)
    assert mark, "a chat without a mark"
    last = next(turn for turn in reversed(turns) if turn["role"] == "agent" and turn["text"].strip())
    return Asked(mark[1], last["id"], " ".join(last["text"].split(" ")[:WORDS]), len(body) // 4)


def answered(asked: Asked, fate: Fate) -> bytes:
    """Return a completed chat: a verdict, half of one, or a refusal."""
    message: dict[str, Any] = {"role": "assistant", "content": None, "refusal": None}
    if fate is Fate.REFUSAL:
        message["refusal"] = "I can't help with that."
    else:
        text = verdict(asked)
        message["content"] = text[: len(text) // 2] if fate is Fate.UNREADABLE else text
    usage = {"prompt_tokens": asked.tokens, "completion_tokens": 900, "total_tokens": asked.tokens + 900}
    return json.dumps(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1_760_000_000,
            "model": "bench",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
            "usage": usage,
        }
    ).encode()


def verdict(asked: Asked) -> str:
    """Return the model's answer: all is well, and the agent's last turn shows it."""
    return _verdict().replace("TURN", asked.turn).replace('"QUOTE"', json.dumps(asked.quote))


@cache
def _verdict() -> str:
    rubric = load_rubric()
    evidence = [{"turn": "TURN", "quote": "QUOTE"}]
    said = {"evidence": evidence, "reason": REASON, "due": True, "level": "met"}
    outcome = {"reason": REASON, "value": rubric.outcomes[0].id.value}
    return json.dumps({"outcome": outcome, "criteria": {c.id: said for c in asked_of(rubric)}})
