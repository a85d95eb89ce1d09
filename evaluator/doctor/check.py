"""One thing looked at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from evaluator.endpoint.failure import FATAL, Failure, FailureKind
from evaluator.errors import ClosureError

_ENDPOINT_CODE = Failure.exit_code
# The fatal ones say it in their message.
_ADVICE = {
    FailureKind.CONNECTION: "check the address (--base-url), that the server runs, and the proxies",
    FailureKind.TIMEOUT: "try again; for a slow model allow more with --timeout and --deadline",
    FailureKind.QUOTA: "nothing is left to spend: see the account's billing page",
    FailureKind.RATE: "wait a little and try again; --requests-per-minute keeps below a known limit",
    FailureKind.SERVER: "the endpoint has trouble of its own: try again later",
    FailureKind.REJECTED: "the endpoint does not take such a request: see what it says, or use another --model",
    FailureKind.CONTEXT: "the model's context is too small for any chat: use another --model",
    FailureKind.REFUSAL: "use another --model, or another content filter",
    FailureKind.EMPTY: "use another --model",
    FailureKind.UNREADABLE: "use another --model: this one does not keep to the form it is asked for",
    FailureKind.BUDGET: "raise --max-cost or --max-tokens",
}


class State(StrEnum):
    """How it stands. A `problem` makes grading fail as it is set up; a `warning` may, or makes it worse."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it stands, what was found, and what to do; `code` is a problem's exit code."""

    name: str
    state: State
    found: str
    advice: str = ""
    code: int = 0


def ok(name: str, found: str) -> Check:
    """All is well."""
    return Check(name, State.OK, found)


def warning(name: str, found: str, advice: str = "") -> Check:
    """Grading works, not as well as it could."""
    return Check(name, State.WARNING, found, advice)


def skipped(name: str, why: str) -> Check:
    """Nothing was looked at."""
    return Check(name, State.SKIPPED, why)


def problem(name: str, error: ClosureError, advice: str = "") -> Check:
    """What the error says, and all its notes."""
    found = "; ".join([str(error), *getattr(error, "__notes__", ())])
    if isinstance(error, Failure) and error.kind in FATAL:
        # Of these the message itself ends with what to do.
        found, _, advice = found.rpartition("; ")
    elif isinstance(error, Failure):
        advice = _ADVICE.get(error.kind, advice)
    return Check(name, State.PROBLEM, found, advice, error.exit_code)


def exit_code(checks: Iterable[Check]) -> int:
    """Return 0 without a problem, 6 if the endpoint cannot be used, otherwise the code of what has to be mended."""
    codes = {check.code for check in checks if check.state is State.PROBLEM}
    return _ENDPOINT_CODE if _ENDPOINT_CODE in codes else max(codes, default=0)
