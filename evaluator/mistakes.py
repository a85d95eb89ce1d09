"""Says in plain words what is wrong with a value that a model refused."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from types import NoneType
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from pydantic import BaseModel

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_EXPECTED = {
    "string_type": "text",
    "list_type": "a list",
    "tuple_type": "a list",
    "set_type": "a list",
    "frozen_set_type": "a list",
    "dict_type": "a mapping",
    "mapping_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "greater_than": "a number above {gt}",
    "greater_than_equal": "a number of at least {ge}",
    "less_than": "a number below {lt}",
    "less_than_equal": "a number of at most {le}",
    "string_too_short": "text of at least {min_length} character(s)",
    "string_too_long": "text of at most {max_length} characters",
    "string_pattern_mismatch": "text of the form {pattern}",
    "too_short": "at least {min_length} item(s)",
    "too_long": "at most {max_length} item(s)",
    "literal_error": "{expected}",
    "enum": "{expected}",
}


class Mistake(NamedTuple):
    """One mistake: where it is, in words what; whether the key is at fault, or that there is none."""

    location: tuple[str | int, ...]
    what: str
    at_key: bool = False
    is_absence: bool = False


class PlacedError(ValueError):
    """A validator's complaint about a value inside the one that it checks: `at` leads there."""

    def __init__(self, what: str, *at: str | int) -> None:
        super().__init__(what)
        self.at = at


def is_echo(detail: ErrorDetails) -> bool:
    """Tell whether a list is called too short only because pydantic did not count its wrong items."""
    return detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]


def describe(detail: ErrorDetails, model: type[BaseModel]) -> Mistake:
    """Translate what pydantic reports for `model`: names the offending value and what is expected."""
    location, kind = detail["loc"], detail["type"]
    name = next((step for step in reversed(location) if isinstance(step, str)), "file")
    if kind == "missing":
        return Mistake(location, f"field {name!r} is missing", is_absence=True)
    if kind == "extra_forbidden":
        return Mistake(location, unknown("field", name, _fields(model, location[:-1])), at_key=True)
    if kind == "value_error":
        error = detail["ctx"]["error"]
        return Mistake((*location, *(error.at if isinstance(error, PlacedError) else ())), str(error))
    if kind not in _EXPECTED:
        said = detail["msg"][:1].lower() + detail["msg"][1:]
        return Mistake(location, f"{name}: {said}, got {show(detail['input'])}")
    limits = {key: f"{v:g}" if isinstance(v, float) else v for key, v in detail.get("ctx", {}).items()}
    expected = _EXPECTED[kind].format(**limits)
    quotes = kind == "string_type" and isinstance(detail["input"], bool | int | float)
    hint = "; put it in quotes" if quotes else ""
    return Mistake(location, f"{name}: expected {expected}, got {show(detail['input'])}{hint}")


def unknown(what: str, name: str, known: Sequence[str]) -> str:
    """``unknown field 'wieght'; did you mean 'weight'?``, or the list of what is known."""
    close = difflib.get_close_matches(name, known, 1)
    if close:
        return f"unknown {what} {name!r}; did you mean {close[0]!r}?"
    return f"unknown {what} {name!r}" + (f"; known: {', '.join(known)}" if known else "")


def show(value: object) -> str:
    """Write the value as a reader of the file knows it: one short line, escapes for what cannot be seen."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case dict():
            return "a mapping"
        case list() | tuple():
            return f"a list of {len(value)}"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:56]}…{text[0]}"


def _fields(model: type[BaseModel], location: Sequence[str | int]) -> list[str]:
    """List what a mapping at that place of the model may hold."""
    kinds: list[Any] = [model]
    for step in location:
        kinds = [kind for outer in kinds for kind in _inside(outer, step)] or kinds
    models = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
    return [field.alias or name for kind in models for name, field in kind.model_fields.items()]


def _inside(kind: Any, step: str | int) -> Iterator[Any]:  # noqa: ANN401  # an annotation has no common type
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if step in (name, field.alias):
                yield from _branches(field.annotation)
    elif get_args(kind):
        yield from _branches(get_args(kind)[-1 if get_args(kind)[-1] is not Ellipsis else 0])


def _branches(kind: Any) -> Iterator[Any]:  # noqa: ANN401  # an annotation has no common type
    """Yield a union's members; what is annotated, without the annotation."""
    origin = getattr(kind, "__origin__", None)
    if hasattr(kind, "__metadata__"):
        yield from _branches(origin)
    elif origin is None and get_args(kind):
        for member in get_args(kind):
            if member is not NoneType:
                yield from _branches(member)
    else:
        yield kind
