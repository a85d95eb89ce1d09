"""What a model accepts, learned from what it rejects: the capability ladder."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

from evaluator.endpoint.question import Form, Question

_LADDER = tuple(Form)
_LIMITS = ("max_completion_tokens", "max_tokens")
_ABOUT_FORM = re.compile(
    r"response_?format|json_?(?:schema|object)|structured|grammar|\bschema\b", re.IGNORECASE
)
_ABOUT_LENGTHS = re.compile(r"max(?:Length|Items)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Manners:
    """How a model wants to be asked. Values: each lesson gives new manners, so that askers can compare."""

    form: Form = Form.SCHEMA
    temperature: float | None = 0.0
    seeded: bool = True
    limit: str | None = _LIMITS[0]

    def after(self, message: str, parameter: str | None) -> Manners | None:
        """Return the manners to try after a rejection (HTTP 400) that said this; None where it teaches nothing."""
        said = f"{parameter or ''} {message}"
        if self.limit and self.limit in said:
            following = _LIMITS[_LIMITS.index(self.limit) + 1 :]
            return replace(self, limit=following[0] if following else None)
        if self.seeded and re.search(r"\bseed\b", said):
            return replace(self, seeded=False)
        if self.temperature is not None and "temperature" in said:
            return replace(self, temperature=None)
        if self.form is Form.SCHEMA and _ABOUT_LENGTHS.search(said):
            return replace(self, form=Form.UNBOUNDED)
        if self.form is not Form.TEXT and _ABOUT_FORM.search(said):
            return replace(self, form=_LADDER[_LADDER.index(self.form) + 1])
        return None


@dataclass(slots=True)
class Bodies:
    """Writes request bodies. What is the same for every chat is written once, so that a request costs little."""

    model: str
    answer_tokens: int
    _written: dict[tuple[str, str, Manners, int], tuple[bytes, bytes]] = field(default_factory=dict)

    def body(self, question: Question, manners: Manners, growth: int = 1) -> bytes:
        """The request as JSON; `growth` multiplies the room for the answer, for one that was cut off."""
        key = (question.system, question.shape.name, manners, growth)
        ends = self._written.get(key)
        if ends is None:
            ends = self._written[key] = self._ends(question, manners, growth)
        messages = "".join(f",{_json({'role': role, 'content': text})}" for role, text in question.messages)
        seed = f',"seed":{question.seed}' if manners.seeded and question.seed is not None else ""
        return b"".join((ends[0], messages.encode(), ends[1], seed.encode(), b"}"))

    def _ends(self, question: Question, manners: Manners, growth: int) -> tuple[bytes, bytes]:
        settings: dict[str, Any] = {}
        if manners.form in (Form.SCHEMA, Form.UNBOUNDED):
            shape = question.shape
            schema = shape.schema if manners.form is Form.SCHEMA else shape.unbounded
            wanted = {"name": shape.name, "strict": True, "schema": schema}
            settings["response_format"] = {"type": "json_schema", "json_schema": wanted}
        elif manners.form is Form.OBJECT:
            settings["response_format"] = {"type": "json_object"}
        if manners.temperature is not None:
            settings["temperature"] = manners.temperature
        if manners.limit:
            settings[manners.limit] = self.answer_tokens * growth
        system = _json({"role": "system", "content": question.system})
        head = f'{{"model":{_json(self.model)},"messages":[{system}'
        tail = "".join(f",{_json(name)}:{_json(value)}" for name, value in settings.items())
        return head.encode(), f"]{tail}".encode()


def _json(value: object) -> str:
    # Escaped to ASCII: a chat may hold lone surrogates, which have no UTF-8.
    return json.dumps(value, separators=(",", ":"))
