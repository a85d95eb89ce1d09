"""One small request, made and read as those for chats are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from evaluator.doctor.check import Check, ok, problem, warning
from evaluator.endpoint.failure import Failure, FailureKind
from evaluator.endpoint.question import Form, Question, Reply, Shape
from evaluator.errors import ClosureError
from evaluator.judge.jsontext import Unreadable, one_object

if TYPE_CHECKING:
    from evaluator.endpoint.client import Endpoint
    from evaluator.endpoint.manners import Manners
    from evaluator.settings import Settings

REQUEST = "request"
_LEVELS = ("met", "missed")
_SYSTEM = (
    "You check one sentence. Answer with one JSON object and nothing else: "
    '{"reason": at most five words, "level": "met" if the sentence says goodbye, otherwise "missed"}.'
)
_CHAT = '{"text":"Thank you for your patience. Goodbye!"}'
_CHANGES = "another --model, or another way to serve this one, may give more reliable answers"


def _schema(reason: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"reason": reason, "level": {"type": "string", "enum": list(_LEVELS)}},
        "required": ["reason", "level"],
        "additionalProperties": False,
    }


# What real requests ask for beside the size: bounds on lengths, and words to choose from.
_SHAPE = Shape("doctor", _schema({"type": "string", "maxLength": 80}), _schema({"type": "string"}))


async def trial(settings: Settings, model: str) -> Check:
    """Ask a model something small. Takes `Settings.timeout` seconds at most."""
    from evaluator.endpoint.budget import Budget
    from evaluator.endpoint.client import Endpoint
    from evaluator.endpoint.prices import load_prices

    # Room for the answer stays as it is set: too much of it is among what an endpoint may reject.
    settings = settings.model_copy(update={"deadline": min(settings.deadline, settings.timeout)})
    try:
        budget = Budget(
            max_cost=settings.max_cost, max_tokens=settings.max_tokens, prices=load_prices(settings.prices)
        )
        asked = Endpoint(settings, model, budget)
    except ClosureError as error:
        return problem(REQUEST, error)
    try:
        return await _answered(asked, settings)
    except ClosureError as error:
        return problem(REQUEST, error)
    finally:
        await asked.close()


async def _answered(asked: Endpoint, settings: Settings) -> Check:
    before = asked.manners
    reply = await asked.ask(Question(_SYSTEM, (("user", _CHAT),), _SHAPE, settings.seed))
    fits, is_readable = _read(reply, lenient=False), _read(reply, lenient=True)
    if not is_readable:
        raise Failure(
            FailureKind.UNREADABLE, f"{asked.name}: answers, but with something else than was asked"
        )
    spent, rejected = reply.spent, list(_rejected(before, asked.manners, seeded=settings.seed is not None))
    found = f"{asked.name}: answers as {reply.form} in {spent.seconds:.2f} s"
    found += f", {spent.input_tokens:,} + {spent.output_tokens:,} tokens"
    if rejected:
        found += f", {spent.requests} requests; rejected: {', '.join(rejected)}"
    if reply.form in (Form.OBJECT, Form.TEXT):
        return warning(
            REQUEST, found, f"without structured output answers may have to be repeated: {_CHANGES}"
        )
    if not fits:
        return warning(REQUEST, f"{found}; does not keep to the schema", f"answers may be lost: {_CHANGES}")
    return ok(REQUEST, found)


def _read(reply: Reply, *, lenient: bool) -> bool:
    try:
        data = one_object(reply.text, lenient=lenient)
    except Unreadable:
        return False
    return isinstance(data.get("reason"), str) and data.get("level") in _LEVELS


def _rejected(before: Manners, after: Manners, *, seeded: bool) -> Iterator[str]:
    """Name what had to be left out or put otherwise."""
    forms = list(Form)
    yield from forms[forms.index(before.form) : forms.index(after.form)]
    if before.temperature is not None and after.temperature is None:
        yield "temperature"
    if seeded and before.seeded and not after.seeded:
        yield "seed"
    if before.limit and after.limit != before.limit:
        yield before.limit
        if after.limit is None:
            yield "max_tokens"
