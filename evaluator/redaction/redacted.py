"""A chat as it may leave the machine, and the way back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from evaluator.models import Conversation

KINDS = ("email", "phone", "iban", "card", "id", "name")
PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(KINDS).upper()})_\d+(?:\.\d+)?\]")


@dataclass(frozen=True, slots=True)
class Redacted:
    """`conversation` has the texts and names of its turns masked, and neither agent nor metadata.

    `masked` counts the masked places of each kind that was found. The originals are kept to `restore` them, and are
    never shown.
    """

    conversation: Conversation = field(repr=False)
    masked: Mapping[str, int] = field(default_factory=dict)
    _originals: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def none(cls, conversation: Conversation) -> Self:
        """The chat as it is."""
        return cls(conversation)

    def mask(self, text: str) -> str:
        """Put the placeholders in place of the originals, in a text that quotes the chat."""
        for placeholder, original in sorted(self._originals.items(), key=lambda pair: -len(pair[1])):
            text = re.sub(rf"(?<!\w){re.escape(original)}(?!\w)", placeholder, text)
        return text

    def restore(self, text: str) -> str:
        """Put the originals back in place of the placeholders; those of somebody else's making stay."""
        if not self._originals or "[" not in text:
            return text
        return PLACEHOLDER.sub(lambda found: self._originals.get(found[0], found[0]), text)
