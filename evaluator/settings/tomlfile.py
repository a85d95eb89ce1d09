"""``closure.toml``: where it is, what it says, and on which line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from evaluator.errors import DataFileError, UsageError
from evaluator.settings.names import FILE_NAME

_LARGEST = 1_000_000
_KEY = r"""(?:[\w-]+|"[^"\n]*"|'[^'\n]*')"""
_STATEMENT = re.compile(
    rf"""^[ \t]* (?: \[ [ \t]* (?P<table>{_KEY}) [ \t]* \]
    | (?P<key>{_KEY}) (?: [ \t]* \. [ \t]* (?P<inner>{_KEY}) )? [ \t]* = [ \t]* )""",
    re.MULTILINE | re.VERBOSE,
)
_INLINE = re.compile(rf"[{{,][ \t]*(?P<key>{_KEY})[ \t]*=[ \t]*")
_LONG_TEXT = re.compile(r'"""[\s\S]*?"""|' + r"'''[\s\S]*?'''")
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")

Place = tuple[int, int]


def find(start: Path, home: Path) -> Path | None:
    """The nearest closure.toml in `start` and the folders above it, no further than a repository or `home`.

    Raises `UsageError`: it belongs to somebody else than `start` does, who could have chats sent elsewhere.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        file = folder / FILE_NAME
        try:
            found, ends = file.is_file(), folder == home or (folder / ".git").exists()
        except PermissionError:
            return None
        if found:
            _refuse_strangers(file, start)
            return file
        if ends:
            return None
    return None


def _refuse_strangers(file: Path, start: Path) -> None:
    # Zero is root, and what systems without owners say.
    if file.stat().st_uid not in (0, start.stat().st_uid):
        raise UsageError(f"{file}: belongs to another user; to use it all the same: --config {file}")


class TomlFile:
    """A file's plain data; `name` is how messages call it. Raises `DataFileError`: unreadable, or no TOML."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self.path = path
        self.folder = path.absolute().parent
        self._text = _read(path, name)
        self.data = self._parse()
        self._places = dict(_places(self._text))

    def place(self, *keys: str | int) -> Place | None:
        """Line and column of the value at these keys, or of the nearest one around it."""
        named = tuple(key for key in keys if isinstance(key, str))
        return next((self._places[named[:n]] for n in (2, 1) if named[:n] in self._places), None)

    def origin(self, key: str) -> str:
        """``closure.toml:4``."""
        place = self.place(key)
        return f"{self.name}:{place[0]}" if place else self.name

    def error(self, what: str, *keys: str | int, at_key: bool = False) -> DataFileError:
        """Say what is wrong with the value at these keys, or with the key itself."""
        line, column = self.place(*keys) or (None, None)
        if at_key and line:
            column = self._first_column(line)
        return DataFileError(self.name, line, column, what)

    def _first_column(self, line: int) -> int:
        text = self._text.split("\n")[line - 1]
        return len(text) - len(text.lstrip(" \t[")) + 1

    def _parse(self) -> dict[str, object]:
        try:
            return tomllib.loads(self._text)
        except RecursionError:
            raise DataFileError(self.name, None, None, "is nested too deeply") from None
        except ValueError as error:
            message = str(error)
            at = _AT.search(message)
            said = message[: at.start()] if at else message
            line, column = _place(self._text, len(self._text)) if at else (None, None)
            if at and at[1]:
                line, column = int(at[1]), int(at[2])
            raise DataFileError(
                self.name, line, column, f"is no TOML: {said[:1].lower()}{said[1:]}"
            ) from error


def _read(path: Path, name: str) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise DataFileError(name, None, None, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise DataFileError(name, line, None, "is not UTF-8; save it as UTF-8") from error
    if len(raw) > _LARGEST:
        raise DataFileError(name, None, None, "is larger than a megabyte; is it the right file?")
    return text.replace("\r\n", "\n")


def _places(text: str) -> Iterator[tuple[tuple[str, ...], Place]]:
    """Keys of the top and of tables in it, with where their values begin; good enough for messages."""
    text = _LONG_TEXT.sub(lambda match: re.sub(r"[^\n]", "~", match[0]), text)
    table: tuple[str, ...] = ()
    for found in _STATEMENT.finditer(text):
        if found["table"]:
            table = (_bare(found["table"]),)
            yield table, _place(text, found.start("table"))
            continue
        keys = (*table, _bare(found["key"]), *([_bare(found["inner"])] if found["inner"] else ()))
        yield keys, _place(text, found.end())
        line_end = text.find("\n", found.end())
        for inner in _INLINE.finditer(text, found.end(), len(text) if line_end < 0 else line_end):
            yield (*keys, _bare(inner["key"])), _place(text, inner.end())


def _bare(key: str) -> str:
    return key[1:-1] if key[:1] in "\"'" else key


def _place(text: str, offset: int) -> Place:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
