from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.errors import RecordError
from evaluator.readers import ReadOptions, Record, table
from evaluator.readers.header import likeliest_delimiter, looks_like_table
from evaluator.readers.surrogates import BROKEN_BYTES

from .conftest import ReadText, as_text

HEAD = "conversation_id,role,text,time,name\n"
ROWS = (
    "c1,customer,Ahoj,2026-01-02 14:05,Petr\n"
    "c1,agent,Na shledanou,2026-01-02 14:06,Jana\n"
    "c2,agent,Hei hei,2026-01-02 14:07,Aino\n"
)


def shapes(records: list[Record]) -> list[tuple[str, int]]:
    return [(r.conversation.id, len(r.conversation.turns)) for r in records if r.conversation]


def test_a_row_is_a_turn(read_text: ReadText) -> None:
    first, second = read_text(HEAD + ROWS, "chats.csv")
    assert first.where.endswith("chats.csv:2")
    assert second.where.endswith("chats.csv:4")
    assert first.conversation
    turn = first.conversation.turns[1]
    assert (turn.role, turn.text, turn.name, str(turn.at)) == (
        "agent",
        "Na shledanou",
        "Jana",
        "2026-01-02 14:06:00",
    )
    assert shapes([first, second]) == [("c1", 2), ("c2", 1)]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param((HEAD + ROWS).replace(",", ";"), id="semicolons"),
        pytest.param((HEAD + ROWS).replace(",", "\t"), id="tabs"),
        pytest.param((HEAD + ROWS).replace(",", "|"), id="bars"),
        pytest.param("sep=;\n" + (HEAD + ROWS).replace(",", ";"), id="Excel's sep line"),
        pytest.param("\ufeff" + HEAD + ROWS, id="byte order mark"),
        pytest.param(
            "\ufeff" + "sep=;\r\n" + (HEAD + ROWS).replace(",", ";").replace("\n", "\r\n"), id="both"
        ),
        pytest.param((HEAD + ROWS).replace("\n", "\r"), id="bare carriage returns"),
        pytest.param((HEAD + ROWS).replace("\n", "\n\n"), id="blank lines"),
        pytest.param((HEAD + ROWS).replace("\n", ",\n"), id="an empty column"),
        pytest.param(
            (HEAD + ROWS).replace(",", "\t").encode("utf-16"), id="UTF-16, as Excel saves Unicode text"
        ),
    ],
)
def test_dialects(read_text: ReadText, content: str | bytes) -> None:
    assert shapes(read_text(content, "chats")) == [("c1", 2), ("c2", 1)]


@pytest.mark.parametrize(
    "header",
    [
        "Chat ID,Sender,Message",
        "ticket_id,from,body",
        "id,type,content",
        "ID konverzace,Odesílatel,Zpráva",
        "id konverzácie,odosielateľ,správa",
        "Keskustelun tunnus,Lähettäjä,Viesti",
        "Pokalbio ID,Siuntėjas,Žinutė",
        "ID ng usapan,Nagpadala,Mensahe",
        "session,name,text",
    ],
)
def test_column_names(read_text: ReadText, header: str) -> None:
    (record,) = read_text(f"{header}\nc1,agent,Hi\n", "chats")
    assert record.conversation
    assert record.conversation.id == "c1"
    assert record.conversation.turns[0].text == "Hi"


def test_columns_can_be_named(read_text: ReadText) -> None:
    content = "id,Wer,Was,role\nc1,agent,Hi,x\n"
    (record,) = read_text(content, "chats.txt", columns={"role": "Wer", "text": "was"})
    assert record.conversation
    assert record.conversation.turns[0].role == "agent"


def test_other_columns_become_facts_and_metadata(read_text: ReadText) -> None:
    content = "chat_id,id,role,text,Language,Agent,rating,gold\nc1,m1,agent,Hi,cs-CZ,Jana,5,good\n"
    (record,) = read_text(content, "chats.csv")
    assert record.conversation
    assert (record.conversation.language, record.conversation.agent) == ("cs", "Jana")
    assert record.conversation.metadata == {"rating": "5", "gold": "good"}


def test_names_for_roles(read_text: ReadText) -> None:
    (record,) = read_text("chat,sender,text\n1,Petr,Hi\n1,Jana,Bye\n", "chats.csv", agent_names=("Jana",))
    assert record.conversation
    assert [t.role for t in record.conversation.turns] == ["customer", "agent"]


def test_quoted_line_breaks_and_delimiters(read_text: ReadText) -> None:
    (record, other) = read_text(HEAD + 'c1,agent,"a, ""b""\nc\n\nd",,\nc2,agent,x,,\n', "chats.csv")
    assert record.conversation
    assert record.conversation.turns[0].text == 'a, "b"\nc\n\nd'
    assert other.where.endswith(":6")


def test_a_turn_of_five_megabytes(read_text: ReadText) -> None:
    (record,) = read_text(HEAD + f"c1,agent,{'x' * 5_000_000},,\n", "chats.csv")
    assert record.conversation
    assert len(record.conversation.turns[0].text) == 5_000_000


def test_rows_of_chats_may_be_mixed(read_text: ReadText) -> None:
    rows = "".join(f"c{chat},agent,turn {turn},,\n" for turn in range(3) for chat in range(table.OPEN_CHATS))
    assert shapes(read_text(HEAD + rows, "chats.csv")) == [
        (f"c{chat}", 3) for chat in range(table.OPEN_CHATS)
    ]


