"""The address and headers of a chat completion, as the client of openai makes them out of its settings."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import httpx2
    from openai import AsyncOpenAI

_JSON = {"Content-Type": "application/json"}
_OF_ONE_REQUEST = ("host", "content-length", "accept-encoding", "connection", "transfer-encoding")


class Prepared(NamedTuple):
    """What every request to one model begins with."""

    url: str
    headers: dict[str, str]


async def prepare(make: Callable[[httpx2.AsyncClient], AsyncOpenAI]) -> Prepared:
    """Have a client write one request, without sending it, and return what it wrote.

    So everything that the client knows of credentials, Azure and headers counts, and is worked out once, not for
    every chat.
    """
    import httpx2

    seen: list[httpx2.Request] = []

    def take(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json={})

    client = make(httpx2.AsyncClient(transport=httpx2.MockTransport(take)))
    sent: Awaitable[object] = client.post(
        "/chat/completions", content=b"{}", cast_to=httpx2.Response, options={"headers": _JSON}
    )
    await sent
    await client.close()
    headers = {name: value for name, value in seen[0].headers.items() if name not in _OF_ONE_REQUEST}
    return Prepared(str(seen[0].url), headers)
