"""A better closing by a language model, checked against the chat before anybody sees it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
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
from evaluator.suggest.facts import MASK
from evaluator.suggest.formality import Formality

_READINGS = 2
_LONGEST, _MOST_TURNS = 900, 40
_LONGEST_TIP, _MOST_TIPS = 300, 17


def _schema(message: Mapping[str, Any], tip: Mapping[str, Any], **bounds: int) -> Mapping[str, Any]:
    one = {
        "type": "object",
        "properties": {"criterion": {"type": "string"}, "tip": {"type": "string", **tip}},
        "required": ["criterion", "tip"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {
            "messages": {"type": "array", "items": {"type": "string", **message}, **bounds},
            "tips": {"type": "array", "items": one},
        },
        "required": ["messages", "tips"],
        "additionalProperties": False,
    }


_SCHEMA = _schema(
    {"minLength": 1, "maxLength": _LONGEST}, {"maxLength": _LONGEST_TIP}, minItems=1, maxItems=2
)
_UNBOUNDED = _schema({}, {})
_SHAPE = Shape("closing", _SCHEMA, _UNBOUNDED)
# What the closing must not hold, in words to send back.
Check = Callable[[Sequence[str]], Sequence[str]]


class Wish(NamedTuple):
    """What to rewrite: from turn `start` on, in which language and manner, and what is lacking with the reasons.

    `tips_in` is the language of tips.
    """

    start: int
    outcome: str
    lacking: Mapping[str, str]
    language: str
    formality: Formality
    tips_in: str


class Written(NamedTuple):
    """The messages, unmasked; none where the model gave no closing that holds. Tips by criterion, and the cost."""

    messages: tuple[str, ...]
    tips: Mapping[str, str]
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
        # Reasons quote the chat, and what asks again quotes the closing: both as the reader sees them, unmasked.
        masked = {criterion: redacted.mask(reason) for criterion, reason in wish.lacking.items()}
        user = _chat(redacted.conversation, wish._replace(lacking=masked))
        system = _system()
        exchange = Exchange(self.model, new_nonce(), self.store)
        exchange.recall(digest("rewrite", self.model.identity, system, user))
        question = Question(system, (("user", user),), _SHAPE, None, exchange.key)
        for _ in range(_READINGS):
            try:
                reply = await exchange.ask(question)
                found, tips = _read(reply, wish)
                messages = tuple(map(redacted.restore, found))
                faults = check(messages)
            except Unreadable as error:
                faults = error.problems
            except Failure as failure:
                if failure.kind in FATAL:
                    raise
                return Written((), {}, exchange.spent)
            if not faults:
                return Written(messages, tips, exchange.spent)
            question = _again(question, reply, [redacted.mask(fault) for fault in faults])
        return Written((), {}, exchange.spent)


@cache
def _system() -> str:
    return (data_dir("prompts") / "rewrite.md").read_text("utf-8")


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
            "tips_in": wish.tips_in,
            "outcome": wish.outcome,
            "lacking": dict(wish.lacking),
            "replace_from": wish.start,
            "turns": turns,
        },
        ensure_ascii=False,
    )


def _read(reply: Reply, wish: Wish) -> tuple[tuple[str, ...], dict[str, str]]:
    """The messages and tips of an answer. Raises `Unreadable`; tips that cannot be used are left out."""
    answer = one_object(reply.text, lenient=reply.form in (Form.OBJECT, Form.TEXT))
    found = answer.get("messages")
    if not isinstance(found, list) or not 1 <= len(found) <= 2:
        raise Unreadable('"messages" must be a list of one or two texts')
    texts = [text.strip() for text in found if isinstance(text, str) and 0 < len(text.strip()) <= _LONGEST]
    if len(texts) < len(found):
        raise Unreadable(f"each message must be a text of at most {_LONGEST} characters")
    return tuple(texts), dict(_tips(answer.get("tips"), wish))


def _tips(found: object, wish: Wish) -> Iterator[tuple[str, str]]:
    for one in found[:_MOST_TIPS] if isinstance(found, list) else ():
        if isinstance(one, dict) and one.get("criterion") in wish.lacking and isinstance(one.get("tip"), str):
            tip = " ".join(one["tip"].split())
            if 0 < len(tip) <= _LONGEST_TIP and MASK.search(tip) is None:
                yield one["criterion"], tip


def _again(question: Question, reply: Reply, faults: Sequence[str]) -> Question:
    what = "That closing cannot be sent: " + "; ".join(faults[:5]) + ". Write it again without that."
    return replace(question, messages=(question.messages[0], ("assistant", reply.text), ("user", what)))
