"""A better closing by a language model, checked against the chat before anybody sees it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from evaluator.endpoint.failure import FATAL, Failure
from evaluator.endpoint.question import Form, Model, Question, Reply, Shape
from evaluator.endpoint.spent import NOTHING, Spent
from evaluator.injection import plain
from evaluator.judge.exchange import Exchange, Store, digest, new_nonce
from evaluator.judge.jsontext import Unreadable, one_object
from evaluator.models import Conversation
from evaluator.redaction import Redacted, redact
from evaluator.resources import data_dir
from evaluator.suggest.formality import Formality

_READINGS = 2
_LONGEST, _MOST_TURNS = 900, 40
_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "messages": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "string", "minLength": 1, "maxLength": _LONGEST},
        }
    },
    "required": ["messages"],
    "additionalProperties": False,
}
_UNBOUNDED: Mapping[str, Any] = {
    **_SCHEMA,
    "properties": {"messages": {"type": "array", "items": {"type": "string"}}},
}
_SHAPE = Shape("closing", _SCHEMA, _UNBOUNDED)
# What the closing must not hold, in words to send back.
Check = Callable[[Sequence[str]], Sequence[str]]


class Wish(NamedTuple):
    """What to rewrite: from turn `start` on, in which language and manner, and what is lacking with the reasons."""

    start: int
    outcome: str
    lacking: Mapping[str, str]
    language: str
    formality: Formality


class Written(NamedTuple):
    """The messages, unmasked; none where the model gave no closing that holds. With what asking has cost."""

    messages: tuple[str, ...]
    spent: Spent = NOTHING


@dataclass(frozen=True)
class Rewriter:
    """Asks a model for closings. What it says is used only after `check` finds no fault; it gets one more try."""

    model: Model
    store: Store | None = None
    redacts: bool = True

    async def write(self, conversation: Conversation, wish: Wish, check: Check) -> Written:
        """Return a closing without faults, or none. Raises `Failure` only for what makes every other chat fail too."""
        redacted = redact(conversation, wish.language) if self.redacts else Redacted.none(conversation)
        system = (data_dir("prompts") / "rewrite.md").read_text("utf-8")
        user = _chat(redacted.conversation, wish)
        exchange = Exchange(self.model, new_nonce(), self.store)
        exchange.recall(digest("rewrite", self.model.identity, system, user))
        question = Question(system, (("user", user),), _SHAPE, None, exchange.key)
        for _ in range(_READINGS):
            try:
                reply = await exchange.ask(question)
                messages = tuple(redacted.restore(text) for text in _read(reply))
                faults = check(messages)
            except Unreadable as error:
                faults = error.problems
            except Failure as failure:
                if failure.kind in FATAL:
                    raise
                return Written((), exchange.spent)
            if not faults:
                return Written(messages, exchange.spent)
            question = _again(question, reply, faults)
        return Written((), exchange.spent)


def _chat(conversation: Conversation, wish: Wish) -> str:
    first = max(0, len(conversation.turns) - _MOST_TURNS)
    turns = [
        {
            "turn": number,
            "role": turn.role.value,
            **({"name": turn.name} if turn.name else {}),
            "text": plain(turn.text),
        }
        for number, turn in enumerate(conversation.turns)
        if number >= first
    ]
    return json.dumps(
        {
            "language": wish.language,
            "address": wish.formality,
            "outcome": wish.outcome,
            "lacking": dict(wish.lacking),
            "replace_from": wish.start,
            "turns": turns,
        },
        ensure_ascii=False,
    )


def _read(reply: Reply) -> tuple[str, ...]:
    """The messages of an answer. Raises `Unreadable`."""
    found = one_object(reply.text, lenient=reply.form in (Form.OBJECT, Form.TEXT)).get("messages")
    if not isinstance(found, list) or not 1 <= len(found) <= 2:
        raise Unreadable('"messages" must be a list of one or two texts')
    texts = [text.strip() for text in found if isinstance(text, str) and 0 < len(text.strip()) <= _LONGEST]
    if len(texts) < len(found):
        raise Unreadable(f"each message must be a text of at most {_LONGEST} characters")
    return tuple(texts)


def _again(question: Question, reply: Reply, faults: Sequence[str]) -> Question:
    what = "That closing cannot be sent: " + "; ".join(faults[:5]) + ". Write it again without that."
    return replace(question, messages=(question.messages[0], ("assistant", reply.text), ("user", what)))
