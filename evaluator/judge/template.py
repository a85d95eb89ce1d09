"""Prompt files: front matter that says what the text needs, then the text with ``{{name}}`` where values go."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from evaluator.datafile import parse, validate
from evaluator.errors import DataFileError
from evaluator.mistakes import unknown
from evaluator.resources import data_dir
from evaluator.rubric_model import Name, Text

# What the judge's prompt may be given, and what it would be blind without.
VARIABLES = ("title", "notes", "outcomes", "criteria", "ids", "reasons")
NEEDED = ("outcomes", "criteria", "ids", "reasons")
_PLACE = re.compile(r"\{\{(?:([a-z_]+)\}\})?")


class _Head(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Name
    version: Text
    variables: tuple[str, ...]
    reasons: Mapping[str, Text]
    again: Text = Field(description="what is said when an answer cannot be used")


@dataclass(frozen=True)
class Template:
    """A checked prompt file. Equal and hashable by its content: `sha256` is that of the file's text."""

    id: str = field(compare=False)
    version: str = field(compare=False)
    sha256: str
    pieces: tuple[str, ...] = field(compare=False)
    reasons: Mapping[str, str] = field(compare=False)
    again: str = field(compare=False)

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the text with the values in place. Whatever a value holds is text: it is not looked into."""
        # Literal text and variable names take turns.
        return "".join(values[p] if n % 2 else p for n, p in enumerate(self.pieces))

    def reasons_language(self, code: str) -> str:
        """Say in which language reasons are to be written: ``in Czech (cs)``; `code` may be ``chat``."""
        return self.reasons.get(code) or self.reasons["other"].replace("{{code}}", code)

    def ask_again(self, problems: Sequence[str]) -> str:
        """Word the message that asks for another answer, and why."""
        return self.again.replace("{{problems}}", "; ".join(problems))


def load_template(path: Path | None = None) -> Template:
    """Load a prompt file, the shipped ``judge.md`` without a path; the file is read once a process.

    Raises `DataFileError`: it cannot be read, or has a mistake, which is named with its line.
    """
    return _loaded(path)


@lru_cache(maxsize=16)
def _loaded(path: Path | None) -> Template:
    path = path or data_dir("prompts") / "judge.md"
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise DataFileError(str(path), None, None, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise DataFileError(str(path), line, None, "is not UTF-8; save it as UTF-8") from error
    return read_template(text, str(path))


def read_template(text: str, file: str) -> Template:
    """Check the text of a prompt file; `file` is what messages call it. Fails as `load_template` does."""
    end = text.find("\n---\n")
    if not text.startswith("---\n") or end < 0:
        what = "must begin with front matter: a line '---', fields, a line '---'"
        raise DataFileError(file, 1, None, what)
    head = _head(text[:end], file)
    body_at = end + len("\n---\n")
    pieces = _pieces(text, body_at, head.variables, file)
    return Template(
        id=head.id,
        version=head.version,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        pieces=pieces,
        reasons=head.reasons,
        again=head.again,
    )


def _head(text: str, file: str) -> _Head:
    data, positions = parse(text, file)
    head = validate(data, positions, _Head)
    for index, name in enumerate(head.variables):
        if name not in VARIABLES:
            raise positions.error(("variables", index), unknown("variable", name, VARIABLES))
    if lacking := [name for name in NEEDED if name not in head.variables]:
        raise positions.error(
            ("variables",), f"variable {lacking[0]!r} is missing: the judge cannot do without"
        )
    for location, place in ((("reasons", "other"), "code"), (("again",), "problems")):
        wording = head.again if place == "problems" else head.reasons.get("other", "")
        if f"{{{{{place}}}}}" not in wording:
            raise positions.error(location, f"{location[-1]}: expected text with {{{{{place}}}}} in it")
    return head


def _pieces(text: str, start: int, declared: Sequence[str], file: str) -> tuple[str, ...]:
    """Cut the text that begins at `start` into literal text and variable names, by turns."""
    pieces, at = [], start
    for place in _PLACE.finditer(text, start):
        line, column = (
            text.count("\n", 0, place.start()) + 1,
            place.start() - text.rfind("\n", 0, place.start()),
        )
        name = place[1]
        if name is None:
            raise DataFileError(file, line, column, "'{{' begins no variable; expected {{name}}")
        if name not in declared:
            raise DataFileError(file, line, column, unknown("variable", name, declared))
        pieces += [text[at : place.start()], name]
        at = place.end()
    if unused := [name for name in declared if name not in pieces[1::2]]:
        line = text.count("\n", 0, start) + 1
        raise DataFileError(
            file, line, None, f"the text nowhere has {{{{{unused[0]}}}}}, a declared variable"
        )
    return (*pieces, text[at:].rstrip("\n"))
