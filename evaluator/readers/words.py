"""The words of ``words.yaml``: how a role and a table's column may be called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from evaluator.datafile import load
from evaluator.errors import DataFileError
from evaluator.models import Role

_FILE = Path(__file__).with_name("words.yaml")
_SEPARATORS = re.compile(r"[\s_\-./]+")


class _WordsFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    roles: dict[Role, dict[str, list[str]]]
    columns: dict[str, dict[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words: `roles` by word, `columns` by field with the likeliest name first."""

    roles: Mapping[str, Role]
    columns: Mapping[str, tuple[str, ...]]


def fold(word: str) -> str:
    """Spell a role or column as it is compared: no case, no diacritics, separators as one space."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return _SEPARATORS.sub(" ", plain).strip()


@cache
def words() -> Words:
    """Return the shipped words. Raises `DataFileError` if a word stands for two roles."""
    file = load(_FILE, _WordsFile)
    roles: dict[str, Role] = {}
    for role, by_language in file.roles.items():
        for word in (w for listed in by_language.values() for w in listed):
            if roles.setdefault(fold(word), role) is not role:
                raise DataFileError(
                    str(_FILE), None, None, f"{word!r} is both {roles[fold(word)]} and {role}"
                )
    columns = {
        field: tuple(dict.fromkeys(fold(name) for names in by_language.values() for name in names))
        for field, by_language in file.columns.items()
    }
    return Words(roles, columns)
