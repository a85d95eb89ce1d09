"""Keys and headers: where they come from, and how little of them is ever shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_SECRET_HEADER = re.compile(r"authorization|cookie|key|token|secret", re.IGNORECASE)
_SECRET_FIELD = re.compile(r"key|token|secret|sig|pass|auth|code", re.IGNORECASE)
_LONGEST_KEY_FILE = 65_536
_SHOW_END_FROM = 20
_SHOWN = 4
MASK = "***"


class SecretError(ValueError):
    """A secret cannot be had; the message says why, and never what it is."""


def is_printable(text: str, *, spaces: bool = True) -> bool:
    """Tell whether an HTTP header can carry the text as it is."""
    return all(" " < char <= "~" or (spaces and char == " ") for char in text)


def read_key(file: Path) -> str:
    """The key in the file, without the space around it. Raises `SecretError`."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(_LONGEST_KEY_FILE + 1)
    except OSError as error:
        raise SecretError(f"{file}: cannot be read: {error.strerror}") from error
    key = raw.decode("ascii", "replace").removeprefix("\ufffd" * 3).strip()
    if not key:
        raise SecretError(f"{file}: is empty; it should hold the key and nothing else")
    if not is_printable(key, spaces=False) or len(raw) > _LONGEST_KEY_FILE:
        raise SecretError(f"{file}: should hold the key and nothing else, on one line")
    return key


def fill(text: str, environ: Mapping[str, str]) -> str:
    """Put the environment's values in place of ``${NAME}``. Raises `SecretError`: one is not set, or unfit."""

    def value(found: re.Match[str]) -> str:
        if not (text := environ.get(found[1], "").strip()):
            raise SecretError(f"environment variable {found[1]} is not set")
        if not is_printable(text):
            raise SecretError(f"environment variable {found[1]} holds more than printable ASCII characters")
        return text

    return _VARIABLE.sub(value, text)


def is_bare_secret(header: str, value: str) -> bool:
    """Tell whether a header that carries a secret has it written out."""
    return bool(_SECRET_HEADER.search(header)) and not _VARIABLE.search(value)


def mask_key(key: str) -> str:
    """``set``, with the end of a key that is long enough to stay secret."""
    return f"set (…{key[-_SHOWN:]})" if len(key) >= _SHOW_END_FROM else "set"


def mask_url(url: str) -> str:
    """The address without its password, and without what looks like a key in its query."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    query = [
        (name, MASK if _SECRET_FIELD.search(name) else value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
    ]
    netloc = f"{MASK}{at}{host}" if user else parts.netloc
    return urlunsplit((parts.scheme, netloc, parts.path, urlencode(query, safe="*"), parts.fragment))
