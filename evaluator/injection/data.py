"""What ``rubrics/injection.yaml`` holds, checked and compiled."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from evaluator.datafile import load
from evaluator.injection.folding import Folding
from evaluator.injection.phrase import Pattern, compiled
from evaluator.resources import data_dir

FILE: Final = "injection.yaml"

Kind = Literal["orders_grader", "asks_score", "claims_role", "fake_structure", "hidden_text"]
_Examples = Annotated[tuple[str, ...], Field(min_length=1)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Phrase(_Data):
    """A phrase of one language; `unless` lists what may not follow it, `without` words not in it or just before it."""

    kind: Kind
    phrase: str
    unless: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    match: _Examples
    never: _Examples


class Language(_Data):
    """Named word lists, and the phrases made of them."""

    words: dict[str, tuple[str, ...]]
    phrases: tuple[Phrase, ...]


class Structure(_Data):
    """A regular expression over folded text, tried where one of `needs` stands in it.

    With `about`, what it matches must also hold one of the file's `topics`. `roles`: only turns of those.
    """

    kind: Kind
    pattern: str
    needs: _Examples
    about: bool = False
    roles: tuple[Literal["customer", "agent", "bot", "system"], ...] = ("customer", "agent", "bot", "system")
    match: _Examples
    never: _Examples


class InjectionData(_Data):
    """The whole file."""

    version: str
    lookalikes: dict[str, str]
    leet: dict[str, str]
    topics: tuple[str, ...]
    structures: tuple[Structure, ...]
    languages: dict[str, Language]


class Shape(NamedTuple):
    """A `Structure`; `about` is an expression too."""

    kind: str
    pattern: str
    needs: tuple[str, ...]
    about: str | None
    roles: frozenset[str]


class Compiled(NamedTuple):
    """The file, ready for use; expressions are compiled as they are wanted.

    `patterns` are found by how their first word begins; `starts` are all beginnings.
    """

    folding: Folding
    leet: dict[int, str]
    starts: frozenset[str]
    patterns: dict[str, tuple[Pattern, ...]]
    all_patterns: tuple[Pattern, ...]
    shapes: tuple[Shape, ...]
    needs: tuple[str, ...]


@cache
def injection_data() -> InjectionData:
    """The shipped file."""
    return load(data_dir("rubrics") / FILE, InjectionData)


@cache
def shipped() -> Compiled:
    """The shipped file, made ready once. Raises `DataFileError` or `ValueError` for a mistake in it."""
    data = injection_data()
    patterns = [
        compiled(one.kind, one.phrase, one.unless, language.words, one.without)
        for language in data.languages.values()
        for one in language.phrases
    ]
    by_start: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        for start in pattern.needs[0]:
            by_start.setdefault(start, []).append(pattern)
    about = r"\b(?:" + "|".join(map(re.escape, data.topics)) + ")"
    shapes = tuple(
        Shape(one.kind, one.pattern, one.needs, about if one.about else None, frozenset(one.roles))
        for one in data.structures
    )
    return Compiled(
        Folding(data.lookalikes),
        {ord(digit): letter for digit, letter in data.leet.items()},
        frozenset(start for pattern in patterns for need in pattern.needs for start in need),
        {start: tuple(some) for start, some in by_start.items()},
        tuple(patterns),
        shapes,
        tuple(dict.fromkeys(need for shape in shapes for need in shape.needs)),
    )
