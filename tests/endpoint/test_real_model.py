import json
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import jsonschema
import openai
import pytest

from tests import real_model as serving

SCHEMA = {
    "type": "object",
    "properties": {"level": {"enum": ["met", "missed"]}, "reason": {"type": "string", "maxLength": 40}},
    "required": ["level", "reason"],
    "additionalProperties": False,
}
STRICT = {"type": "json_schema", "json_schema": {"name": "verdict", "strict": True, "schema": SCHEMA}}
SAID = [{"role": "user", "content": "Was the customer thanked? Agent: Thank you, Jana, and goodbye!"}]


def ask(served, key=None, **more):
    settings = {"model": served.model, "messages": SAID, "temperature": 0, "max_tokens": 60, **more}
    with openai.OpenAI(
        base_url=served.base_url, api_key=key or served.key, max_retries=0, timeout=120
    ) as client:
        return client.chat.completions.create(**settings)


def test_a_real_model_keeps_to_a_strict_schema_and_counts_its_tokens(real_model):
    completion = ask(real_model, response_format=STRICT)
    assert completion.choices[0].finish_reason == "stop"
    jsonschema.validate(json.loads(completion.choices[0].message.content), SCHEMA)
    assert completion.usage.prompt_tokens > 10
    assert 0 < completion.usage.completion_tokens <= 60


def test_a_real_answer_may_be_cut(real_model):
    completion = ask(real_model, max_tokens=3, response_format=STRICT)
    assert completion.choices[0].finish_reason == "length"
    with pytest.raises(ValueError, match="char"):
        json.loads(completion.choices[0].message.content)


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"key": "wrong"}, openai.AuthenticationError),
        ({"messages": [{"role": "user", "content": "bye " * 20_000}]}, openai.BadRequestError),
        ({"response_format": {"type": "no such form"}}, openai.BadRequestError),
    ],
    ids=["a wrong key", "more than fits", "an unknown form"],
)
def test_a_real_server_says_no(real_model, more, error):
    with pytest.raises(error):
        ask(real_model, **more)


def listens(port):
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


STARTS_ONE_AND_WAITS = """
import sys
from tests.real_model import serve

with serve(context=512) as served:
    print(served.base_url, flush=True)
    sys.stdin.read()
"""


@pytest.mark.usefixtures("real_model")
def test_a_killed_session_leaves_no_server_behind():
    with subprocess.Popen(
        [sys.executable, "-c", STARTS_ONE_AND_WAITS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as session:
        assert session.stdout
        address = urlsplit(session.stdout.readline().strip())
        assert listens(address.port)
        session.kill()
    deadline = time.monotonic() + 10
    while listens(address.port) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not listens(address.port)


def test_what_is_missing_is_named(monkeypatch):
    monkeypatch.setattr(serving, "ENGINE", "no_such_engine")
    assert serving.missing() == (
        "no no_such_engine here; pip install --no-deps --requirement requirements-model.lock installs it"
    )
