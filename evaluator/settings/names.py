"""What a setting is called in each place: flag, environment, ``closure.toml``."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.settings.model import Settings

FILE_NAME = "closure.toml"
KEY_VARIABLE = "CLOSURE_API_KEY"

_IN_FILE = {"models": "model"}
_OTHER_VARIABLES = {
    "base_url": "OPENAI_BASE_URL",
    "azure_endpoint": "AZURE_OPENAI_ENDPOINT",
    "api_version": "OPENAI_API_VERSION",
    "key": "OPENAI_API_KEY",
}
_WITHOUT_FLAG = frozenset(
    {
        *("key", "headers", "azure_endpoint", "api_version"),
        *("cache_dir", "cache_size_mb", "context_tokens", "answer_tokens"),
    }
)


def in_file(setting: str) -> str | None:
    """Its key in closure.toml; None for the secret, which may not stand there."""
    return None if setting == "key" else _IN_FILE.get(setting, setting)


def from_file() -> dict[str, str]:
    """Every key that closure.toml may have, with the setting that it sets."""
    return {key: name for name in Settings.model_fields if (key := in_file(name))}


def variables(setting: str) -> Iterator[str]:
    """Its environment variables, the one that counts most first."""
    yield KEY_VARIABLE if setting == "key" else f"CLOSURE_{(in_file(setting) or setting).upper()}"
    if setting in _OTHER_VARIABLES:
        yield _OTHER_VARIABLES[setting]


def flag(setting: str, *, off: bool = False) -> str:
    """How the command line writes it; `off`, how it switches it off."""
    return f"--{'no-' if off else ''}{_IN_FILE.get(setting, setting).replace('_', '-')}"


def documented_flag(setting: str) -> str | None:
    """The flag that the help shows, if there is one: for a switch the way that changes the default."""
    if setting in _WITHOUT_FLAG:
        return None
    return flag(setting, off=Settings.model_fields[setting].default is True)
