"""YAML text to plain data, and where each value stood.

Read as YAML 1.2 reads it, where it matters here: ``no``, ``on`` and ``12:30`` are text, keys are always text,
a key stands once, and there are no tags and no merge keys.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import Reader

from evaluator.errors import DataFileError

Location = Sequence[str | int]

_TAG = "tag:yaml.org,2002:"
_PLAIN = {
    "null": (r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    "bool": (r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    "int": (r"[-+]?[0-9]{1,18}", list("-+0123456789")),
    "float": (
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        list("-+.0123456789"),
    ),
}
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):  # type: ignore[misc]  # the C loader exists only where libyaml does
    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


for _name, (_pattern, _first) in _PLAIN.items():
    _Loader.add_implicit_resolver(_TAG + _name, re.compile(f"(?:{_pattern})$"), _first)


class Position(NamedTuple):
    """A place in a file, counted from 1."""

    line: int
    column: int


class Positions:
    """Where the values of one file stand. A location is a path of keys and indices, as pydantic has it."""

    def __init__(self, file: str, root: Node) -> None:
        self.file = file
        self.root = root

    def find(self, location: Location, *, key: bool = False) -> Position:
        """Find the value, or its key; where the file has none, the nearest value around it."""
        node, key_node = self.root, self.root
        for step in location:
            found = _child(node, step)
            if found:
                key_node, node = found
        return _position(key_node if key else node)

    def error(self, location: Location, what: str, *, key: bool = False) -> DataFileError:
        """Return the mistake at that place, to be raised."""
        line, column = self.find(location, key=key)
        return DataFileError(self.file, line, column, what)


def parse(text: str, file: str) -> tuple[Any, Positions]:
    """Return the plain data of `text` and where each value stands; `file` is what messages call it.

    Raises `DataFileError`: it is empty, no YAML, or more than plain data.
    """
    _check_characters(text, file)
    try:
        root = yaml.compose(text, _Loader)
        if root is None:
            raise DataFileError(file, None, None, "is empty")
        return _Reading(file).value(root), Positions(file, root)
    except yaml.MarkedYAMLError as error:
        mark, what = (
            error.problem_mark or error.context_mark,
            f"not valid YAML: {error.problem or error.context}",
        )
        if mark is None:
            raise DataFileError(file, None, None, what) from error
        raise DataFileError(file, mark.line + 1, mark.column + 1, what) from error
    except RecursionError as error:
        raise DataFileError(file, None, None, "is nested too deeply, or contains itself") from error


def _check_characters(text: str, file: str) -> None:
    if bad := Reader.NON_PRINTABLE.search(text):
        line, column = text.count("\n", 0, bad.start()) + 1, bad.start() - text.rfind("\n", 0, bad.start())
        what = f"character {bad.group()!r} is not allowed; write it as an escape in double quotes"
        raise DataFileError(file, line, column, what)


class _Reading:
    """One pass from nodes to data. An anchored node becomes one shared value."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._shared: dict[int, object] = {}

    def value(self, node: Node) -> object:
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        if id(node) not in self._shared:
            self._plain(node)
            is_mapping = isinstance(node, MappingNode)
            self._shared[id(node)] = self._mapping(node) if is_mapping else [*map(self.value, node.value)]
        return self._shared[id(node)]

    def _mapping(self, node: Node) -> dict[str, object]:
        data: dict[str, object] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                raise self._error(key, "a key must be plain text")
            if key.value in data:
                first = next(k for k, _ in node.value if k.value == key.value)
                raise self._error(key, f"duplicate key {key.value!r}, first in line {_position(first).line}")
            if key.value == "<<" and not key.style:
                raise self._error(key, "merge keys ('<<') are not supported; write the fields out")
            data[key.value] = self.value(value)
        return data

    def _scalar(self, node: ScalarNode) -> object:
        match node.tag.removeprefix(_TAG):
            case "str":
                return node.value
            case "null" if not node.value or node.value in ("~", "null", "Null", "NULL"):
                return None
            case "bool" if node.value.lower() in ("true", "false"):
                return node.value[0] in "tT"
            case "int" | "float":
                return self._number(node)
        raise self._error(node, f"tag {node.tag!r} is not supported")

    def _number(self, node: ScalarNode) -> int | float:
        text = node.value.lower().replace(".inf", "inf").replace(".nan", "nan")
        try:
            return int(text) if node.tag == f"{_TAG}int" else float(text)
        except ValueError:
            raise self._error(node, f"{node.value!r} is no number") from None

    def _plain(self, node: Node) -> None:
        if node.tag not in (f"{_TAG}map", f"{_TAG}seq"):
            raise self._error(node, f"tag {node.tag!r} is not supported")

    def _error(self, node: Node, what: str) -> DataFileError:
        return DataFileError(self._file, *_position(node), what)


def _child(node: Node, step: str | int) -> tuple[Node, Node] | None:
    """Key and value one step down; nothing for a step that stands only in the model (a union's branch)."""
    if isinstance(node, MappingNode):
        return next(((k, v) for k, v in node.value if k.value == str(step)), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _position(node: Node) -> Position:
    return Position(node.start_mark.line + 1, node.start_mark.column + 1)
