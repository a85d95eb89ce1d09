"""Keeps keys, headers and passwords out of whatever is told, though an endpoint may repeat them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from evaluator.settings.secrets import MASK

if TYPE_CHECKING:
    from evaluator.settings import Settings

_SHORTEST, _SHORTEST_WORD = 4, 6
_CUT = "…"


class Concealed:
    """Words that must not show."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted({word for word in words if len(word) >= _SHORTEST}, key=len, reverse=True)
        self._found = re.compile("|".join(map(re.escape, self._words)) or r"(?!)", re.IGNORECASE)

    @classmethod
    def of(cls, settings: Settings, proxies: Iterable[str] = ()) -> Concealed:
        """The key, the values of headers, and what addresses hold beside the host."""
        addresses = [settings.base_url, settings.azure_endpoint, *proxies]
        words = [settings.key.get_secret_value()] if settings.key else []
        words += [word for value in settings.headers.values() for word in _of_header(value)]
        words += [word for address in addresses if address for word in _of_address(address)]
        return cls(words)

    def hide(self, text: str) -> str:
        """Return the text with a mask in place of each, and of the beginning of one that was cut off."""
        text = self._found.sub(MASK, text)
        for word in self._words:
            for length in range(len(word) - 1, _SHORTEST - 1, -1):
                text = text.replace(word[:length] + _CUT, MASK + _CUT)
        return text


def _of_header(value: str) -> Iterator[str]:
    yield value
    yield from (word for word in value.split() if len(word) >= _SHORTEST_WORD)


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
