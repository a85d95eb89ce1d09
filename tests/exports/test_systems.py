"""Every system's payload, in the shape that its documentation gives, is read without being told what it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluator.evaluator import evaluate
from evaluator.exports.mapping import shipped
from evaluator.models import Conversation
from evaluator.readers import ReadOptions, Record, read

SAMPLES = Path(__file__).parent / "samples"
AGENTS = ("agent.kim", "Tomas Agentas")


def records(path: Path | str, *, agents: tuple[str, ...] = AGENTS, **options) -> list[Record]:
    return list(read((path,), ReadOptions(agent_names=agents, **options)))


def chat(record: Record) -> Conversation:
    assert record.conversation is not None, record.error
    return record.conversation


def roles(record: Record) -> str:
    """One letter a turn: customer, agent, bot, system."""
    return "".join(turn.role.value[0] for turn in chat(record).turns)


@pytest.mark.parametrize(
    ("file", "system", "expected", "language"),
    [
        ("chatwoot.json", "chatwoot", "cbsacaacas", "fi"),
        ("giosg.json", "giosg", "cacaca", "fi"),
        ("intercom.json", "intercom", "csacacas", "cs"),
        ("liveagent.json", "liveagent", "scacacass", "sk"),
        ("liveagent_ticket.json", "liveagent", "scacacas", "sk"),
        ("livechat.json", "livechat", "bcacaacas", "en"),
        ("salesforce.json", "salesforce", "acacaca", "en"),
        ("smartsupp.json", "smartsupp", "cbsacacas", "sk"),
        ("sunshine.json", "sunshine", "cbaacaca", "tl"),
        ("twilio.json", "twilio", "cacaca", "en"),
        ("zendesk_chat.json", "zendesk_chat", "csacacas", "lt"),
    ],
)
def test_a_payload_is_recognised_and_graded(file, system, expected, language):
    record = records(SAMPLES / file)[0]

    assert record.system == system
    assert roles(record) == expected
    evaluation = evaluate(chat(record))
    assert evaluation.language == language
    assert evaluation.outcome == "resolved" or language == "sk"
    assert (evaluation.score or 0) >= 75


def test_every_system_has_a_payload_here():
    samples = {record.system for path in SAMPLES.iterdir() for record in records(path)}
    assert samples == set(shipped())


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_what_the_customer_never_saw_is_not_read(path):
    said = [
        turn.text for record in records(path) if record.conversation for turn in record.conversation.turns
    ]
    internal = ("upomínek", "varovainen", "refund abuser", "Ehdota hyvitystä", "VIP", "vanha")
    assert not [text for text in said for word in internal if word in text]


@pytest.mark.parametrize(
    ("file", "turn", "text"),
    [
        ("intercom.json", 0, "Dobrý den, nepřišla mi faktura za říjen & potřebuji ji do zítřka."),
        (
            "intercom.json",
            2,
            "Dobrý den, paní Horká,\nfakturu jsem Vám právě poslal znovu na e-mail.\n"
            "Dorazila v pořádku?\n📎 faktura.pdf",
        ),
        ("intercom.json", 3, "Ano, už ji mám. Děkuji!"),
        ("chatwoot.json", 4, "👍"),
        ("chatwoot.json", 5, "📎 seuranta.png"),
        ("smartsupp.json", 8, "Customer left the chat."),
        ("livechat.json", 0, "How can we help?\nOrders\nReturns"),
        ("liveagent.json", 1, "Dobrý deň, nefunguje mi zľavový kód <JAR20>"),
        (
            "liveagent.json",
            2,
            "Dobrý deň, ospravedlňujem sa za nefunkčný kód.\nPoslala som vám nový na e-mail. Funguje?",
        ),
        ("salesforce.json", 6, "Thank you for banking with us.\nHave a great day & take care!"),
        ("sunshine.json", 3, "📎 resibo"),
    ],
)
def test_a_turn_says_what_was_seen(file, turn, text):
    assert chat(records(SAMPLES / file)[0]).turns[turn].text == text


def test_ratings_are_kept_as_metadata():
    kept = {file: chat(records(SAMPLES / f"{file}.json")[0]).metadata for file in ("intercom", "livechat")}
    assert kept == {
        "intercom": {"export": "intercom", "rating": 5, "comment": "Rychlé"},
        "livechat": {"export": "livechat", "rating": 1, "comment": "great"},
    }


@pytest.mark.parametrize(("file", "count"), [("intercom", 11), ("slack", 2), ("twilio", 1), ("chatwoot", 1)])
def test_official_samples_are_read_as_they_are(file, count):
    found = records(SAMPLES / f"official_{file}.json", agents=("pie_preferrer", "U012AB3CDE"))
    assert [record.error for record in found if record.error] == []
    assert {record.system for record in found} == {file}
    assert len(found) >= count


def test_the_log_of_giosg_is_put_in_order():
    times = [turn.at for turn in chat(records(SAMPLES / "giosg.json")[0]).turns if turn.at]
    assert len(times) == 6
    assert times == sorted(times)


WRAPPED = {
    "data": lambda one: {"data": one},
    "results": lambda one: {"count": 1, "results": [one]},
    "payload of a hook": lambda one: {"action": "closed", "payload": {"chat": one}},
    "a list": lambda one: [one],
    "pages": lambda one: [{"page": 1, "results": [one]}, {"page": 2, "results": []}],
}


@pytest.mark.parametrize("file", ["intercom", "chatwoot", "smartsupp", "sunshine", "twilio", "salesforce"])
@pytest.mark.parametrize("wrap", WRAPPED.values(), ids=WRAPPED.keys())
def test_one_level_of_wrapping_more_is_no_matter(tmp_path, file, wrap):
    plain = records(SAMPLES / f"{file}.json")[0]
    path = tmp_path / "wrapped.json"
    path.write_text(json.dumps(wrap(json.loads((SAMPLES / f"{file}.json").read_text("utf-8")))), "utf-8")

    found = records(path)
    assert found[0].conversation == plain.conversation


def test_a_line_each_is_read_line_by_line(tmp_path):
    payload = json.loads((SAMPLES / "intercom.json").read_text("utf-8"))
    path = tmp_path / "chats.jsonl"
    path.write_text("\n".join(json.dumps({**payload, "id": str(n)}) for n in range(3)), "utf-8")
    assert [chat(record).id for record in records(path)] == ["0", "1", "2"]


def test_pages_of_one_conversation_are_joined_in_order(tmp_path):
    whole = json.loads((SAMPLES / "twilio.json").read_text("utf-8"))
    said = whole["messages"]
    pages = [{**whole, "messages": part} for part in (said[3:], said[:4])]
    path = tmp_path / "pages.json"
    path.write_text(json.dumps(pages), "utf-8")

    (record,) = records(path)
    assert chat(record).turns == chat(records(SAMPLES / "twilio.json")[0]).turns


def test_a_value_that_is_none_of_the_system_is_an_error_in_its_place(tmp_path):
    payload = (SAMPLES / "intercom.json").read_text("utf-8")
    path = tmp_path / "mixed.jsonl"
    path.write_text(f'{json.dumps(json.loads(payload))}\n{{"type": "ping"}}\n', "utf-8")

    first, second = records(path)
    assert first.conversation
    assert str(second.error).startswith(f"{path}:2: holds no conversation of Intercom: ")


@pytest.mark.parametrize(
    ("file", "change", "message"),
    [
        ("twilio", {}, "name the agents with --agent-name"),
        ("smartsupp", {"type": "alien"}, "role: "),
    ],
)
def test_an_error_names_the_expression_and_what_to_do(tmp_path, file, change, message):
    payload = json.loads((SAMPLES / f"{file}.json").read_text("utf-8"))
    payload["messages"][1] |= change
    path = tmp_path / "chat.json"
    path.write_text(json.dumps(payload), "utf-8")
    (record,) = records(path, agents=())
    assert message in str(record.error)
    assert record.where == f"{path}:1"


def test_what_looks_like_a_header_within_a_message_is_part_of_it(tmp_path):
    payload = json.loads((SAMPLES / "salesforce.json").read_text("utf-8"))
    payload["Body"] = payload["Body"].replace("what now?<br>", "what now?<br>Agent Smith told me to wait<br>")
    path = tmp_path / "chat.json"
    path.write_text(json.dumps(payload), "utf-8")
    assert (
        chat(records(path)[0]).turns[1].text == "my card was declined, what now?\nAgent Smith told me to wait"
    )


def test_conversations_by_their_ids_are_all_read(tmp_path):
    payload = json.loads((SAMPLES / "smartsupp.json").read_text("utf-8"))
    path = tmp_path / "by_id.json"
    path.write_text(json.dumps({"chats": {str(n): {**payload, "id": str(n)} for n in range(100)}}), "utf-8")
    assert [chat(record).id for record in records(path)] == [str(n) for n in range(100)]
