"""The settings: their types, limits, defaults and meaning."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from evaluator.mistakes import PlacedError

_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_HEADER_VALUE = re.compile(r"[\x20-\x7e]*[\x21-\x7e]")
_BELOW = re.compile(r"below=(100|\d{1,2}(?:\.\d)?)")
_MOST = 2**63 - 1
_TEMPERATURE_OF_VOTES = 0.7


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        ok = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        ok = False
    # The value may hold a password, so it is not repeated.
    if not ok or not re.fullmatch(r"[\x21-\x7e]+", text):
        raise ValueError("expected an address such as https://host/v1")
    return text


def _path(path: Path) -> Path:
    if "\0" in str(path):
        raise ValueError("no path holds a null character")
    return path


def _headers(headers: dict[str, str]) -> dict[str, str]:
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name):
            raise PlacedError(f"{name!r} is no name of an HTTP header", name)
        if not _HEADER_VALUE.fullmatch(value):
            raise PlacedError(f"header {name!r}: expected printable ASCII text", name)
    return headers


def _when(text: str) -> str:
    if text not in ("never", "always") and not _BELOW.fullmatch(text):
        raise ValueError("expected never, always, or below=85 (a score of 0 to 100)")
    return text


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Url = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_url)]
File = Annotated[Path, AfterValidator(_path)]
Count = Annotated[int, Field(gt=0, le=_MOST)]
Seconds = Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)]


class Settings(BaseModel):
    """How chats are graded. Frozen; every value is within its limits; the key never shows."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    models: tuple[Name, ...] = Field(
        (), description="Models that grade; several form a jury. Without one, the rules grade."
    )
    base_url: Url | None = Field(
        None, description="Address of an OpenAI-compatible endpoint; OpenAI's own otherwise.", repr=False
    )
    key: SecretStr | None = Field(
        None, description="The endpoint's key. Never in closure.toml, never on the command line."
    )
    key_file: File | None = Field(None, description="A file that holds the key and nothing else.")
    azure_endpoint: Url | None = Field(
        None, description="Address of an Azure OpenAI resource, instead of base_url.", repr=False
    )
    api_version: Name | None = Field(None, description="Azure's version of its interface.")
    headers: Annotated[dict[str, str], AfterValidator(_headers)] = Field(
        default_factory=dict, description="HTTP headers to send along.", repr=False
    )
    offline: bool = Field(False, description="Send nothing anywhere: the rules grade.")
    votes: int = Field(1, ge=1, le=15, description="How often each model is asked about a chat.")
    temperature: float | None = Field(
        0.0,
        ge=0,
        le=2,
        allow_inf_nan=False,
        description="Temperature; by default 0, or 0.7 with several votes; none leaves it to the endpoint.",
    )
    seed: int | None = Field(
        1, ge=-_MOST, le=_MOST, description="Seed, where the endpoint takes one; none sends none."
    )
    timeout: Seconds = Field(60.0, description="Seconds to wait for one answer.")
    deadline: Seconds = Field(180.0, description="Seconds for one chat, all attempts together.")
    concurrency: int = Field(16, ge=1, le=1024, description="Chats in work at a time.")
    requests_per_minute: Count | None = Field(None, description="Requests a minute at most.")
    tokens_per_minute: Count | None = Field(None, description="Tokens a minute at most.")
    max_cost: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = Field(
        None, description="Stop asking the model at this cost, in the currency of the prices."
    )
    max_tokens: Count | None = Field(None, description="Stop asking the model after so many tokens.")
    prices: File | None = Field(None, description="A file of prices, instead of the shipped one.")
    on_failure: Literal["fallback", "error"] = Field(
        "fallback", description="When the model cannot grade a chat: the rules do, or it is an error."
    )
    redact: bool = Field(True, description="Mask personal data before a chat is sent.")
    cache: bool = Field(True, description="Keep the model's answers on disk and use them again.")
    cache_dir: File | None = Field(
        None, description="Where answers are kept; the user's cache folder otherwise."
    )
    cache_size_mb: int = Field(512, ge=1, le=1_000_000, description="Megabytes of answers to keep.")
    context_tokens: Count | None = Field(None, description="The model's context, if it is not to be guessed.")
    answer_tokens: int = Field(6000, ge=1, le=1_000_000, description="Tokens an answer may have.")
    rubric: Name | None = Field(None, description="A rubric of your own.")
    languages_dir: File | None = Field(None, description="A folder of language packs of your own.")
    reasons_in: Name = Field("en", description="Language of reasons and tips: en, cs …, or chat.")
    suggest: Annotated[str, AfterValidator(_when)] | None = Field(
        None, description="Propose a better closing: never, always, or below=85 (grade: below=85)."
    )

    def suggestions(self, otherwise: bool | float = False) -> bool | float:
        """Which chats get a proposal: none (False), all (True), or those that score less; `otherwise` if not set."""
        if self.suggest is None:
            return otherwise
        below = _BELOW.fullmatch(self.suggest)
        return float(below[1]) if below else self.suggest == "always"

    @property
    def sampling_temperature(self) -> float | None:
        """The temperature to ask with: without chance a model would cast the same vote again and again."""
        if self.votes > 1 and "temperature" not in self.model_fields_set:
            return _TEMPERATURE_OF_VOTES
        return self.temperature
