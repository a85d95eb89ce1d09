"""The words that masking goes by, from ``rubrics/redaction.yaml``."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from pydantic import BaseModel, ConfigDict

from evaluator.datafile import load
from evaluator.resources import data_dir


class Vocabulary(BaseModel):
    """The file's content; see there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name_fields: frozenset[str]
    no_names: frozenset[str]
    ambiguous: frozenset[str]
    endings: frozenset[str]
    phone_cues: frozenset[str]
    card_cues: frozenset[str]
    id_cues: frozenset[str]
    other_cues: frozenset[str]
    units: frozenset[str]
    regions: dict[str, tuple[str, ...]]

    @cached_property
    def plain_fields(self) -> frozenset[str]:
        """The fields as ``customerName`` and ``customer-name`` are compared."""
        return frozenset(field.replace("_", "") for field in self.name_fields)

    @cached_property
    def longest_ending(self) -> int:
        """How many letters a name may end in."""
        return max(map(len, self.endings))

    @cached_property
    def phone(self) -> re.Pattern[str]:
        """Finds a cue for a telephone number at the end of what stands before it."""
        return _cue(self.phone_cues)

    @cached_property
    def card(self) -> re.Pattern[str]:
        """The same for a card."""
        return _cue(self.card_cues)

    @cached_property
    def identity(self) -> re.Pattern[str]:
        """The same for a personal number."""
        return _cue(self.id_cues)

    @cached_property
    def other(self) -> re.Pattern[str]:
        """The same for a number of something else."""
        return _cue(self.other_cues)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Load the words, once."""
    return load(data_dir("rubrics") / "redaction.yaml", Vocabulary)


def _cue(words: frozenset[str]) -> re.Pattern[str]:
    """A cue word, and at most two short words and some marks between it and the number."""
    any_word = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:^|\W)(?:{any_word})\b\W{{0,3}}(?:\w{{1,6}}\W{{1,3}}){{0,2}}$")
