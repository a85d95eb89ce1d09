from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from evaluator.errors import RecordError
from evaluator.readers import ReadOptions, read

EXPORT = Path(__file__).parent / "samples" / "slack"
OPTIONS = ReadOptions(agent_names=("Tomas Agentas",))


def _zipped(folder: Path, top: str = "") -> Path:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in EXPORT.rglob("*.json"):
            archive.write(file, f"{top}{file.relative_to(EXPORT)}")
    return path


@pytest.mark.parametrize("top", ["", "Team export/"])
def test_a_zip_is_read_as_the_folder_is(tmp_path, top):
    folder = [record.conversation for record in read((EXPORT,), OPTIONS)]
    assert [record.conversation for record in read((_zipped(tmp_path, top),), OPTIONS)] == folder


def test_a_thread_is_a_chat_and_people_have_names():
    day, thread = [record.conversation for record in read((EXPORT,), OPTIONS)]
    assert day is not None
    assert thread is not None
    assert (day.id, thread.id) == ("help/2026-03-02", "help/1772445660.000100")
    assert [turn.role.value[0] for turn in thread.turns] == list("cacaca")
    assert thread.turns[0].text == "Labas, @Tomas Agentas! Nepavyksta prisijungti prie <paskyros>, žr. klaida"
    assert thread.turns[0].name == "Eglė"


def test_an_agent_may_be_named_by_id():
    by_id = [record.conversation for record in read((EXPORT,), ReadOptions(agent_names=("U2",)))]
    assert by_id == [record.conversation for record in read((EXPORT,), OPTIONS)]


def test_a_zip_of_anything_else_says_so(tmp_path):
    path = tmp_path / "chats.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("chat.txt", "Agent: hi")
    with pytest.raises(RecordError, match=r"is no export of Slack: it holds no users\.json"):
        list(read((path,), OPTIONS))


def test_a_zip_that_is_cut_short_says_so(tmp_path):
    path = tmp_path / "cut.zip"
    path.write_bytes(_zipped(tmp_path).read_bytes()[:200])
    with pytest.raises(RecordError, match="cannot be unpacked"):
        list(read((path,), OPTIONS))


def test_a_day_that_is_broken_is_an_error_and_the_others_are_read(tmp_path):
    shutil.copytree(EXPORT, tmp_path / "export")
    broken = tmp_path / "export" / "help" / "2026-03-01.json"
    broken.write_text("[{", "utf-8")
    records = list(read((tmp_path / "export",), OPTIONS))
    assert [record.conversation is None for record in records] == [True, False, False]
    assert "help/2026-03-01.json" in str(records[0].error)
