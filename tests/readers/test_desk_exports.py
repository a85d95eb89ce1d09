"""What help desks and copied chat windows look like."""

from __future__ import annotations

import pytest

from evaluator.errors import RecordError
from evaluator.readers import ReadOptions, read


def turns(path, content, **options):
    path.write_bytes(content.encode("utf-8-sig") if isinstance(content, str) else content)
    (record,) = read((path,), ReadOptions(**options))
    assert record.conversation is not None, record.error
    return [(turn.role.value, turn.name, turn.text) for turn in record.conversation.turns]


def test_the_column_whose_values_are_roles_is_taken_and_the_other_holds_names(tmp_path):
    table = "ID konverzace;Autor;Typ;Zpráva\n1;Eva Malá;zákazník;Dobrý den\n1;Pavel;operátor;Dobrý den, jak pomohu?\n"
    assert turns(tmp_path / "export.csv", table) == [
        ("customer", "Eva Malá", "Dobrý den"),
        ("agent", "Pavel", "Dobrý den, jak pomohu?"),
    ]


def test_a_copied_chat_window_has_name_and_time_above_the_text(tmp_path):
    window = "Petr - podpora 14:03\nDobrý den.\nJak pomohu?\n\nEva 14:05\nNejde mi internet: vůbec\n"
    assert turns(tmp_path / "window.txt", window, agent_names=("Petr - podpora",)) == [
        ("agent", "Petr - podpora", "Dobrý den.\nJak pomohu?"),
        ("customer", "Eva", "Nejde mi internet: vůbec"),
    ]


def test_a_spreadsheet_says_what_to_do(tmp_path):
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04rest")
    with pytest.raises(RecordError, match="save it as CSV"):
        list(read((tmp_path / "book.xlsx",), ReadOptions()))
