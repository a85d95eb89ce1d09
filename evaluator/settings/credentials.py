"""The key and the headers, once it is known where they are to come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import SecretStr

from evaluator.errors import ClosureError, UsageError
from evaluator.settings import names
from evaluator.settings.model import Settings
from evaluator.settings.secrets import SecretError, fill, is_printable, read_key
from evaluator.settings.tomlfile import TomlFile


class Key(NamedTuple):
    """The key and where it was found."""

    value: SecretStr
    origin: str


def find_key(
    settings: Settings, origins: Mapping[str, str], environ: Mapping[str, str], file: TomlFile | None
) -> Key | None:
    """Look for the key: one meant for this program goes before one that the environment holds for others."""
    named_by_flag = origins.get("key_file") == names.flag("key_file")
    own, *others = names.variables("key")
    if settings.azure_endpoint:
        others.insert(0, "AZURE_OPENAI_API_KEY")
    if not named_by_flag and (key := _from([own], environ)):
        return key
    if settings.key_file:
        return _from_file(settings.key_file, origins["key_file"], file)
    return _from(others, environ)


def _from(variables: list[str], environ: Mapping[str, str]) -> Key | None:
    for variable in variables:
        if text := environ.get(variable, "").strip():
            if not is_printable(text, spaces=False):
                raise UsageError(f"{variable}: a key is one word of ASCII characters; is this one complete?")
            return Key(SecretStr(text), variable)
    return None


def _from_file(path: Path, origin: str, file: TomlFile | None) -> Key:
    try:
        return Key(SecretStr(read_key(path)), origin)
    except SecretError as error:
        failure: ClosureError = UsageError(f"{origin} {error}")
        if file and origin == file.origin("key_file"):
            failure = file.error(f"key_file {error}", "key_file")
        raise failure from None


def filled(headers: Mapping[str, str], environ: Mapping[str, str], file: TomlFile) -> dict[str, str]:
    """Put the environment's values in place of ``${NAME}`` in the file's headers."""
    return dict(_filled(headers, environ, file))


def _filled(
    headers: Mapping[str, str], environ: Mapping[str, str], file: TomlFile
) -> Iterator[tuple[str, str]]:
    for name, text in headers.items():
        try:
            yield name, fill(text, environ)
        except SecretError as error:
            raise file.error(f"header {name!r}: {error}", "headers", name) from None
