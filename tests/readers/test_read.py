from __future__ import annotations

import gzip
import io
import json
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from evaluator.errors import InputError, RecordError, UsageError
from evaluator.readers import ReadOptions, formats, read

from .conftest import ReadText


def line(number: int, text: str = "Bye") -> str:
    return (
        json.dumps({"id": f"c{number}", "turns": [{"role": "agent", "text": text}]}, ensure_ascii=False)
        + "\n"
    )


JSONL = line(1) + line(2)
CSV = "chat_id,role,text\nc1,agent,Bye\nc2,agent,Bye\n"
TEXT = "Agent: Bye\n---\nAgent: Bye\n"


@pytest.mark.parametrize("name", ["chats", "chats.txt", "chats.csv", "chats.jsonl"])
@pytest.mark.parametrize(
    "content", [JSONL, f"[{line(1)},{line(2)}]", CSV, TEXT], ids=["jsonl", "json", "csv", "text"]
)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_the_content_decides_not_the_name(read_text: ReadText, content: str, name: str, packed: bool) -> None:
    records = read_text(gzip.compress(content.encode()) if packed else content, name)
    assert [r.error for r in records] == [None, None]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize(
    "content", [JSONL, f"[{line(1)},{line(2)}]", CSV, TEXT], ids=["jsonl", "json", "csv", "text"]
)
def test_unicode_encodings(read_text: ReadText, content: str, encoding: str) -> None:
    records = read_text(content.replace("Bye", "Ačiū").encode(encoding), "chats")
    assert [r.conversation and r.conversation.turns[0].text for r in records] == ["Ačiū", "Ačiū"]
    assert [r.notes for r in records] == [(), ()]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("cp1250", "Hezký večer příště"), ("cp1257", "Ačiū už žinutę")],
    ids=["cp1250", "cp1257"],
)
@pytest.mark.parametrize(
    "content", [JSONL, f"[{line(1)},{line(2)}]", CSV, TEXT], ids=["jsonl", "json", "csv", "text"]
)
def test_guessed_encodings_are_noted_once(
    read_text: ReadText, content: str, encoding: str, text: str
) -> None:
    data = content.replace("Bye", text).encode(encoding)
    records = read_text(data, "chats")
    assert [r.conversation and r.conversation.turns[0].text for r in records] == [text, text]
    assert [len(r.notes) for r in records] == [1, 0]
    assert f"read as {encoding}" in records[0].notes[0]
    assert [r.notes for r in read_text(data, "chats", encoding=encoding)] == [(), ()]


def test_a_mark_overrides_the_named_encoding(read_text: ReadText) -> None:
    (record,) = read_text(line(1, "č").encode("utf-8-sig"), encoding="cp1250")
    assert record.conversation
    assert record.conversation.turns[0].text == "č"


def test_broken_json_on_line_7_of_10(read_text: ReadText) -> None:
    lines = [line(n) for n in range(10)]
    lines[6] = '{"id": "c6", "turns": [\n'
    records = read_text("".join(lines))
    assert [n for n, r in enumerate(records, 1) if r.error] == [7]
    assert records[6].where.endswith("chats.jsonl:7")
    assert [r.where.rpartition(":")[2] for r in records] == [str(n) for n in range(1, 11)]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("".join(line(n, f"{n} " * 50) for n in range(2000)), id="jsonl"),
        pytest.param("[" + ",".join(line(n, f"{n} " * 50) for n in range(2000)) + "]", id="json"),
        pytest.param(
            "chat_id,role,text\n" + "".join(f"c{n},agent,{'x' * 90}\n" * 2 for n in range(2000)), id="csv"
        ),
        pytest.param("---\n".join(f"Agent: {n}\nCustomer: {'y' * 90}\n" for n in range(2000)), id="text"),
    ],
)
@pytest.mark.parametrize("share", [0.3, 0.9])
def test_truncated_gzip_gives_what_is_whole_and_one_error(
    read_text: ReadText, content: str, share: float
) -> None:
    data = gzip.compress(content.encode(), 0)
    *whole, last = read_text(data[: int(len(data) * share)], "chats.gz")
    assert last.error
    assert "breaks off: the compressed data is cut short" in last.error.what
    assert len(whole) > 300
    expected = read_text(content, "chats")
    assert [r.conversation for r in whole] == [r.conversation for r in expected[: len(whole)]]


@pytest.mark.parametrize("cut", [1, 5, 15])
def test_truncated_at_once(read_text: ReadText, cut: int) -> None:
    with pytest.raises(RecordError, match="breaks off"):
        read_text(gzip.compress(JSONL.encode())[:cut] if cut > 1 else b"\x1f\x8b", "chats.gz")


