from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.readers import ReadOptions, Record
from evaluator.readers.transcript import TRANSCRIPT

from .conftest import ReadText, as_text


def chat(content: str, agent_names: tuple[str, ...] = ()) -> list[Record]:
    return list(TRANSCRIPT.parse(as_text(content), ReadOptions(agent_names=agent_names)))


def said(record: Record) -> list[tuple[str, str | None, str]]:
    assert record.conversation, record.error
    return [(t.role.value, t.name, t.text) for t in record.conversation.turns]


CUSTOMER_A, AGENT_B = ("customer", None, "a"), ("agent", None, "b")
PETR = ("customer", "Petr", "Dobrý den")
JANA = ("agent", "Jana", "Na shledanou")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("Customer: a\nAgent: b", [CUSTOMER_A, AGENT_B], id="English roles"),
        pytest.param("Zákazník: a\nOperátor: b", [CUSTOMER_A, AGENT_B], id="Czech roles"),
        pytest.param("ZAKAZNIK: a\nOPERATOR: b", [CUSTOMER_A, AGENT_B], id="no diacritics"),
        pytest.param("Používateľ: a\nPodpora: b", [CUSTOMER_A, AGENT_B], id="Slovak roles"),
        pytest.param("Asiakas: a\nAsiakaspalvelija: b", [CUSTOMER_A, AGENT_B], id="Finnish"),
        pytest.param("Klientas: a\nKonsultantas: b", [CUSTOMER_A, AGENT_B], id="Lithuanian"),
        pytest.param("Kliyente: a\nAhente: b", [CUSTOMER_A, AGENT_B], id="Tagalog roles"),
        pytest.param("Petr: Dobrý den\nAgent Jana: Na shledanou", [PETR, JANA], id="role and name"),
        pytest.param(
            "Petr (zákazník): Dobrý den\nJana (agent): Na shledanou", [PETR, JANA], id="name and role"
        ),
        pytest.param(
            "[14:05] Petr: Dobrý den\n[14:06] Agent Jana: Na shledanou", [PETR, JANA], id="time in brackets"
        ),
        pytest.param(
            "(14:05) Petr: Dobrý den\n(14:06) Agent Jana: Na shledanou", [PETR, JANA], id="in parentheses"
        ),
        pytest.param(
            "14:05:12 Petr: Dobrý den\n14:06:00 Agent Jana: Na shledanou", [PETR, JANA], id="bare time"
        ),
        pytest.param(
            "2026-01-02 14:05 - Petr: Dobrý den\n2026-01-02 14:06 - Agent Jana: Na shledanou",
            [PETR, JANA],
            id="date",
        ),
        pytest.param(
            "2.1.2026 14:05 Petr: Dobrý den\n2.1.2026 14:06 Agent Jana: Na shledanou",
            [PETR, JANA],
            id="day first",
        ),
        pytest.param(
            "[2026-01-02T14:05:00Z] Petr: Dobrý den\n[14:06] Agent Jana: Na shledanou", [PETR, JANA], id="ISO"
        ),
        pytest.param(
            "Petr (14:05): Dobrý den\nAgent Jana (14:06): Na shledanou", [PETR, JANA], id="name before time"
        ),
        pytest.param(
            "Petr (14:05)\nDobrý den\n\nAgent Jana (14:06)\nNa shledanou\n", [PETR, JANA], id="text below"
        ),
        pytest.param(
            "[14:05] <Petr> Dobrý den\n[14:06] <Agent Jana> Na shledanou", [PETR, JANA], id="angle brackets"
        ),
        pytest.param(
            "\u200e[2:05 PM] Petr: Dobrý den\r\n\u200e[2:06 PM] Agent Jana: Na shledanou\r\n",
            [PETR, JANA],
            id="marks",
        ),
        pytest.param(
            "Agent: one\n\n two\nthree: no\nCustomer: Hi\nhttps://a.b: c",
            [("agent", None, "one\n\n two\nthree: no"), ("customer", None, "Hi\nhttps://a.b: c")],
            id="lines that go on",
        ),
        pytest.param(
            "[14:05] Agent: Adresa je\nPraha: Dlouhá 5\nAgent: no\n[14:06] Petr: ok",
            [("agent", None, "Adresa je\nPraha: Dlouhá 5\nAgent: no"), ("customer", "Petr", "ok")],
            id="with times only lines with times begin a message",
        ),
        pytest.param(
            "*** chat started ***\nAgent: a\n[System] Petr left\nSystem: closed\n--- end of chat ---",
            [
                ("system", None, "chat started"),
                ("agent", None, "a"),
                ("system", None, "Petr left"),
                ("system", None, "closed"),
                ("system", None, "end of chat"),
            ],
            id="system lines",
        ),
        pytest.param(
            "[14:05] Agent: a\n[14:10] Chat was closed\n[14:11] *** bye ***\n14:12 rated",
            [
                ("agent", None, "a"),
                ("system", None, "Chat was closed"),
                ("system", None, "bye"),
                ("system", None, "rated"),
            ],
            id="timed events",
        ),
        pytest.param(
            "Agent: When?\n14:05 suits me\nCustomer: ok",
            [("agent", None, "When?\n14:05 suits me"), ("customer", None, "ok")],
            id="a time at the start of a sentence",
        ),
        pytest.param(
            "[14:01] Customer: when?\n[14:02] Agent: Departures:\nPraha 14:05\nOstrava 16:00\n[14:03] Customer: ok",
            [
                ("customer", None, "when?"),
                ("agent", None, "Departures:\nPraha 14:05\nOstrava 16:00"),
                ("customer", None, "ok"),
            ],
            id="a word and a time inside a message",
        ),
        pytest.param("[Customer] a\n[Agent] b", [CUSTOMER_A, AGENT_B], id="role in brackets"),
        pytest.param("Customer : a\nAgent： b", [CUSTOMER_A, AGENT_B], id="odd colons"),
        pytest.param("Bot: a\nPetr: b", [("bot", None, "a"), ("customer", "Petr", "b")], id="bot and a name"),
    ],
)
def test_lines(content: str, expected: list[tuple[str, str | None, str]]) -> None:
    (record,) = chat(content)
    assert said(record) == expected


