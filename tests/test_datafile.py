"""Data files: what is read, and where a mistake is said to be."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field, field_validator

from evaluator import yamltext
from evaluator.datafile import load, parse, read
from evaluator.errors import DataFileError
from evaluator.mistakes import PlacedError, show


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str
    weight: Annotated[float, Field(gt=0)] = 1
    tags: tuple[str, ...] | None = None


class Book(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    count: int = 0
    open: bool = True
    moves: dict[str, tuple[Entry, ...]] = Field(default_factory=dict)

    @field_validator("moves")
    @classmethod
    def _no_shouting(cls, moves: dict[str, tuple[Entry, ...]]) -> dict[str, tuple[Entry, ...]]:
        for move, entries in moves.items():
            for index, entry in enumerate(entries):
                if entry.text.isupper():
                    raise PlacedError(f"{entry.text!r} shouts", move, index, "text")
        return moves


def message(tmp_path: Path, content: str | bytes) -> str:
    file = tmp_path / "book.yaml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(DataFileError) as caught:
        load(file, Book)
    return str(caught.value).removeprefix(str(file))


MISTAKES = {
    "empty file": ("", ": is empty"),
    "only a comment": ("# nothing\n", ": is empty"),
    "a list where a mapping is due": ("- a\n- b\n", ":1:1: file: expected a mapping, got a list of 2"),
    "wrong indentation": (
        "name: a\n  count: 1\n",
        ":2:8: not valid YAML: mapping values are not allowed in this context",
    ),
    "an unclosed list": ("name: [a\n", ":2:1: not valid YAML: did not find expected ',' or ']'"),
    "two documents": ("name: a\n---\nname: b\n", ":2:1: not valid YAML: but found another document"),
    "a duplicate key": ("name: a\ncount: 1\nname: b\n", ":3:1: duplicate key 'name', first in line 1"),
    "a merge key": (
        "name: a\n<<: {count: 1}\n",
        ":2:1: merge keys ('<<') are not supported; write the fields out",
    ),
    "a list as key": ("? [a]\n: 1\n", ":1:3: a key must be plain text"),
    "an object tag": (
        "name: !!python/name:os.system x\n",
        ":1:7: tag 'tag:yaml.org,2002:python/name:os.system' is not supported",
    ),
    "a tagged mapping": (
        "name: a\nmoves: !!set {a, b}\n",
        ":2:8: tag 'tag:yaml.org,2002:set' is not supported",
    ),
    "a tag that does not fit": ("name: !!int many\n", ":1:7: 'many' is no number"),
    "a value that contains itself": ("name: &a\n  b: *a\n", ": is nested too deeply, or contains itself"),
    "a control character": (
        "name: a\ncount: \x07\n",
        r":2:8: character '\x07' is not allowed; write it as an escape in double quotes",
    ),
    "not UTF-8": (b"name: a\ncount: \xe1\n", ":2: is not UTF-8; save it as UTF-8"),
    "a missing field": ("count: 1\n", ":1:1: field 'name' is missing"),
    "a missing field inside": ("name: a\nmoves:\n  bye:\n    - weight: 2\n", ":4:7: field 'text' is missing"),
    "a field with a typo": ("name: a\ncuont: 1\n", ":2:1: unknown field 'cuont'; did you mean 'count'?"),
    "a typo in a field that must be there": (
        "name: a\nmoves: {bye: [{test: b}]}\n",
        ":2:16: unknown field 'test'; did you mean 'text'?",
    ),
    "an unknown field": ("name: a\nzzz: 1\n", ":2:1: unknown field 'zzz'; known: name, count, open, moves"),
    "an unknown field inside": (
        "name: a\nmoves:\n  bye:\n    - text: b\n      wieght: 2\n",
        ":5:7: unknown field 'wieght'; did you mean 'weight'?",
    ),
    "a number where text is due": ("name: 1.0\n", ":1:7: name: expected text, got 1.0; put it in quotes"),
    "nothing where text is due": ("name:\n", ":1:6: name: expected text, got nothing"),
    "text where a number is due": (
        "name: a\ncount: few\n",
        ":2:8: count: expected a whole number, got 'few'",
    ),
    "a fraction where a count is due": (
        "name: a\ncount: 1.5\n",
        ":2:8: count: expected a whole number, got 1.5",
    ),
    "text where a truth is due": (
        "name: a\nopen: maybe\n",
        ":2:7: open: expected true or false, got 'maybe'",
    ),
    "a negative weight": (
        "name: a\nmoves: {bye: [{text: b}, {text: c, weight: -3}]}\n",
        ":2:44: weight: expected a number above 0, got -3",
    ),
    "text where a list is due": (
        "name: a\nmoves: {bye: hello}\n",
        ":2:14: bye: expected a list, got 'hello'",
    ),
    "a wrong item of an optional list": (
        "name: a\nmoves: {bye: [{text: b, tags: [c, 7]}]}\n",
        ":2:35: tags: expected text, got 7; put it in quotes",
    ),
    "a validator that points inside": (
        "name: a\nmoves:\n  bye:\n    - text: b\n    - text: BYE\n",
        ":5:13: 'BYE' shouts",
    ),
    "a long value": (
        "name: a\ncount: " + "x" * 99,
        f":2:8: count: expected a whole number, got '{'x' * 55}…'",
    ),
    "an escaped control character": (
        'name: a\ncount: "\\e[31m"\n',
        r":2:8: count: expected a whole number, got '\x1b[31m'",
    ),
}


@pytest.mark.parametrize(("content", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_names_the_mistake_and_its_place(tmp_path: Path, content: str | bytes, expected: str) -> None:
    assert message(tmp_path, content) == expected


def test_reports_the_first_mistake_and_notes_the_others(tmp_path: Path) -> None:
    file = tmp_path / "book.yaml"
    file.write_text("count: few\nopen: maybe\nname: 1\n")
    with pytest.raises(DataFileError, match="few") as caught:
        load(file, Book)
    assert (caught.value.line, caught.value.column) == (1, 8)
    assert [note.rsplit("book.yaml", 1)[1][:4] for note in caught.value.__notes__] == [":2:7", ":3:7"]


@pytest.mark.parametrize("kind", ["missing", "directory"])
def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path, kind: str) -> None:
    path = tmp_path if kind == "directory" else tmp_path / "none.yaml"
    with pytest.raises(DataFileError, match="cannot be read: ") as caught:
        read(path)
    assert caught.value.line is None


PLAIN = {
    "words that YAML 1.1 takes for truths": ("[no, on, yes, off, Y]", ["no", "on", "yes", "off", "Y"]),
    "truths": ("[true, False]", [True, False]),
    "nothing": ("[~, null, ]", [None, None]),
    "numbers": ("[1, -2, +3, 1.5, .5, 1e3, 007]", [1, -2, 3, 1.5, 0.5, 1000.0, 7]),
    "a time and a date are text": ("[12:30, 2024-01-31]", ["12:30", "2024-01-31"]),
    "quoted numbers are text": ("['1', \"2\"]", ["1", "2"]),
    "keys are text": ("{1: a, no: b, null: c}", {"1": "a", "no": "b", "null": "c"}),
    "an alias repeats its value": ("{a: &x [1], b: *x}", {"a": [1], "b": [1]}),
    "a byte order mark is skipped": ("\ufeffa", "a"),
    "letters of every language": ("ačiū, hyvää päivänjatkoa", "ačiū, hyvää päivänjatkoa"),
}


@pytest.mark.parametrize(("content", "expected"), PLAIN.values(), ids=PLAIN)
def test_reads_plain_data(tmp_path: Path, content: str, expected: object) -> None:
    file = tmp_path / "plain.yaml"
    file.write_text(content, encoding="utf-8")
    assert read(file)[0] == expected


def test_a_huge_number_stays_a_number() -> None:
    assert parse("9" * 5000, "f")[0] == float("inf")


def test_reads_the_same_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(yaml.SafeLoader):
        yaml_implicit_resolvers = yamltext._Loader.yaml_implicit_resolvers

    content = "a: [no, 1, 1.5, ~, true]\nb:\n  - c: 'x'\n"
    data, positions = parse(content, "f")
    monkeypatch.setattr(yamltext, "_Loader", Slow)
    slow, slow_positions = parse(content, "f")
    assert slow == data
    assert slow_positions.find(("b", 0, "c")) == positions.find(("b", 0, "c")) == (3, 8)


def test_positions_fall_back_to_what_is_around() -> None:
    positions = parse("a:\n  - b: 1\n", "f")[1]
    assert positions.find(("a", 0, "c")) == (2, 5)
    assert positions.find(("a", 7)) == (2, 3)
    assert positions.find(("a", "tuple[str, ...]", 0, "b")) == (2, 8)
    assert positions.find(("a",), key=True) == (1, 1)
    assert positions.find(()) == (1, 1)


LEAVES = st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text()
DATA = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(min_size=1), inner), max_leaves=8
)


@given(DATA.filter(lambda data: data is not None))
def test_reads_back_what_yaml_writes(data: object) -> None:
    assert parse(yaml.safe_dump(data, default_style='"'), "f")[0] == data


@given(st.text())
def test_any_text_is_data_or_one_clear_mistake(content: str) -> None:
    said = "read"
    try:
        parse(content, "f")
    except DataFileError as error:
        said = str(error)
    assert "\n" not in said


@given(DATA)
def test_a_shown_value_is_short_and_printable(value: object) -> None:
    assert len(show(value)) <= 60
    assert show(value).isprintable()
