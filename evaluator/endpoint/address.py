"""Where a model is asked, in words that may be shown and stored."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from evaluator.settings import Settings

_DEFAULT = "api.openai.com"


def host(settings: Settings) -> str:
    """Return host and port, without credentials or path."""
    address = settings.azure_endpoint or settings.base_url
    return urlsplit(address).netloc.rpartition("@")[2] if address else _DEFAULT


def identity(settings: Settings, model: str) -> str:
    """Return all that decides a model's answers, in one line."""
    return f"{model}@{host(settings)} t={settings.sampling_temperature} n={settings.answer_tokens}"
