"""The `openai` client as it is used here: for addresses, credentials, headers, proxies and errors.

The request's body is written by `manners.Bodies` and sent as it is: turning typed parameters into JSON and the answer
into typed objects costs the client several times what sending does.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from evaluator.endpoint import classify
from evaluator.endpoint.address import host
from evaluator.errors import UsageError

if TYPE_CHECKING:
    from openai import AsyncOpenAI

    from evaluator.settings import Settings

_JSON = {"Content-Type": "application/json"}
_LOOPBACK = ("localhost", "127.0.0.1", "::1", "[::1]")
_SHORTEST_SECRET = 6


class Response(NamedTuple):
    """What came back with a status below 400."""

    content: bytes
    headers: Mapping[str, str]


class Connection:
    """One model at one endpoint. Belongs to the event loop that first uses it."""

    def __init__(self, settings: Settings, model: str) -> None:
        self._settings = settings
        self._model = model
        self.host = host(settings)
        if settings.base_url and "@" in urlsplit(settings.base_url).netloc:
            raise UsageError(
                "base_url: leave user and password out of the address; "
                'send them as a header: headers = { Authorization = "Basic ..." }'
            )
        self._key = settings.key.get_secret_value() if settings.key else self._no_key()
        # Shorter ones hide nothing, and would be found in any text.
        self._secrets = [s for s in (self._key, *settings.headers.values()) if len(s) >= _SHORTEST_SECRET]

    def _no_key(self) -> str:
        """Servers on this machine mostly want no key; the client wants something to send."""
        base = self._settings.base_url
        if base and urlsplit(base).hostname in _LOOPBACK:
            return "none"
        raise UsageError(
            "no API key: set OPENAI_API_KEY (or CLOSURE_API_KEY, or --key-file), or grade by rules with --offline"
        )

    @cached_property
    def client(self) -> AsyncOpenAI:
        """The client itself, for what is not asked of the model."""
        from openai import AsyncAzureOpenAI, AsyncOpenAI, DefaultAioHttpClient, OpenAIError

        settings = self._settings
        options: dict[str, Any] = {
            "api_key": self._key,
            "max_retries": 0,
            "timeout": None,  # the time that an answer may take is kept where it is learned
            "default_headers": settings.headers or None,
            "http_client": DefaultAioHttpClient(),
        }
        try:
            if settings.azure_endpoint:
                return AsyncAzureOpenAI(
                    azure_endpoint=settings.azure_endpoint,
                    azure_deployment=self._model,
                    api_version=settings.api_version,
                    **options,
                )
            return AsyncOpenAI(base_url=settings.base_url, **options)
        except (OpenAIError, ValueError) as error:
            raise UsageError(f"the endpoint's settings make no sense: {error}") from error

    def open(self) -> None:
        """Load the client now, which takes longer than some answers do."""
        _ = self.client

    async def post(self, body: bytes) -> Response:
        """Send a chat completion's body. Raises `Failure`."""
        import httpx2
        import openai

        try:
            response: httpx2.Response = await self.client.post(
                "/chat/completions", content=body, cast_to=httpx2.Response, options={"headers": _JSON}
            )
        except openai.APIStatusError as error:
            raise classify.of_status(error, self._model, self._secrets) from error
        except (openai.APIConnectionError, openai.APIResponseValidationError) as error:
            raise classify.of_connection(error, self._model, self.host, self._secrets) from error
        return Response(response.content, response.headers)

    async def close(self) -> None:
        """Close the connections, if any were opened."""
        if client := self.__dict__.pop("client", None):
            await client.close()
