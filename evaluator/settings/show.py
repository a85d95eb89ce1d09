"""Settings as somebody may see them: nothing secret in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from evaluator.cache import default_directory
from evaluator.settings.layers import Resolved
from evaluator.settings.model import Settings
from evaluator.settings.secrets import MASK, mask_key, mask_url

Shown = str | int | float | bool | list[str] | dict[str, str] | None


class Row(NamedTuple):
    """A setting, its value as plain data, and where it comes from."""

    setting: str
    value: Shown
    origin: str

    @property
    def text(self) -> str:
        """The value for a reader."""
        match self.value:
            case None:
                return "none"
            case bool():
                return "yes" if self.value else "no"
            case float():
                return f"{self.value:g}"
            case list():
                return ", ".join(self.value) or "none"
            case dict():
                return ", ".join(f"{name}: {value}" for name, value in self.value.items()) or "none"
        return str(self.value)


def rows(resolved: Resolved) -> Iterator[Row]:
    """Every setting, in the order of the model."""
    for name in Settings.model_fields:
        yield Row(name, _shown(name, resolved.settings), resolved.origins[name])


def _shown(name: str, settings: Settings) -> Shown:
    value = getattr(settings, name)
    match name:
        case "key":
            return mask_key(settings.key.get_secret_value()) if settings.key else None
        case "base_url" | "azure_endpoint" if value:
            return mask_url(value)
        case "headers":
            return dict.fromkeys(settings.headers, MASK)
        case "models":
            return list(settings.models)
        case "cache_dir":
            return str(value or default_directory())
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
