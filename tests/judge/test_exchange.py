"""What was answered is kept: first of all, under a key of all that decides it, and taken up where it ended."""

import asyncio
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evaluator import Conversation, Evaluation, Evaluator, Status, load_rubric
from evaluator.cache import open_cache
from evaluator.judge.prompt import Facts
from evaluator.judge.setup import make_judge
from evaluator.settings import Settings
from tests.chats import chat
from tests.endpoint import LocalEndpoint, answer, good, hang, judged, refused, status
from tests.judge.chats import LINES, PARCEL, evaluated, settings

UNREADABLE = answer("I would say it was fine.")
Kept = Callable[..., Evaluation]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    """Evaluate a chat, with answers kept in one folder for the whole test."""

    def run(served: LocalEndpoint | str, one: Conversation = PARCEL, **changes: Any) -> Evaluation:
        [result] = evaluated(served, [one], **{"cache": True, "cache_dir": tmp_path, **changes})
        return result

    return run


def opening(wanted: Settings):
    """How the judge of these settings begins with the chat."""
    judge = make_judge(wanted, load_rubric())
    assert judge
    return judge.openings(PARCEL, Facts())[0]


def test_the_same_chat_is_asked_about_once(endpoint, kept):
    served = endpoint()
    first, second = kept(served), kept(served)
    assert len(served.chats) == 1
    assert (first.usage.cache_hit, second.usage.cache_hit) == (False, True)
    assert (second.usage.requests, second.usage.input_tokens, second.usage.latency_seconds) == (0, 0, None)
    assert second.model_copy(update={"usage": first.usage}) == first


def test_without_a_cache_it_is_asked_about_again(endpoint, kept):
    served = endpoint()
    kept(served, cache=False)
    assert not kept(served, cache=False).usage.cache_hit
    assert len(served.chats) == 2


OTHER_SETTINGS = {
    "model": {"models": ("n",)},
    "seed": {"seed": 2},
    "no-seed": {"seed": None},
    "temperature": {"temperature": 0.5},
    "room-for-the-answer": {"answer_tokens": 3000},
    "language-of-reasons": {"reasons_in": "cs"},
    "votes": {"votes": 3},
    "context": {"context_tokens": 6600},
}


@pytest.mark.parametrize("change", OTHER_SETTINGS.values(), ids=OTHER_SETTINGS)
def test_what_decides_an_answer_decides_whether_it_is_asked_for_again(endpoint, kept, change):
    served = endpoint()
    long = chat(LINES[0] + " It was a long way." * 100, *LINES[1:])
    kept(served, long)
    other = kept(served, long, **change)
    assert (other.status, other.usage.cache_hit) == (Status.GRADED, False)
    assert len(served.chats) == 1 + change.get("votes", 1)


OTHER_CHATS = {
    "words": chat(*LINES[:3], "A: Goodbye!"),
    "one-turn-more": chat(*LINES, "C: bye"),
    "roles": chat(*LINES[:3], LINES[3].replace("A: ", "B: ")),
    "times": chat(*(f"{60 * n} {line}" for n, line in enumerate(LINES))),
}


@pytest.mark.parametrize("other", OTHER_CHATS.values(), ids=OTHER_CHATS)
def test_another_chat_is_another_question(endpoint, kept, other):
    served = endpoint()
    kept(served)
    assert not kept(served, other).usage.cache_hit
    assert len(served.chats) == 2


def test_another_id_is_the_same_question(endpoint, kept):
    served = endpoint()
    kept(served)
    assert kept(served, PARCEL.model_copy(update={"id": "other"})).usage.cache_hit


def test_another_rubric_is_another_question(endpoint, kept, tmp_path: Path):
    own = tmp_path / "own.yaml"
    own.write_text(
        "extends: closure\nid: own\nversion: '1'\ncriteria:\n- {id: farewell, question: Does the agent wave goodbye?}\n"
    )
    served = endpoint()
    kept(served)
    assert not kept(served, rubric=str(own)).usage.cache_hit
    assert len(served.chats) == 2


def test_another_address_is_another_question(endpoint, kept):
    one, other = endpoint(), endpoint()
    kept(one)
    assert not kept(other).usage.cache_hit


def test_votes_are_kept_each_for_itself(endpoint, kept):
    served = endpoint()
    kept(served, temperature=0.5)
    three = kept(served, temperature=0.5, votes=3)
    assert (three.usage.requests, three.usage.cache_hit, len(served.chats)) == (2, False, 3)
    assert kept(served, temperature=0.5, votes=3).usage.cache_hit


