"""Tells the failures of an endpoint apart by what it answered."""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Iterable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from time import time
from typing import NamedTuple

from evaluator.endpoint.failure import Failure, FailureKind
from evaluator.endpoint.said import short

_TOO_LONG = re.compile(
    r"context[ _](?:length|window|size)|maximum context|prompt is too long|too many (?:input )?tokens|max_model_len",
    re.IGNORECASE,
)
_CONTEXT_SIZE = re.compile(r"(?:context|n_ctx|max_model_len)\D{0,40}(\d[\d,]{2,9})(k?)", re.IGNORECASE)
_SMALLEST_CONTEXT = 512
_LONGEST_PARSED, _LONGEST_READ, _LONGEST_SAID = 1_000_000, 4000, 160
_SECRET = re.compile(r"\b(?:(?:sk|pk|key)[-_]|bearer )[\w*.-]{6,}", re.IGNORECASE)
_BY_STATUS: Mapping[int, FailureKind] = {
    401: FailureKind.AUTH,
    402: FailureKind.QUOTA,
    403: FailureKind.AUTH,
    404: FailureKind.NOT_FOUND,
    408: FailureKind.SERVER,
    409: FailureKind.SERVER,
    413: FailureKind.CONTEXT,
    429: FailureKind.RATE,
}
_ADVICE: Mapping[FailureKind, str] = {
    FailureKind.AUTH: "check the API key and what it may use",
    FailureKind.NOT_FOUND: "check the model's name, and that the base URL is right (most end in /v1)",
    FailureKind.NOT_API: "check that the base URL is that of an OpenAI-compatible API (most end in /v1)",
    FailureKind.TLS: "check the address, or set SSL_CERT_FILE to the certificates that your network uses",
}


# What a gateway in front of an API has no page for: the page is the web site's own.
_NO_GATEWAY_SAYS = (FailureKind.AUTH, FailureKind.NOT_FOUND, FailureKind.REJECTED)


class Response(NamedTuple):
    """What came back."""

    status: int
    content: bytes
    headers: Mapping[str, str]


class _Said(NamedTuple):
    """What the body of an error says: OpenAI's form, that of FastAPI (``detail``), or plain text."""

    message: str
    code: str | None = None
    type: str | None = None
    parameter: str | None = None

    @classmethod
    def of(cls, content: bytes) -> _Said:
        text = content[:_LONGEST_READ].decode("utf-8", "replace")
        try:
            data = json.loads(content) if len(content) <= _LONGEST_PARSED else None
        except (ValueError, RecursionError):
            data = None
        error = data.get("error", data) if isinstance(data, dict) else data
        if not isinstance(error, dict):
            return cls(str(error or text)[:_LONGEST_READ])
        message = error.get("message") or error.get("detail") or text
        others = (error.get(name) for name in ("code", "type", "param"))
        return cls(str(message)[:_LONGEST_READ], *(str(other) if other else None for other in others))

    @property
    def is_page(self) -> bool:
        return self.message.lstrip()[:1] == "<"

    @property
    def is_about_length(self) -> bool:
        return self.code == "context_length_exceeded" or bool(_TOO_LONG.search(f"{self.type} {self.message}"))


class Rejection(Failure):
    """HTTP 400 or 422: the request is not accepted as it is. `parameter` names what is wrong, where known.

    `said` is the whole message, not to be shown.
    """

    def __init__(self, what: str, said: str, parameter: str | None) -> None:
        super().__init__(FailureKind.REJECTED, what)
        self.said = said
        self.parameter = parameter


class TooLong(Failure):
    """The chat does not fit the model's context; `tokens` is its size, where the endpoint told."""

    def __init__(self, what: str, tokens: int | None) -> None:
        super().__init__(FailureKind.CONTEXT, what)
        self.tokens = tokens


def of_status(response: Response, model: str, secrets: Iterable[str] = ()) -> Failure:
    """Return what a status that is no success means. `secrets` are left out of what the endpoint said."""
    status, said = response.status, _Said.of(response.content)
    what = f"{model}: HTTP {status}: {_shown(said.message, secrets)}"
    kind = _BY_STATUS.get(status, FailureKind.SERVER if status >= 500 else FailureKind.REJECTED)
    if said.is_page:
        what = f"{model}: HTTP {status} with a web page instead of an answer"
        if kind in _NO_GATEWAY_SAYS:
            return _advised(FailureKind.NOT_API, what)
    if kind is FailureKind.RATE and "insufficient_quota" in (said.code, said.type):
        kind = FailureKind.QUOTA
    if kind is FailureKind.CONTEXT or (kind is FailureKind.REJECTED and said.is_about_length):
        return TooLong(what, _context_size(said.message))
    if kind is FailureKind.REJECTED:
        return Rejection(what, said.message, said.parameter)
    failure = _advised(kind, what)
    failure.headers = response.headers
    failure.retry_after = retry_after(failure.headers)
    return failure


def of_connection(error: Exception, model: str, host: str, secrets: Iterable[str] = ()) -> Failure:
    """Return what it means that no answer came at all. `secrets` are left out."""
    causes = list(_causes(error))
    if any(isinstance(c, ssl.SSLError) or "CERTIFICATE_VERIFY" in str(c) for c in causes):
        return _advised(FailureKind.TLS, f"{model}: no secure connection to {host}")
    reason = next((text for c in reversed(causes) if (text := _shown(str(c), secrets))), type(error).__name__)
    return Failure(FailureKind.CONNECTION, f"{model}: no connection to {host}: {reason}")


def not_api(model: str) -> Failure:
    """Return the failure that stands for a web page in place of an answer."""
    return _advised(FailureKind.NOT_API, f"{model}: the endpoint answers with a web page")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that the endpoint asks to wait: ``retry-after-ms``, or ``Retry-After`` as seconds or date."""
    try:
        if milliseconds := headers.get("retry-after-ms"):
            return max(0.0, float(milliseconds) / 1000)
        if wait := headers.get("retry-after"):
            return max(0.0, _seconds(wait))
    except (ValueError, TypeError, OverflowError):
        pass
    return None


def _seconds(wait: str) -> float:
    try:
        return float(wait)
    except ValueError:
        return parsedate_to_datetime(wait).timestamp() - time()


def _advised(kind: FailureKind, what: str) -> Failure:
    advice = _ADVICE.get(kind)
    return Failure(kind, f"{what}; {advice}" if advice else what)


def _context_size(message: str) -> int | None:
    """Read ``8192``, ``128,000`` or ``200k``; what is too small for a context is some other number."""
    found = _CONTEXT_SIZE.search(message)
    if found is None:
        return None
    size = int(found[1].replace(",", "")) * (1000 if found[2] else 1)
    return size if size >= _SMALLEST_CONTEXT else None


def _shown(text: str, secrets: Iterable[str]) -> str:
    """The text on one short line, without keys and what cannot be shown."""
    for secret in secrets:
        text = text.replace(secret, "…")
    return short(_SECRET.sub("…", " ".join(text.split())), _LONGEST_SAID)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
