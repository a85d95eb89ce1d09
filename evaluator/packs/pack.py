"""Language packs: how each move is worded in one language, with its examples; and the reasons and tips to show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from evaluator import datafile
from evaluator.datafile import Location
from evaluator.errors import DataFileError, UsageError
from evaluator.packs.matcher import Rule
from evaluator.packs.phrase import Notation, Phrase
from evaluator.resources import data_dir

_Texts = Annotated[tuple[str, ...], Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(_Part):
    """A family of phrases that make one move. `yes` must match, `no` must not; `unless` voids it in a sentence."""

    say: _Texts
    unless: tuple[str, ...] = ()
    yes: _Texts
    no: _Texts
    note: str | None = None


class Pieces(_Part):
    """Sentences to propose for a closing, for one way to address a customer.

    Braces are placeholders: `{recap}` and `{name}` are filled in by code, the others are left for the agent.
    `reply` is what the customer would answer.
    """

    apology: str
    recap: str
    answer: str
    next_steps: str
    transfer: str
    pointer: str
    check: str
    further_help: str
    reply: str
    still_there: str
    close: str
    thanks: str
    feedback: str
    farewell: str
    farewell_to: str


class Templates(_Part):
    """The pieces, for both ways to address a customer.

    `fills` gives an example for each placeholder, `titles` are words that a surname may stand behind, written as
    they are inside a sentence, `facts` are numbers in words, days and months ("stem*", forms of one word parted by
    "/"), which a closing may name only where the chat does, and
    `nominative` says that names keep their form when somebody is called by them.
    """

    formal: Pieces
    informal: Pieces
    fills: Mapping[str, str]
    titles: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    nominative: bool = False


class Pack(_Part):
    """One language. `extends` names a pack whose entries are used as well (Tagalog chats are half English)."""

    code: Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
    name: str
    version: str
    extends: str | None = None
    classes: Mapping[str, _Texts] = Field(default_factory=dict)
    moves: Mapping[str, tuple[Entry, ...]]
    reasons: Mapping[str, str]
    tips: Mapping[str, str]
    rewrite: Templates | None = None

    def rules(self) -> Iterator[Rule]:
        """Every entry, compiled; entry ids are ``code:move.number``, counted from 1.

        Raises:
            PhraseError: a phrase is wrong.

        """
        notation = Notation(self.classes)
        for move, entries in self.moves.items():
            for number, entry in enumerate(entries):
                say, unless = (
                    tuple(_phrases(notation, getattr(entry, key), ("moves", move, number, key)))
                    for key in ("say", "unless")
                )
                yield Rule(move, moves()[move].side, f"{self.code}:{move}.{number + 1}", say, unless)


def _phrases(notation: Notation, written: tuple[str, ...], where: Location) -> Iterator[Phrase]:
    for number, phrase in enumerate(written):
        try:
            yield from notation.compile(phrase)
        except ValueError as error:
            raise PhraseError((*where, number), str(error)) from None


class PhraseError(ValueError):
    """A phrase that cannot be compiled, and where in the pack it stands."""

    def __init__(self, where: Location, what: str) -> None:
        super().__init__(what)
        self.where = where


class Move(_Part):
    """A move that packs give words to."""

    side: Literal["agent", "customer", "system"]
    means: str


class Moves(_Part):
    """The inventory of moves, ``rubrics/moves.yaml``."""

    version: int
    moves: Mapping[str, Move]


@lru_cache(maxsize=1)
def moves() -> Mapping[str, Move]:
    """Every move by name."""
    return datafile.load(data_dir("rubrics") / "moves.yaml", Moves).moves


@lru_cache(maxsize=8)
def pack_files(languages_dir: Path | None = None) -> dict[str, Path]:
    """The pack files by language code; those in `languages_dir` replace shipped ones of the same code."""
    folders = [data_dir("rubrics") / "languages", *([languages_dir] if languages_dir else [])]
    return {file.stem: file for folder in folders for file in sorted(folder.glob("*.yaml"))}


def read_pack(file: Path) -> tuple[Pack, tuple[Rule, ...]]:
    """A pack and its compiled rules.

    Raises:
        DataFileError: the file has a mistake, at that line and column.

    """
    pack = _validated(file)
    try:
        return pack, tuple(pack.rules())
    except PhraseError as mistake:
        # The places are not kept until here: they take more memory than the phrases.
        _, positions = datafile.read(file)
        raise positions.error(mistake.where, str(mistake)) from None


def _validated(file: Path) -> Pack:
    data, positions = datafile.read(file)
    pack = datafile.validate(data, positions, Pack)
    for move in pack.moves:
        if move not in moves():
            raise positions.error(("moves", move), f"unknown move {move!r}; moves.yaml lists them", key=True)
    return pack


@lru_cache(maxsize=1)
def english() -> Pack:
    """The shipped English pack, whose reasons and tips stand in where another pack lacks one."""
    return read_pack(data_dir("rubrics") / "languages" / "en.yaml")[0]


@lru_cache(maxsize=64)
def _own(code: str, languages_dir: Path | None) -> tuple[Pack, tuple[Rule, ...]]:
    """A pack and its own rules, without those of the pack that it extends."""
    files = pack_files(languages_dir)
    if code not in files:
        raise UsageError(f"no language pack {code!r}; there are {', '.join(sorted(files))}")
    pack, rules = read_pack(files[code])
    if pack.code != code:
        raise DataFileError(
            str(files[code]), None, None, f"is the pack of {pack.code!r}; name it {pack.code}.yaml"
        )
    return pack, rules


@lru_cache(maxsize=64)
def load_pack(code: str, languages_dir: Path | None = None) -> tuple[Pack, tuple[Rule, ...]]:
    """The pack of a language, and its rules with those of the pack that it extends.

    Raises:
        UsageError: there is no pack of that code.
        DataFileError: the file has a mistake.

    """
    pack, rules = _own(code, languages_dir)
    file = str(pack_files(languages_dir)[code])
    if pack.extends:
        if _own(pack.extends, languages_dir)[0].extends:
            raise DataFileError(file, None, None, f"extends {pack.extends!r}, which extends another itself")
        return pack, rules + load_pack(pack.extends, languages_dir)[1]
    if lacking := [move for move in moves() if not pack.moves.get(move)]:
        what = f"{len(lacking)} moves have no entry ({lacking[0]}, …); `closure rubric validate` lists what is missing"
        raise DataFileError(file, None, None, what)
    return pack, rules
