"""What an endpoint answers to ``GET /models``, and what can be told from that."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from evaluator.doctor.check import Check, ok, skipped, warning
from evaluator.doctor.machine import LOOPBACK
from evaluator.endpoint import classify
from evaluator.report.safe import clipped

if TYPE_CHECKING:
    from evaluator.endpoint.connection import Connection
    from evaluator.settings import Settings

ENDPOINT, TLS, CLOCK, MODEL = "endpoint", "tls", "clock", "model"
_PATH = "GET /models"
_LARGEST = 4_000_000
_LONGEST_NAME = 80
_MOST_APART = 120


@dataclass(frozen=True, slots=True)
class Listing:
    """The endpoint's models, or why there is no list; `date` is its clock's, `at` this machine's at that moment."""

    models: tuple[str, ...] | None = None
    trouble: str = ""
    date: str | None = None
    at: float = field(default_factory=time.time)
    seconds: float = 0.0


async def ask_for_models(connection: Connection, seconds: float) -> Listing:
    """Ask for the list. Raises `Failure` if there is no connection, `UsageError` for an address that makes no sense."""
    import httpx2
    import openai

    began = time.time()
    try:
        async with asyncio.timeout(seconds), connection.client() as client:
            response: httpx2.Response = await client.get("/models", cast_to=httpx2.Response)
    except TimeoutError:
        return Listing(None, f"no answer within {seconds:.3g} s")
    except openai.APIStatusError as error:
        return _timed(None, f"HTTP {error.status_code}", error.response.headers, began)
    except (openai.APIConnectionError, openai.APIResponseValidationError) as error:
        raise classify.of_connection(error, _PATH, connection.host) from error
    models, trouble = _models(response.content)
    return _timed(models, trouble, response.headers, began)


def _timed(models: tuple[str, ...] | None, trouble: str, headers: Mapping[str, str], began: float) -> Listing:
    seconds = max(0.0, time.time() - began)
    return Listing(models, trouble, headers.get("date"), began + seconds / 2, seconds)


def _models(content: bytes) -> tuple[tuple[str, ...] | None, str]:
    if content.lstrip()[:1] == b"<":
        return None, "a web page"
    try:
        data = json.loads(content) if len(content) <= _LARGEST else None
    except (ValueError, RecursionError):
        data = None
    match data:
        case {"data": list(entries)}:
            return tuple(_names(entries)), ""
    return None, "no list"


def _names(entries: list[object]) -> Iterator[str]:
    for entry in entries:
        match entry:
            case {"id": str(name)}:
                yield name


def endpoint(host: str, listing: Listing) -> Check:
    """Tell that there is an answer. Whether it is one to rely on, the request will show."""
    if listing.models is None:
        advice = "of no matter if the request below is answered"
        return warning(ENDPOINT, f"{host}: no list of models ({_PATH}: {listing.trouble})", advice)
    return ok(ENDPOINT, f"{host} answers in {listing.seconds:.2f} s, with {len(listing.models):,} models")


def tls(settings: Settings) -> Check:
    """Tell whether the connection, which stands, is a secure one."""
    address = settings.azure_endpoint or settings.base_url
    parts = urlsplit(address) if address else None
    if parts is None or parts.scheme == "https":
        return ok(TLS, "the certificate is accepted")
    if parts.hostname in LOOPBACK:
        return skipped(TLS, "not used, and not needed: the endpoint is on this machine")
    return warning(TLS, "not used: chats and the key can be read on their way", "use an https:// address")


def clock(listing: Listing) -> Check:
    """Compare the endpoint's clock with this machine's: dates in Retry-After and tokens depend on it."""
    try:
        date = parsedate_to_datetime(listing.date or "")
        there = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return skipped(CLOCK, "the endpoint does not tell its time")
    apart = abs(there - listing.at)
    found = f"{apart:,.0f} s from the endpoint's"
    if apart <= _MOST_APART:
        return ok(CLOCK, found)
    which = "behind" if there > listing.at else "ahead of"
    return warning(CLOCK, f"{apart:,.0f} s {which} the endpoint's", "set this machine's clock (NTP)")


def model(name: str, listing: Listing) -> Check:
    """Look the model up in the list."""
    if listing.models is None:
        return skipped(MODEL, f"{name}: the endpoint has no list; the request will tell")
    if name in listing.models:
        return ok(MODEL, f"{name}: in the endpoint's list")
    similar = _similar(name, listing.models)
    advice = f"did you mean {', '.join(similar)}?" if similar else _few(listing.models)
    return warning(MODEL, f"{name}: not in the endpoint's list", advice)


def _similar(name: str, known: tuple[str, ...]) -> list[str]:
    from rapidfuzz import fuzz, process, utils

    found = process.extract(
        name, known, scorer=fuzz.WRatio, processor=utils.default_process, limit=3, score_cutoff=70
    )
    return [clipped(similar, _LONGEST_NAME) for similar, _, _ in found]


def _few(known: tuple[str, ...]) -> str:
    names = ", ".join(clipped(name, _LONGEST_NAME) for name in known[:3])
    return f"it has {names}{' …' if len(known) > 3 else ''}" if known else "it has none at all"
