"""Puts the layers together: flags > environment > ``closure.toml`` > defaults."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import ValidationError

from evaluator.errors import UsageError
from evaluator.mistakes import describe
from evaluator.settings import environment, names
from evaluator.settings.credentials import filled, find_key
from evaluator.settings.filelayer import file_layer
from evaluator.settings.model import Settings
from evaluator.settings.places import current, expanded
from evaluator.settings.tomlfile import TomlFile, find

DEFAULT = "default"


class Resolved(NamedTuple):
    """The settings, where each comes from (``--votes``, ``CLOSURE_VOTES``, ``closure.toml:4``, ``default``)."""

    settings: Settings
    origins: Mapping[str, str]
    file: Path | None = None


class _Layer(NamedTuple):
    values: dict[str, Any]
    origins: Mapping[str, str]


def resolve(
    flags: Mapping[str, object],
    *,
    environ: Mapping[str, str] | None = None,
    start: Path | None = None,
    with_secrets: bool = True,
) -> Resolved:
    """Find every setting's value.

    Args:
        flags: by the setting's name, and ``config`` for the file; None and an empty list mean not given.
        environ: the environment; this process's otherwise.
        start: where to begin looking for closure.toml; the current folder otherwise.
        with_secrets: read the key and fill in headers; needless where nothing is sent.

    Raises:
        UsageError: a flag or variable has a wrong value, or a file it names is not there.
        DataFileError: closure.toml has a mistake.

    """
    environ = os.environ if environ is None else environ
    start = start or current()
    given = {name: value for name, value in flags.items() if value is not None and value not in ((), [])}
    file = _open(given.pop("config", None), environ, start)
    layers = [_from_flags(given), _from_environment(environ)]
    if file:
        values = file_layer(file)
        keys = {name: names.in_file(name) or name for name in values}
        layers.append(_Layer(values, {name: file.origin(key) for name, key in keys.items()}))
    values, origins = _merged(layers)
    if with_secrets and not values.get("offline"):
        _add_secrets(values, origins, environ, file)
    origins = {name: origins.get(name, DEFAULT) for name in Settings.model_fields}
    return Resolved(Settings.model_validate(values), MappingProxyType(origins), file.path if file else None)


def _add_secrets(
    values: dict[str, Any], origins: dict[str, str], environ: Mapping[str, str], file: TomlFile | None
) -> None:
    if file and "headers" in values and origins["headers"] == file.origin("headers"):
        values["headers"] = filled(values["headers"], environ, file)
    if key := find_key(Settings.model_validate(values), origins, environ, file):
        values["key"], origins["key"] = key


def _open(flag: object, environ: Mapping[str, str], start: Path) -> TomlFile | None:
    by_flag, by_variable = str(flag or ""), environ.get("CLOSURE_CONFIG", "").strip()
    if not (named := by_flag or by_variable):
        found = find(start, expanded("~"))
        return TomlFile(found, os.path.relpath(found, start.absolute())) if found else None
    path = start / expanded(named)
    if not path.is_file():
        raise UsageError(f"{'--config' if by_flag else 'CLOSURE_CONFIG'} {named}: no such file")
    return TomlFile(path, named)


def _from_flags(given: dict[str, object]) -> _Layer:
    origins = {name: names.flag(name, off=value is False) for name, value in given.items()}
    return _checked(given, origins)


def _from_environment(environ: Mapping[str, str]) -> _Layer:
    found = environment.given(environ)
    origins = {name: variable for name, (variable, _) in found.items()}
    return _checked({name: value for name, (_, value) in found.items()}, origins)


def _checked(values: dict[str, Any], origins: Mapping[str, str]) -> _Layer:
    try:
        checked = Settings.model_validate(values)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        name = str(detail["loc"][0])
        what = describe(detail, Settings).what.removeprefix(f"{name}: ")
        raise UsageError(f"{origins[name]}: {what}") from None
    return _Layer({name: getattr(checked, name) for name in values}, origins)


def _merged(layers: list[_Layer]) -> tuple[dict[str, Any], dict[str, str]]:
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for layer in layers:
        _one_endpoint(values, layer)
        for name, value in layer.values.items():
            if name not in values:
                values[name], origins[name] = value, layer.origins[name]
    return values, origins


def _one_endpoint(above: Mapping[str, Any], layer: _Layer) -> None:
    """Drop the layer's endpoint where one is set above it; refuse two in one layer."""
    pair = ("base_url", "azure_endpoint")
    if any(name in above for name in pair):
        for name in pair:
            layer.values.pop(name, None)
    elif all(name in layer.values for name in pair):
        own = [name for name in pair if not layer.origins[name].startswith(("OPENAI_", "AZURE_"))]
        if len(own) != 1:
            raise UsageError(
                f"{' and '.join(layer.origins[name] for name in pair)}: set one of them, not both"
            )
        layer.values.pop(pair[1 - pair.index(own[0])])
