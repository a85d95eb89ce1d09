"""Sends requests to one model.

The client of openai says where to and with which headers (addresses, credentials, Azure), once; the bodies are
written by `manners.Bodies` and sent by aiohttp as they are. Having the client send each costs three times as much.
"""

from __future__ import annotations

import asyncio
import os
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from evaluator.endpoint import classify
from evaluator.endpoint.address import host
from evaluator.endpoint.classify import Response
from evaluator.endpoint.prepared import Prepared, prepare
from evaluator.errors import UsageError
from evaluator.settings.confidential import confidential

if TYPE_CHECKING:
    import ssl

    import aiohttp
    import httpx2
    from openai import AsyncOpenAI

    from evaluator.settings import Settings

_FIRST_THAT_IS_NO_ANSWER = 300
_LOOPBACK = ("localhost", "127.0.0.1", "::1", "[::1]")
_SHORTEST_SECRET = 6


class _Line(NamedTuple):
    session: aiohttp.ClientSession
    prepared: Prepared


class Connection:
    """One model at one endpoint. Belongs to the event loop that first uses it."""

    def __init__(self, settings: Settings, model: str) -> None:
        self._settings = settings
        self._model = model
        self.host = host(settings)
        if "@" in urlsplit(settings.azure_endpoint or settings.base_url or "").netloc:
            name = "azure_endpoint" if settings.azure_endpoint else "base_url"
            raise UsageError(
                f"{name}: leave user and password out of the address; "
                'send them as a header: headers = { Authorization = "Basic ..." }'
            )
        self._key = settings.key.get_secret_value() if settings.key else self._no_key()
        self._line: _Line | None = None
        self._opening = asyncio.Lock()
        # Shorter ones hide nothing, and would be found in any text. The longest first: others may be parts of it.
        words = {word for word in confidential(settings) if len(word) >= _SHORTEST_SECRET}
        self._secrets = sorted(words, key=len, reverse=True)

    def _no_key(self) -> str:
        """Servers on this machine mostly want no key; the client wants something to send."""
        base = self._settings.base_url
        if base and urlsplit(base).hostname in _LOOPBACK:
            return "none"
        raise UsageError(
            "no API key: set OPENAI_API_KEY (or CLOSURE_API_KEY, or --key-file), or grade by rules with --offline"
        )

    def client(self, http_client: httpx2.AsyncClient | None = None) -> AsyncOpenAI:
        """Make a client of these settings."""
        from openai import AsyncAzureOpenAI, AsyncOpenAI, OpenAIError

        settings = self._settings
        options: dict[str, Any] = {
            "api_key": self._key,
            "max_retries": 0,
            "default_headers": settings.headers or None,
            "http_client": http_client,
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

    async def open(self) -> None:
        """Get ready to send: this takes longer than some answers do."""
        await self._opened()

    async def post(self, body: bytes) -> Response:
        """Send a chat completion's body. Raises `Failure`."""
        import aiohttp

        session, (url, headers) = await self._opened()
        try:
            async with session.post(url, data=body, headers=headers, allow_redirects=False) as answer:
                response = Response(answer.status, await answer.read(), answer.headers)
        except (aiohttp.ClientError, OSError) as error:
            raise classify.of_connection(error, self._model, self.host, self._secrets) from error
        if response.status >= _FIRST_THAT_IS_NO_ANSWER:
            raise classify.of_status(response, self._model, self._secrets)
        return response

    async def close(self) -> None:
        """Close the connections, if any were opened."""
        line, self._line = self._line, None
        if line:
            await line.session.close()

    async def _opened(self) -> _Line:
        if self._line is None:
            async with self._opening:
                if self._line is None:
                    prepared = await prepare(self.client)
                    self._line = _Line(_session(prepared.url), prepared)
        return self._line


def _session(url: str) -> aiohttp.ClientSession:
    import aiohttp

    certificates = _certificates(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
    return aiohttp.ClientSession(
        # As many connections as there are slots.
        connector=aiohttp.TCPConnector(limit=0, ssl=certificates),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None),  # how long an answer may take is learned elsewhere
        proxy=_proxy(url),  # with trust_env, each request would look for it again, in a thread
    )


@lru_cache(maxsize=4)
def _certificates(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    """The certificates that the client of openai trusts; loading them takes longer than several requests."""
    import httpx2

    return httpx2.create_ssl_context()


def _proxy(url: str) -> str | None:
    """The proxy that the environment (or the system) names for the address."""
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return None
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")