def test_an_exchange_that_was_cut_short_goes_on_where_it_ended(endpoint, kept, tmp_path: Path):
    async def stopped(served: LocalEndpoint) -> None:
        wanted = settings(served, cache=True, cache_dir=tmp_path)
        evaluator = Evaluator.from_settings(wanted)
        task = asyncio.create_task(evaluator.evaluate(PARCEL))
        while len(served.chats) < 2:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await evaluator.close()

    served = endpoint([UNREADABLE, hang(9), good])
    asyncio.run(stopped(served))
    result = kept(served)
    assert (result.status, result.usage.requests, result.usage.cache_hit) == (Status.GRADED, 1, False)
    again = served.chats[2].body["messages"]
    assert served.chats[1].body["messages"] == again
    assert again[2]["content"] == "I would say it was fine."
    assert kept(served).usage.cache_hit


GRADE = "import sys; from tests.judge.chats import evaluated; evaluated(sys.argv[1], cache=True, cache_dir=sys.argv[2])"


def test_an_answer_outlives_a_process_that_is_killed(endpoint, kept, tmp_path: Path):
    served = endpoint([UNREADABLE, hang(9), good])
    project = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", GRADE, served.base_url, tmp_path], cwd=project) as process:
        while len(served.chats) < 2:
            assert process.poll() is None
            time.sleep(0.01)
        process.kill()
    result = kept(served)
    assert (result.status, result.usage.requests, len(served.chats)) == (Status.GRADED, 1, 3)
    assert served.chats[1].body["messages"] == served.chats[2].body["messages"]


def test_an_answer_that_needed_another_is_kept_with_it(endpoint, kept):
    served = endpoint([UNREADABLE, good])
    first, second = kept(served), kept(served)
    assert (first.usage.requests, second.usage.requests) == (2, 0)
    assert second.usage.cache_hit
    assert second.score == first.score


FAILED = {
    "unreadable": ([UNREADABLE] * 3, 3),
    "refused-later": ([UNREADABLE, refused()], 2),
    "rejected-later": ([UNREADABLE, status(400)], 2),
    "refused": ([refused()], 1),
}


@pytest.mark.parametrize(("replies", "requests"), FAILED.values(), ids=FAILED)
def test_an_exchange_that_failed_is_begun_anew(endpoint, kept, replies, requests):
    served = endpoint([*replies, good])
    assert kept(served).status is Status.FALLBACK
    assert len(served.chats) == requests
    result = kept(served)
    assert (result.status, result.usage.requests, result.usage.cache_hit) == (Status.GRADED, 1, False)
    assert len(served.chats[-1].body["messages"]) == 2


def test_a_stored_answer_keeps_its_marks_on_the_turns(endpoint, tmp_path: Path):
    wanted = settings(endpoint(), cache=True, cache_dir=tmp_path)
    first = opening(wanted)
    assert first.exchange.nonce != opening(wanted).exchange.nonce
    open_cache(tmp_path, 10).put(first.exchange.key, {"nonce": "abc123", "replies": []})
    again = opening(wanted)
    assert again.exchange.key == first.exchange.key
    assert again.exchange.nonce == "abc123"
    assert '"id":"abc123-0"' in again.prompt.user


REPLY: dict[str, Any] = {"text": "{}", "form": "json_schema", "fingerprint": None, "spent": {}}
NONSENSE = {
    "nothing": {},
    "no-nonce": {"replies": [REPLY]},
    "no-replies": {"nonce": "abc123"},
    "replies-of-another-kind": {"nonce": "abc123", "replies": "text"},
    "a-reply-of-another-kind": {"nonce": "abc123", "replies": [REPLY, 7]},
    "an-unknown-form": {"nonce": "abc123", "replies": [{**REPLY, "form": "xml"}]},
    "unknown-costs": {"nonce": "abc123", "replies": [{**REPLY, "spent": {"euros": 3}}]},
}


@pytest.mark.parametrize("stored", NONSENSE.values(), ids=NONSENSE)
def test_what_cannot_be_read_is_as_good_as_not_stored(endpoint, kept, tmp_path: Path, stored):
    served = endpoint()
    kept(served)
    with open_cache(tmp_path, 10) as cache:
        for key in keys(tmp_path):
            cache.put(key, stored)
    result = kept(served)
    assert (result.status, result.usage.requests) == (Status.GRADED, 1)
    assert kept(served).usage.cache_hit


def keys(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "answers-1.sqlite")) as opened:
        return [key for (key,) in opened.execute("select key from answers")]


def test_a_folder_that_cannot_be_used_costs_requests_and_nothing_more(endpoint, kept, tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    served = endpoint(judged)
    for _ in range(2):
        assert kept(served, cache_dir=tmp_path / "file").status is Status.GRADED
    assert len(served.chats) == 2
