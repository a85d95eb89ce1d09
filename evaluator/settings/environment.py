"""The environment: text of variables, as the values that settings take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, get_args

from evaluator.errors import UsageError
from evaluator.settings import names
from evaluator.settings.model import Settings
from evaluator.settings.places import expanded


def given(environ: Mapping[str, str]) -> dict[str, tuple[str, Any]]:
    """The settings that the environment has, the key apart: which variable says so, and what.

    An empty variable counts as none.
    """
    found: dict[str, tuple[str, Any]] = {}
    for setting in Settings.model_fields:
        for variable in names.variables(setting) if setting != "key" else ():
            if text := environ.get(variable, "").strip():
                found[setting] = variable, _value(setting, text, variable)
                break
    return found


def unknown(environ: Mapping[str, str]) -> list[str]:
    """Variables that look like settings of this program but are none, such as a misspelt one."""
    known = {variable for setting in Settings.model_fields for variable in names.variables(setting)}
    return sorted(
        name for name in environ if name.startswith("CLOSURE_") and name not in {*known, "CLOSURE_CONFIG"}
    )


def _value(setting: str, text: str, variable: str) -> object:
    if setting == "headers":
        return _headers(text, variable)
    if setting == "models":
        return tuple(part for word in text.split(",") if (part := word.strip()))
    return _spellings(setting)(text)


def _spellings(setting: str) -> Callable[[str], object]:
    kinds = _kinds(Settings.model_fields[setting].annotation)
    if Path in kinds:
        return expanded
    if kinds & {int, float} and type(None) in kinds:
        return lambda text: None if text.lower() == "none" else text
    return lambda text: text


def _kinds(annotation: Any) -> set[Any]:  # noqa: ANN401  # an annotation has no common type
    """The plain types an annotation is made of."""
    origin = getattr(annotation, "__origin__", None)
    if hasattr(annotation, "__metadata__"):
        return _kinds(origin)
    return {kind for inner in get_args(annotation) for kind in _kinds(inner)} or {annotation}


def _headers(text: str, variable: str) -> dict[str, str]:
    """Read ``Name=value,Other=value``, as OpenTelemetry's variables have them."""
    headers = {}
    for pair in filter(str.strip, text.split(",")):
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"{variable}: write Name=value,Other=value")
        headers[name.strip()] = value.strip()
    return headers
