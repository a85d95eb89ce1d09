from __future__ import annotations

import json
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


def _message(second: int, user: str, text: str, **more: object) -> dict[str, object]:
    return {"type": "message", "user": user, "text": text, "ts": f"{1772445600 + second}.000100", **more}


def _export(folder: Path, days: dict[str, list[dict[str, object]]]) -> list[list[str]]:
    users = [{"id": "U1"}, {"id": "U2"}, {"id": "UB", "is_bot": True}]
    (folder / "help").mkdir()
    (folder / "users.json").write_text(json.dumps(users), "utf-8")
    for day, messages in days.items():
        (folder / "help" / f"{day}.json").write_text(json.dumps(messages), "utf-8")
    found = [record.conversation for record in read((folder,), ReadOptions(agent_names=("U2",)))]
    return [[f"{turn.role.value}: {turn.text}" for turn in chat.turns] for chat in found if chat]


def test_a_thread_that_goes_on_the_next_day_is_one_chat(tmp_path):
    thread = {"thread_ts": "1772445600.000100"}
    first = [_message(0, "U1", "help", **thread), _message(9, "U1", "aside")]
    second = [_message(86400, "U1", "another"), _message(86401, "U2", "solved", **thread)]
    assert _export(tmp_path, {"2026-03-02": first, "2026-03-03": second}) == [
        ["customer: help", "agent: solved"],
        ["customer: aside"],
        ["customer: another"],
    ]


@pytest.mark.parametrize(
    ("message", "turn"),
    [
        pytest.param(
            {"subtype": "bot_message", "user": None, "bot_id": "B1", "username": "Auto"},
            "bot: hi",
            id="a hook",
        ),
        pytest.param({"user": "UB", "bot_id": "B2"}, "bot: hi", id="an app"),
        pytest.param({"user": "USLACKBOT"}, "bot: hi", id="Slackbot"),
        pytest.param({"user": "U1", "bot_id": "B3"}, "customer: hi", id="a person through an app"),
        pytest.param(
            {"user": "UB", "bot_id": "B2", "text": "", "attachments": [{"title": "Case 7", "text": "open"}]},
            "bot: Case 7\nopen",
            id="a card",
        ),
    ],
)
def test_a_bot_is_no_customer(tmp_path, message, turn):
    said = [_message(0, "U1", "help"), {**_message(1, "U1", "hi"), **message}, _message(2, "U2", "hello")]
    assert _export(tmp_path, {"2026-03-02": said}) == [["customer: help", turn, "agent: hello"]]


@pytest.mark.parametrize(
    ("day", "says"),
    [
        pytest.param(b'{"messages": []}', "must be a list of messages", id="no list"),
        pytest.param(b" " * ((64 << 20) + 1), "larger than 64 MiB", id="too large"),
    ],
)
def test_a_day_that_cannot_be_read_is_an_error_in_its_place(tmp_path, day, says):
    path = _zipped(tmp_path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("help/2026-03-03.json", day)
    records = list(read((path,), OPTIONS))
    (error,) = [str(record.error) for record in records if record.error]
    assert error.startswith(f"{path}/help/2026-03-03.json: ")
    assert says in error
    assert sum(record.conversation is not None for record in records) == 2
