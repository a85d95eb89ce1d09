"""What can go wrong between a question and its answer, told apart."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from evaluator.endpoint.spent import NOTHING
from evaluator.errors import ClosureError


class FailureKind(StrEnum):
    """Why there is no answer. The text of the value is what results and reports say."""

    AUTH = "auth"
    NOT_FOUND = "not_found"
    REJECTED = "rejected"
    NOT_API = "not_api"
    TLS = "tls"
    QUOTA = "quota"
    RATE = "rate"
    SERVER = "server"
    CONNECTION = "connection"
    TIMEOUT = "timeout"
    CONTEXT = "context"
    REFUSAL = "refusal"
    TRUNCATED = "truncated"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    BUDGET = "budget"
    BREAKER = "breaker"


# Asking again, a little later, may help.
PASSING = frozenset({FailureKind.RATE, FailureKind.SERVER, FailureKind.CONNECTION, FailureKind.TIMEOUT})
# No chat will fare better until somebody changes the settings.
FATAL = frozenset({FailureKind.AUTH, FailureKind.NOT_FOUND, FailureKind.NOT_API, FailureKind.TLS})


class Failure(ClosureError):
    """No answer from the model. The message is one line and holds no key; `spent` is what trying has cost."""

    exit_code = 6

    def __init__(self, kind: FailureKind, what: str) -> None:
        super().__init__(what)
        self.kind = kind
        self.retry_after: float | None = None
        self.headers: Mapping[str, str] = {}
        self.spent = NOTHING
