"""Whatever happens to a payload on its way here, the answer is a conversation or one line on what is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.errors import InputError
from evaluator.exports.convert import convert
from evaluator.exports.mapping import Mapping, shipped
from evaluator.exports.recognise import recognise
from evaluator.readers import ReadOptions, read

SAMPLES = Path(__file__).parent / "samples"
ONE_CHAT = ("chatwoot", "giosg", "intercom", "livechat", "salesforce", "smartsupp", "sunshine", "twilio")
AGENTS = ("agent.kim",)
ODD: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    1e300,
    "",
    "<p",
    "\ud800",
    "x" * 3000,
    [],
    {},
    [[[]]],
    {"a": {"b": []}},
    ["a", 1, None],
)


def _payload(system: str) -> Any:
    return json.loads((SAMPLES / f"{system}.json").read_text("utf-8"))


def _chats(value: object, mapping: Mapping) -> list[dict[str, object]]:
    known = recognise(value, (mapping,))
    return [convert(mapping, chat, AGENTS).native for chat in known.chats] if known else []


def _shuffled(value: object, random: Random) -> object:
    """The same value with the keys of every object in another order, and keys that nobody knows."""
    if isinstance(value, list):
        return [_shuffled(one, random) for one in value]
    if not isinstance(value, dict):
        return value
    pairs = [*value.items(), (f"x_{random.randrange(99)}", random.choice([None, 1, "?", {"id": "n"}, []]))]
    random.shuffle(pairs)
    return {key: _shuffled(inner, random) for key, inner in pairs}


def _mutated(value: object, random: Random) -> object:
    """The same value with about one part in twenty replaced, doubled or left out."""
    if random.random() < 0.03:
        return random.choice(ODD)
    if isinstance(value, list):
        kept = [_mutated(one, random) for one in value if random.random() > 0.03]
        return kept + kept[: random.random() < 0.05]
    if isinstance(value, dict):
        return {key: _mutated(inner, random) for key, inner in value.items() if random.random() > 0.03}
    return value


@pytest.mark.parametrize("system", ONE_CHAT)
@given(seed=st.integers(0, 10**9))
@settings(max_examples=25, deadline=None)
def test_the_order_of_keys_and_unknown_fields_change_nothing(system, seed):
    mapping, payload = shipped()[system], _payload(system)
    assert _chats(_shuffled(payload, Random(seed)), mapping) == _chats(payload, mapping)


OPTIONAL = {
    "chatwoot": ("meta", "status", "inbox_id"),
    "intercom": ("teammates", "conversation_rating"),
    "smartsupp": ("visitor", "channel", "status"),
    "twilio": ("meta",),
}


@pytest.mark.parametrize(
    ("system", "field"), [(s, field) for s, fields in OPTIONAL.items() for field in fields]
)
def test_without_a_field_that_may_be_missing_the_turns_are_the_same(system, field):
    mapping, payload = shipped()[system], _payload(system)
    without = {key: value for key, value in payload.items() if key != field}
    assert _chats(without, mapping)[0]["turns"] == _chats(payload, mapping)[0]["turns"]


def _check(error: InputError | None) -> None:
    assert "\n" not in str(error)


def _conversations(path: Path) -> int:
    """Read a file whatever is in it; returns the number of conversations. Any other error is a traceback."""
    try:
        records = list(read((path,), ReadOptions(agent_names=AGENTS)))
    except InputError as error:
        _check(error)
        return 0
    for record in records:
        _check(record.error)
    return sum(record.conversation is not None for record in records)


def _fuzz(folder: Path, rounds: int) -> None:
    payloads = [_payload(path.stem) for path in sorted(SAMPLES.glob("*.json"))]
    path = folder / "fuzz.jsonl"
    found = 0
    for n in range(rounds):
        path.write_text(f"{json.dumps(_mutated(payloads[n % len(payloads)], Random(n)))}\n\n", "utf-8")
        found += _conversations(path)
    assert found > rounds / 4


def test_mutated_payloads_never_end_in_a_traceback(tmp_path):
    _fuzz(tmp_path, 400)


@pytest.mark.slow
def test_ten_thousand_mutated_payloads_never_end_in_a_traceback(tmp_path):
    _fuzz(tmp_path, 10_000)
