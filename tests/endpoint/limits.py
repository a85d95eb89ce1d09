"""What an endpoint accepts: keys, models, parameters, long prompts, requests a second; and how it says no."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any, Literal

from tests.endpoint.replies import json_reply, status
from tests.endpoint.wire import Reply, Seen

Dialect = Literal["openai", "vllm", "llama.cpp"]

FORMATS = frozenset({"json_schema", "json_object"})
PARAMETERS = frozenset(
    {"temperature", "seed", "max_tokens", "max_completion_tokens", "prompt_cache_key", "reasoning_effort"}
)
EVERYTHING = FORMATS | PARAMETERS
INSTEAD = {
    "max_tokens": " Use 'max_completion_tokens' instead.",
    "max_completion_tokens": " Use 'max_tokens' instead.",
}


@dataclass
class Limits:
    """Whatever is not limited is accepted. All of it may be changed while the endpoint runs."""

    key: str | None = None
    models: Sequence[str] = ()
    supports: Set[str] = EVERYTHING
    context_length: int | None = None
    dialect: Dialect = "openai"

    def objection(self, seen: Seen) -> Reply | None:
        """Return why a request is turned away, in the words of the dialect, or nothing."""
        if self.key is not None and self.key not in _keys(seen):
            return self.no(401, "Incorrect API key provided.", "invalid_api_key", kind="authentication_error")
        if not seen.is_chat:
            return None
        if seen.body is None:
            return self.no(400, "We could not parse the JSON body of your request.")
        model = seen.body.get("model")
        if self.models and model not in self.models:
            return self.no(
                404, f"The model `{model}` does not exist or you do not have access to it.", "model_not_found"
            )
        return next(self._unsupported(seen), None) or self._too_long(seen)

    def no(
        self, code: int, message: str, name: str | None = None, param: str | None = None, kind: str = ""
    ) -> Reply:
        """Word an error: OpenAI names a code and a parameter, others give the status as the code."""
        if self.dialect == "openai":
            kind = kind or "invalid_request_error"
            return status(code, message, code_name=name, type=kind, param=param)
        if self.dialect == "vllm":
            error = {"message": message, "type": "BadRequestError", "param": param, "code": code}
            return json_reply({"error": error}, code)
        return json_reply(
            {"error": {"code": code, "message": message, "type": kind or "invalid_request_error"}}, code
        )

    def _unsupported(self, seen: Seen) -> Iterator[Reply]:
        for name in sorted(PARAMETERS - self.supports):
            if name in seen.body:
                said = f"Unsupported parameter: '{name}' is not supported with this model.{INSTEAD.get(name, '')}"
                yield self.no(400, said, "unsupported_parameter", name)
        form = (seen.body.get("response_format") or {}).get("type")
        if form in FORMATS - self.supports:
            said = f"Invalid parameter: 'response_format' of type '{form}' is not supported with this model."
            yield self.no(400, said, None, "response_format")

    def _too_long(self, seen: Seen) -> Reply | None:
        tokens = len(seen.text) // 4
        if self.context_length is None or tokens <= self.context_length:
            return None
        if self.dialect == "llama.cpp":
            said = (
                f"request ({tokens} tokens) exceeds the available context size ({self.context_length} tokens)"
            )
            return self.no(400, f"{said}, try increasing it", kind="exceed_context_size_error")
        said = f"This model's maximum context length is {self.context_length} tokens. However, your messages resulted"
        said = f"{said} in {tokens} tokens. Please reduce the length of the messages."
        return self.no(400, said, "context_length_exceeded", "messages")

    def catalogue(self) -> Reply:
        """List the models, as ``GET /v1/models`` does."""
        about: dict[str, Any] = {"object": "model", "created": 1_760_000_000, "owned_by": "tests"}
        return json_reply(
            {"object": "list", "data": [{"id": name, **about} for name in self.models or ("test-model",)]}
        )


@dataclass
class Rate:
    """So many requests a second, `burst` of them at once."""

    per_second: float
    burst: int = 1
    clock: Callable[[], float] = time.monotonic
    due: float = 0.0  # when the bucket is full again

    def objection(self) -> Reply | None:
        """Count a request; return when to come back if it is one too many."""
        now = self.clock()
        due = max(self.due, now)
        wait = due - now - (self.burst - 1) / self.per_second
        if wait <= 1e-9:
            self.due = due + 1 / self.per_second
            return None
        headers = {"retry-after": str(math.ceil(wait)), "retry-after-ms": str(math.ceil(wait * 1000))}
        said = "Rate limit reached for requests"
        return status(429, said, headers, code_name="rate_limit_exceeded", type="requests")


def not_found(seen: Seen) -> Reply:
    """Reply to a path that the API does not have."""
    return status(404, f"Invalid URL ({seen.method} {seen.path})")


def _keys(seen: Seen) -> tuple[str, ...]:
    bearer = seen.headers.get("authorization", "").removeprefix("Bearer ")
    return bearer, seen.headers.get("api-key", "")
