"""What of the settings must never be told, though an endpoint may repeat it: keys, header values, passwords."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from evaluator.settings.model import Settings

_SHORTEST_WORD = 6


def confidential(settings: Settings, addresses: Iterable[str] = ()) -> Iterator[str]:
    """The key, the values of headers with their words, and what `addresses` and the endpoint's hold beside the host."""
    if settings.key:
        yield settings.key.get_secret_value()
    for value in settings.headers.values():
        yield value
        yield from (word for word in value.split() if len(word) >= _SHORTEST_WORD)
    for address in (settings.base_url, settings.azure_endpoint, *addresses):
        if address:
            yield from _of_address(address)


def _of_address(address: str) -> Iterator[str]:
    try:
        parts = urlsplit(address)
    except ValueError:
        return
    user, at, _ = parts.netloc.rpartition("@")
    if at:
        yield user
        for part in user.partition(":")[::2]:
            yield from (part, unquote(part))
    yield from (value for _, value in parse_qsl(parts.query) if len(value) >= _SHORTEST_WORD)