def test_a_chat_that_comes_back_late_is_an_error(read_text: ReadText) -> None:
    between = "".join(f"d{n},agent,x,,\n" for n in range(table.OPEN_CHATS))
    records = read_text(HEAD + "c1,agent,a,,\n" + between + "c1,agent,b,,\nc1,agent,c,,\n", "chats.csv")
    errors = [r.error for r in records if r.error]
    assert len(records) == table.OPEN_CHATS + 2
    assert [e.record_id for e in errors] == ["c1"]
    assert "sort the table" in str(errors[0])


def test_long_chats_do_not_pile_up(read_text: ReadText) -> None:
    rows = "".join(f"c{n // 15_000},agent,x,,\n" for n in range(45_000))
    assert shapes(read_text(HEAD + rows, "chats.csv")) == [("c0", 15_000), ("c1", 15_000), ("c2", 15_000)]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        pytest.param(
            "bad,agent,a,b,c,d\n", "the row has 6 cells and the header 5; quote text", id="too many cells"
        ),
        pytest.param("bad,agent\n", "the row has 2 cells and the header 5", id="too few cells"),
        pytest.param(",agent,x,,\n", "the row has no conversation id", id="no id"),
        pytest.param("bad,foo,x,,\n", "unknown role 'foo' in turns[0]", id="unknown role"),
        pytest.param("bad,,x,,\n", "turns[0] has no role", id="no role"),
    ],
)
def test_a_broken_row_is_an_error_of_its_chat(read_text: ReadText, row: str, what: str) -> None:
    records = read_text(HEAD + "c1,agent,x,,\n" + row + "c2,agent,y,,\n", "chats.csv")
    assert sorted(shapes(records)) == [("c1", 1), ("c2", 1)]
    (error,) = [r.error for r in records if r.error]
    assert what in error.what
    assert error.where.endswith("chats.csv:3")


def test_broken_bytes_are_an_error_of_their_chat(read_text: ReadText) -> None:
    rows = "c1,agent,žluť,,\nc2,agent,?,,\nc3,agent,š,,\n".encode().replace(b"?", b"\xe8")
    records = read_text(HEAD.encode() + rows, "chats.csv")
    assert shapes(records) == [("c1", 1), ("c3", 1)]
    assert [r.error.what for r in records if r.error] == [BROKEN_BYTES]


def test_a_quote_that_is_never_closed(read_text: ReadText) -> None:
    records = read_text(HEAD + 'c1,agent,x,,\nc2,agent,"oops,,\nc3,agent,y,,\n', "chats.csv")
    assert shapes(records) == [("c1", 1)]
    (error,) = [r.error for r in records if r.error]
    assert error.where.endswith(":3")
    assert error.what == "a quote that opens in this row is never closed"


def test_a_quote_inside_a_word_is_a_character(read_text: ReadText) -> None:
    (record,) = read_text(HEAD + 'c1,agent,5" pipe,,\nc1,agent,7" pipe,,\n', "chats.csv")
    assert record.conversation
    assert record.conversation.turns[1].text == '7" pipe'


@pytest.mark.parametrize(
    ("content", "columns", "what"),
    [
        pytest.param(
            "a,b\n1,2\n",
            {},
            "no column for id, role, text; columns found: 'a, b'; say which with --column id=",
            id="nothing known",
        ),
        pytest.param(
            "chat_id,role,foo\n1,agent,2\n",
            {},
            "no column for text; columns found: 'chat_id, role, foo'; say which",
            id="no text",
        ),
        pytest.param(
            HEAD + ROWS, {"text": "Message"}, "no column for text ('Message')", id="the named one is missing"
        ),
        pytest.param(
            HEAD + ROWS, {"time": "When"}, "no column for time ('When')", id="an optional one that was named"
        ),
    ],
)
def test_missing_columns(read_text: ReadText, content: str, columns: dict[str, str], what: str) -> None:
    with pytest.raises(RecordError) as error:
        read_text(content, "chats.csv", columns=columns)
    assert what in str(error.value)
    assert "\n" not in str(error.value)


def test_header_only_holds_no_chats(read_text: ReadText) -> None:
    with pytest.raises(RecordError, match="holds no chats"):
        read_text(HEAD, "chats.csv")


def test_what_looks_like_a_table() -> None:
    assert looks_like_table(HEAD)
    assert looks_like_table("sep=;\nid;role;text\n")
    assert not looks_like_table("Agent: hi, what is your id, please?\n")
    assert not looks_like_table("")
    assert likeliest_delimiter("id;role, or so;text", {}) == ";"
    assert likeliest_delimiter("a\tb,c", {"text": "a"}) == "\t"


cells = st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1).filter(
    lambda t: not t.isspace()
)


@given(
    st.dictionaries(
        cells.map(str.strip).filter(bool), st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=5
    ),
    st.sampled_from(",;\t|"),
)
def test_round_trip(chats: dict[str, list[str]], delimiter: str) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["chat_id", "role", "text"])
    writer.writerows([chat_id, "agent", text] for chat_id, texts in chats.items() for text in texts)
    records = table.CSV.parse(as_text(file.getvalue()), ReadOptions())
    read_back = {r.conversation.id: [t.text for t in r.conversation.turns] for r in records if r.conversation}
    assert read_back == chats


@given(st.text(st.characters(codec=None)))
def test_any_text_is_read_without_a_crash(content: str) -> None:
    for record in table.CSV.parse(as_text(HEAD + content), ReadOptions()):
        assert (record.conversation is None) != (record.error is None)
