"""The list of models, and what can be told without it: reachability, certificate, clock."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from evaluator.doctor import State
from evaluator.doctor.listing import Listing, clock, model, tls
from evaluator.settings import Settings
from tests.doctor.conftest import Examine
from tests.doctor.wire import GOODBYE, listing
from tests.endpoint import LocalEndpoint, Reply, close_without_answer, hang, json_reply, raw, status

MODELS = json_reply({"data": [{"id": "test-model"}]})
NOW = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)


def test_a_good_endpoint_is_timed_and_its_models_counted(look: Examine):
    with LocalEndpoint(GOODBYE, models=["test-model", "other"]) as served:
        found = look(served)
    assert [found[name].state for name in ("endpoint", "model", "request")] == [State.OK] * 3
    assert "with 2 models" in found["endpoint"].found
    assert [seen.method for seen in served.requests] == ["GET", "POST"]


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        pytest.param(status(404), "HTTP 404", id="no-such-path"),
        pytest.param(status(403), "HTTP 403", id="not-allowed"),
        pytest.param(status(500), "HTTP 500", id="trouble"),
        pytest.param(raw(b" <html>", "text/html"), "a web page", id="page"),
        pytest.param(raw(b"\xff"), "no list", id="no-json"),
        pytest.param(raw(b"[" * 100_000), "no list", id="nested"),
        pytest.param(json_reply({"models": []}), "no list", id="another-list"),
        pytest.param(raw(b'{"data": [' + b" " * 4_000_000 + b"]}"), "no list", id="huge"),
    ],
)
def test_without_a_list_the_request_still_tells(look: Examine, reply: Reply, said: str):
    with listing(reply) as served:
        found = look(served)
    assert found["endpoint"].state is State.WARNING
    assert f"no list of models (GET /models: {said})" in found["endpoint"].found
    assert found["model"].state is State.SKIPPED
    assert found["request"].state is State.OK


def test_a_list_that_does_not_come_in_time_is_a_warning(look: Examine):
    with listing(hang(5)) as served:
        found = look(served, timeout=0.3)
    assert "no answer within 0.3 s" in found["endpoint"].found
    assert found["request"].state is State.OK


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:9/v1", None], ids=["closed-port", "hangs-up"])
def test_no_connection_skips_what_needs_one_and_nothing_else(look: Examine, base_url: str | None):
    with listing(close_without_answer()) as served:
        found = look(models=["m"], base_url=base_url or served.base_url)
        assert served.chats == []
    assert (found["endpoint"].state, found["endpoint"].code) == (State.PROBLEM, 6)
    assert "no connection to 127.0.0.1:" in found["endpoint"].found
    assert "--base-url" in found["endpoint"].advice
    assert {found[name].state for name in ("tls", "clock", "model", "request")} == {State.SKIPPED}
    assert {found[name].state for name in ("rubric", "languages", "prompt", "cache")} == {State.OK}


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_error(404)


@pytest.fixture
def untrusted() -> Iterator[str]:
    """The address of a server whose certificate nobody has signed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).with_name("nobody.pem"))
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_address[1]}/v1"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_certificate_that_is_not_trusted_is_a_problem_of_tls(look: Examine, untrusted: str):
    found = look(models=["m"], base_url=untrusted)
    assert (found["tls"].state, found["tls"].code) == (State.PROBLEM, 6)
    assert "SSL_CERT_FILE" in found["tls"].advice
    assert found["endpoint"].state is found["request"].state is State.SKIPPED


@pytest.mark.parametrize(
    ("base_url", "state"),
    [
        pytest.param(None, State.OK, id="default"),
        pytest.param("https://host/v1", State.OK, id="https"),
        pytest.param("http://localhost:8000/v1", State.SKIPPED, id="this-machine"),
        pytest.param("http://host/v1", State.WARNING, id="in-the-clear"),
    ],
)
def test_an_open_line_is_a_warning_except_on_this_machine(base_url: str | None, state: State):
    assert tls(Settings(base_url=base_url)).state is state


@pytest.mark.parametrize(
    ("ahead", "state", "said"),
    [
        pytest.param(timedelta(seconds=90), State.OK, "90 s", id="near"),
        pytest.param(timedelta(minutes=3), State.WARNING, "180 s behind", id="behind"),
        pytest.param(timedelta(minutes=-3), State.WARNING, "180 s ahead", id="ahead"),
    ],
)
def test_clocks_more_than_two_minutes_apart_are_a_warning(ahead: timedelta, state: State, said: str):
    check = clock(Listing(date=format_datetime(NOW + ahead, usegmt=True), at=NOW.timestamp()))
    assert check.state is state
    assert said in check.found


@pytest.mark.parametrize("date", [None, "", "yesterday", "Mon, 99 Jan 2026 00:00:00 GMT", "0" * 5000])
def test_a_date_that_is_none_tells_nothing(date: str | None):
    assert clock(Listing(date=date)).state is State.SKIPPED


@pytest.mark.parametrize("code", [200, 401], ids=["list", "error"])
def test_the_date_is_read_from_any_answer(look: Examine, code: int):
    reply = MODELS if code == 200 else status(code)
    with listing(reply.having({"date": "Sat, 01 Jan 2000 00:00:00 GMT"})) as served:
        assert look(served)["clock"].state is State.WARNING


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        pytest.param("gpt4.1-mini", "did you mean gpt-4.1-mini", id="similar"),
        pytest.param("qwen3", "did you mean Qwen/Qwen3-8B", id="part-of-a-path"),
        pytest.param("zzz", "it has gpt-4.1-mini, Qwen/Qwen3-8B", id="nothing-like-it"),
    ],
)
def test_names_near_an_unknown_one_are_proposed(name: str, advice: str):
    check = model(name, Listing(models=("gpt-4.1-mini", "Qwen/Qwen3-8B")))
    assert check.state is State.WARNING
    assert check.advice.startswith(advice)


def test_a_hostile_list_is_cut_short():
    names = tuple(f"\x1b[31m{'x' * 10_000}{n}" for n in range(500))
    check = model("x" * 50, Listing(models=names))
    assert len(check.advice) < 400
    assert "\x1b" not in check.advice
