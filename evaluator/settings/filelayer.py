"""``closure.toml`` as settings: its keys known, its values of the right kind, its paths seen from its folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evaluator.errors import DataFileError
from evaluator.mistakes import describe, is_echo, unknown
from evaluator.settings import names
from evaluator.settings.model import Settings
from evaluator.settings.places import expanded
from evaluator.settings.secrets import is_bare_secret
from evaluator.settings.tomlfile import TomlFile

_KEYS = ("key", "api_key", "apikey", "openai_api_key", "token")
_PATHS = ("key_file", "prices", "cache_dir", "languages_dir")
_NO_KEY = (
    f"a key does not belong in a file that others read: set {names.KEY_VARIABLE}, "
    "or name a file that holds it: key_file"
)


def file_layer(file: TomlFile) -> dict[str, Any]:
    """The settings that the file has. Raises `DataFileError`: the first mistake in it; the others are its notes."""
    known = names.from_file()
    values = {known[key]: value for key, value in file.data.items() if key in known}
    found = list(_strangers(file, known))
    try:
        checked = Settings.model_validate(_converted(values, file.folder), strict=True)
    except ValidationError as error:
        found += _mistakes(error, file)
    else:
        found += _bare_secrets(checked.headers, file)
    if not found:
        return {name: getattr(checked, name) for name in values}
    first, *others = sorted(found, key=lambda error: (error.line or 0, error.column or 0))
    for other in others:
        first.add_note(str(other))
    raise first


def _strangers(file: TomlFile, known: dict[str, str]) -> Iterator[DataFileError]:
    for key in file.data:
        if key.lower().replace("-", "_") in _KEYS:
            yield file.error(_NO_KEY, key)
        elif key not in known:
            yield file.error(unknown("setting", key, [*known]), key, at_key=True)


def _mistakes(error: ValidationError, file: TomlFile) -> Iterator[DataFileError]:
    for detail in error.errors(include_url=False):
        if is_echo(detail):
            continue
        if detail["type"] == "is_instance_of":
            # A path, which is text in TOML.
            detail["type"] = "string_type"
        mistake = describe(detail, Settings)
        name = str(mistake.location[0])
        key = names.in_file(name) or ""
        what = mistake.what.removeprefix(f"{name}: ")
        yield file.error(what if what == mistake.what else f"{key}: {what}", key, *mistake.location[1:])


def _bare_secrets(headers: dict[str, str], file: TomlFile) -> Iterator[DataFileError]:
    for name, value in headers.items():
        if is_bare_secret(name, value):
            what = f'header {name!r}: put "${{NAME}}" for an environment variable; others may read this file'
            yield file.error(what, "headers", name)


def _converted(values: dict[str, Any], folder: Path) -> dict[str, Any]:
    """TOML has neither paths nor tuples."""
    converted = dict(values)
    for name in _PATHS:
        if isinstance(text := values.get(name), str):
            converted[name] = folder / expanded(text)
    match values.get("models"):
        case str() as model:
            converted["models"] = (model,)
        case list() as models:
            converted["models"] = tuple(models)
    match values.get("rubric"):
        case str() as rubric if rubric.endswith((".yaml", ".yml")):
            converted["rubric"] = str(folder / expanded(rubric))
    for name in ("temperature", "seed"):
        if values.get(name) == "none":
            converted[name] = None
    return converted