def test_agents_by_name() -> None:
    (record,) = chat("Petr: Dobrý den\nJana: Na shledanou", agent_names=("jana",))
    assert said(record) == [PETR, JANA]


@pytest.mark.parametrize(
    ("content", "names"),
    [
        pytest.param("Petr: a\nJana: b\nPetr: c\nJana: d", ("Petr", "Jana"), id="nobody known"),
        pytest.param("Petr: a\nJana: b", ("Petr", "Jana"), id="nobody known, once each"),
        pytest.param("Agent: a\nPetr: b\nEva: c\nPetr: d\nEva: e", ("Petr", "Eva"), id="two unknown"),
        pytest.param("Agent: a\nCustomer: b\nEva: c\nEva: d", ("Eva",), id="both sides known and another"),
        pytest.param("[14:05] Agent: a\n[14:06] Petr: b\n[14:07] Eva: c", ("Petr", "Eva"), id="timed"),
    ],
)
def test_unknown_names(content: str, names: tuple[str, ...]) -> None:
    (record,) = chat(content)
    assert record.error
    expected = ", ".join(map(repr, names))
    assert (
        record.error.what
        == f"cannot tell who is the agent among {expected}; name the agent with --agent-name"
    )


def test_words_before_a_colon_are_no_speakers() -> None:
    (record,) = chat("Agent: a\nPetr: b\nAgent: c\nAdresa: d\nPetr: e")
    assert [text for _, _, text in said(record)] == ["a", "b", "c\nAdresa: d", "e"]
    assert record.notes == ("'Adresa' in line 4 is read as part of a message, not as a speaker",)


def test_times_without_a_date_roll_over_midnight() -> None:
    (record,) = chat("[23:59] Agent: a\n[0:01] Customer: b\n[0:00] Agent: c")
    assert record.conversation
    times = [str(t.at) for t in record.conversation.turns]
    assert times == ["2000-01-01 23:59:00", "2000-01-02 00:01:00", "2000-01-02 00:00:00"]
    assert record.notes == ("times go backwards at turns[2]; the order is kept",)


@pytest.mark.parametrize("line", ["---", "===", "----------", "  =====  ", "=== Chat 2 ==="])
def test_chats_are_parted_by_lines(line: str) -> None:
    first, second = chat(f"\n{line}\nAgent: a\n{line}\n{line}\n\nAgent: b\n{line}\n")
    assert (first.where, second.where) == ("chats:3", "chats:7")
    assert [r.conversation and r.conversation.id for r in (first, second)] == ["chats#1", "chats#2"]


def test_text_before_the_first_speaker_is_metadata() -> None:
    (record,) = chat("Chat 12\nAgent: a\nCustomer: b")
    assert record.conversation
    assert record.conversation.metadata == {"preamble": "Chat 12"}
    assert record.notes == ("text before the first speaker is not part of the chat",)


def test_one_bad_chat_does_not_stop_the_others() -> None:
    first, bad, last = chat("Agent: a\n---\nno speaker here\n---\nAgent: c")
    assert said(first)
    assert said(last)
    assert bad.error
    assert bad.error.what.startswith("no line says who speaks")
    assert bad.where == "chats:3"


def test_broken_bytes_are_an_error_of_their_chat(read_text: ReadText) -> None:
    content = "Agent: č\n---\nAgent: ?\n---\nAgent: š".encode().replace(b"?", b"\xe8")
    assert [bool(r.error) for r in read_text(content, "chats.txt")] == [False, True, False]


@pytest.mark.parametrize("filler", ["x", " ", "*", "-", "(", "[", "a ", "1", ":", "a:", "\u200e", "** "])
@pytest.mark.parametrize("start", ["Agent: ", "[14:05] ", "Agent ", "", "** x"])
def test_long_lines_are_read_in_linear_time(start: str, filler: str) -> None:
    assert chat(f"Agent: a\n{start}{filler * (1_000_000 // len(filler))}\nCustomer: b")


lines = st.sampled_from(
    ["Agent: ", "Customer: ", "[14:05] ", "Petr: ", "*** ", "---\n", "(9:00) Jana: ", "\n", "Jana (1:00)"]
)


@given(st.lists(lines | st.text(st.characters(codec=None)), max_size=12).map("".join))
def test_any_text_is_read_without_a_crash(content: str) -> None:
    TRANSCRIPT.sniff(content)
    for record in chat(content):
        assert (record.conversation is None) != (record.error is None)


message = st.text(st.characters(codec="utf-8", categories=["L", "Zs"]), min_size=1, max_size=30).filter(
    str.strip
)


@given(
    st.lists(
        st.tuples(st.sampled_from(["Agent", "Customer", "Bot", "System"]), message), min_size=1, max_size=6
    )
)
def test_round_trip(turns: list[tuple[str, str]]) -> None:
    (record,) = chat("\n".join(f"{role}: {text}" for role, text in turns))
    assert [(role.capitalize(), text) for role, _, text in said(record)] == [(r, t.strip()) for r, t in turns]