def test_gzip_with_damage_inside(read_text: ReadText) -> None:
    data = bytearray(gzip.compress("".join(line(n, f"{n} " * 50) for n in range(2000)).encode()))
    data[-4:] = b"\0\0\0\0"
    *whole, last = read_text(bytes(data), "chats.gz")
    assert all(r.conversation for r in whole)
    assert last.error
    assert "breaks off" in last.error.what


def test_utf16_cut_in_the_middle_of_a_character(read_text: ReadText) -> None:
    *whole, last = read_text(JSONL.encode("utf-16") + b"\n", "chats")
    assert [r.error for r in whole] == [None, None]
    assert last.error
    assert "breaks off" in last.error.what


@pytest.mark.parametrize(
    ("content", "name", "options", "what"),
    [
        pytest.param(b" \n\t\n", "a.jsonl", {}, "is empty", id="only blanks"),
        pytest.param(gzip.compress(b""), "a.jsonl.gz", {}, "is empty", id="empty gzip"),
        pytest.param(b"[]", "a.json", {}, "holds no chats", id="empty list"),
        pytest.param(b"\n---\n", "a.txt", {}, "holds no chats", id="only a separator"),
        pytest.param(bytes(range(256)), "a.txt", {}, "name it with --encoding", id="binary"),
        pytest.param(
            b"some prose\nand more",
            "a",
            {},
            "name it with --format (jsonl, json, csv, transcript)",
            id="prose",
        ),
        pytest.param(b"a,b\n1,2\n", "a.csv", {}, "no column for id, role, text", id="columns"),
        pytest.param(
            b"a\n1\n",
            "a",
            {"columns": {"text": "b"}},
            "no column for id, role, text ('b')",
            id="named column",
        ),
    ],
)
def test_a_file_that_makes_no_sense(
    read_text: ReadText, tmp_path: Path, content: bytes, name: str, options: dict[str, Any], what: str
) -> None:
    with pytest.raises(InputError) as error:
        read_text(content, name, **options)
    assert what in str(error.value)
    assert "\n" not in str(error.value)
    (tmp_path / "good.jsonl").write_text(JSONL)
    if not options:
        bad, *good = read([tmp_path / name, tmp_path / "good.jsonl"])
        assert bad.error
        assert what in bad.error.what
        assert len(good) == 2


def test_a_missing_file_is_said_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(JSONL)
    with pytest.raises(InputError, match=r"b\.jsonl: no such file"):
        read([tmp_path / "a.jsonl", tmp_path / "b.jsonl"])
    with pytest.raises(InputError, match="no input"):
        read([])


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ({"format": "xml"}, "unknown format 'xml'; known: jsonl, json, csv, transcript"),
        ({"encoding": "klingon"}, "unknown encoding 'klingon'"),
        ({"encoding": "hex"}, "unknown encoding 'hex'"),
        ({"columns": {"txt": "a"}}, "unknown column field 'txt'; known: id, role, text, time, name"),
    ],
)
def test_options_that_cannot_be(options: dict[str, Any], what: str) -> None:
    with pytest.raises(UsageError) as error:
        read(["-"], ReadOptions(**options))
    assert what in str(error.value)


def test_the_format_can_be_named(read_text: ReadText) -> None:
    (record,) = read_text("Agent: hello\n", "a.csv", format="transcript")
    assert record.conversation


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (JSONL.encode(), gzip.compress(JSONL.encode())):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert [r.where for r in read(["-"])] == ["stdin:1", "stdin:2"]
        assert not sys.stdin.buffer.closed


def test_repeated_ids_are_kept_and_noted(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text(line(1) + line(1).replace("c1", name))
    records = list(read([tmp_path]))
    assert [r.conversation and r.conversation.id for r in records] == ["c1", "a.jsonl", "c1", "b.jsonl"]
    assert [r.notes for r in records] == [(), (), ("id 'c1' was already used by an earlier chat",), ()]


@pytest.mark.parametrize("name", ["chats.jsonl", "chats.json", "chats.csv", "chats.txt"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, name: str) -> None:
    def peak(count: int) -> int:
        path = tmp_path / name
        with path.open("w") as file:
            if name == "chats.jsonl":
                file.writelines(line(n, "x" * 1000) for n in range(count))
            elif name == "chats.json":
                file.write("[" + line(0))
                file.writelines("," + line(n, "x" * 1000) for n in range(count))
                file.write("]")
            elif name == "chats.csv":
                file.write("chat_id,role,text\n")
                file.writelines(f"c{n},agent,{'x' * 1000}\n" for n in range(count))
            else:
                file.writelines(f"Agent: {'x' * 1000}\n---\n" for n in range(count))
        tracemalloc.start()
        assert all(r.conversation for r in read([path]))
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    assert peak(6_000) < peak(1_500) * 1.2


def test_the_registry_says_what_can_be_read() -> None:
    assert list(formats()) == ["jsonl", "json", "csv", "transcript"]
    assert all(f.endings and f.description for f in formats().values())
