"""Keeps keys, headers and passwords out of whatever is told, though an endpoint may repeat them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from evaluator.settings.confidential import confidential
from evaluator.settings.secrets import MASK

if TYPE_CHECKING:
    from evaluator.settings import Settings

_SHORTEST = 4
_CUT = "…"


class Concealed:
    """Words that must not show."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted({word for word in words if len(word) >= _SHORTEST}, key=len, reverse=True)
        self._found = re.compile("|".join(map(re.escape, self._words)) or r"(?!)", re.IGNORECASE)

    @classmethod
    def of(cls, settings: Settings, proxies: Iterable[str] = ()) -> Concealed:
        """The key, the values of headers, and what addresses hold beside the host."""
        return cls(confidential(settings, proxies))

    def hide(self, text: str) -> str:
        """Return the text with a mask in place of each, and of the beginning of one that was cut off."""
        text = self._found.sub(MASK, text)
        for word in self._words:
            for length in range(len(word) - 1, _SHORTEST - 1, -1):
                text = text.replace(word[:length] + _CUT, MASK + _CUT)
        return text
