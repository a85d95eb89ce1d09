from __future__ import annotations

from evaluator.models import Role
from evaluator.readers.header import FIELDS
from evaluator.readers.words import words


def test_every_role_and_field_has_words() -> None:
    assert set(words().roles.values()) == set(Role)
    assert set(words().columns) == set(FIELDS)
    assert all(words().columns.values())


def test_a_column_name_stands_for_one_field() -> None:
    names = [name for names in words().columns.values() for name in names]
    assert len(names) == len(set(names))
