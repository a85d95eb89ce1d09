"""What is looked at without an endpoint, and that one problem hides no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.doctor import State, exit_code
from tests.doctor.conftest import Examine
from tests.doctor.wire import GOODBYE
from tests.endpoint import LocalEndpoint

WIRE = ("endpoint", "tls", "clock", "request")


def test_without_a_model_only_what_rules_need_is_looked_at(look: Examine):
    found = look()
    assert set(found) == {"settings", "model", "rubric", "languages", "detection", "output"}
    assert "by rules" in found["model"].found
    assert exit_code(found.values()) == 0


def test_offline_sends_nothing(look: Examine):
    with LocalEndpoint(GOODBYE) as served:
        found = look(served, offline=True)
        assert served.requests == []
    assert {found[name].state for name in WIRE} == {State.SKIPPED}
    assert found["prompt"].state is State.OK


def test_no_key_skips_the_endpoint_alone(look: Examine):
    found = look(models=["m"])
    assert (found["key"].state, found["key"].code) == (State.PROBLEM, 2)
    assert "OPENAI_API_KEY" in found["key"].found
    assert {found[name].state for name in WIRE} == {State.SKIPPED}
    assert found["rubric"].state is State.OK


def test_a_password_in_the_address_is_a_problem_and_not_shown(look: Examine, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "k3y-of-mine")
    found = look(models=["m"], base_url="http://me:hunter2@127.0.0.1:9/v1")
    assert exit_code(found.values()) == 2
    assert "hunter2" not in str(found)


@pytest.mark.parametrize("name", ["no-such-file", "empty"])
def test_a_key_file_that_does_not_do_is_named(look: Examine, tmp_path: Path, name: str):
    (tmp_path / "empty").touch()
    found = look(models=["m"], key_file=tmp_path / name)
    assert found["key"].state is State.PROBLEM
    assert name in found["key"].found


def test_settings_with_a_mistake_leave_the_rest_to_look_at(look: Examine, tmp_path: Path):
    (tmp_path / "closure.toml").write_text("votes = 0\nvoets = 3\n", "utf-8")
    found = look()
    assert (found["settings"].state, found["settings"].code) == (State.PROBLEM, 4)
    assert "closure.toml:1" in found["settings"].found
    assert "closure.toml:2" in found["settings"].found
    assert found["languages"].state is State.OK


def test_settings_tell_their_file_and_what_is_misspelt(look: Examine, tmp_path: Path, monkeypatch):
    (tmp_path / "closure.toml").write_text("votes = 3\n", "utf-8")
    monkeypatch.setenv("CLOSURE_VOTE", "3")
    monkeypatch.setenv("CLOSURE_XQZ", "3")
    check = look()["settings"]
    assert check.state is State.WARNING
    assert f"{tmp_path / 'closure.toml'}; set: votes" in check.found
    assert check.advice == "correct CLOSURE_VOTE to CLOSURE_VOTES; remove CLOSURE_XQZ"


@pytest.mark.parametrize(
    ("flags", "name"),
    [
        pytest.param({"rubric": "bad.yaml"}, "rubric", id="rubric"),
        pytest.param({"languages_dir": Path("packs")}, "languages", id="pack"),
    ],
)
def test_a_data_file_with_a_mistake_is_a_problem_of_its_own(look: Examine, tmp_path: Path, flags, name: str):
    (tmp_path / "packs").mkdir()
    for file in (tmp_path / "bad.yaml", tmp_path / "packs" / "xx.yaml"):
        file.write_text("code: [\n", "utf-8")
    found = look(**flags)
    assert [n for n, check in found.items() if check.state is State.PROBLEM] == [name]
    assert exit_code(found.values()) == 4


def test_a_folder_of_packs_that_is_none_is_a_warning(look: Examine):
    assert look(languages_dir=Path("nowhere"))["languages"].state is State.WARNING


def test_reasons_in_a_language_without_a_pack_are_a_problem(look: Examine):
    assert look(reasons_in="xx")["languages"].code == 2


@pytest.mark.parametrize(
    ("context", "state"), [(8000, State.WARNING), (128_000, State.OK)], ids=["small", "large"]
)
def test_room_for_chats_is_counted(look: Examine, tmp_path: Path, context: int, state: State):
    (tmp_path / "closure.toml").write_text(f"context_tokens = {context}\n", "utf-8")
    check = look(models=["m"], offline=True)["prompt"]
    assert check.state is state
    assert "leaves" in check.found


def test_a_cache_that_cannot_be_is_a_warning(look: Examine, tmp_path: Path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("CLOSURE_CACHE_DIR", str(tmp_path / "file" / "cache"))
    found = look(models=["m"], offline=True)
    assert found["cache"].state is State.WARNING
    assert "is no folder" in found["cache"].found
    assert look(models=["m"], offline=True, cache=False)["cache"].state is State.SKIPPED


def test_a_cache_that_is_not_there_yet_is_not_made(look: Examine, tmp_path: Path):
    assert look(models=["m"], offline=True)["cache"].state is State.OK
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize(
    ("variables", "base_url", "state", "said"),
    [
        pytest.param({}, None, State.OK, "none", id="none"),
        pytest.param(
            {"https_proxy": "http://me:hunter2@p:1"}, None, State.OK, "used for api.openai.com", id="used"
        ),
        pytest.param(
            {"https_proxy": "http://p:1", "no_proxy": "openai.com"}, None, State.OK, "not used", id="excepted"
        ),
        pytest.param(
            {"https_proxy": "http://p:1"}, "http://host/v1", State.OK, "not used", id="another-scheme"
        ),
        pytest.param(
            {"http_proxy": "p:1"}, "http://127.0.0.1:9/v1", State.WARNING, "used for", id="this-machine"
        ),
    ],
)
def test_proxies_are_named_without_their_passwords(
    look: Examine, monkeypatch, variables, base_url: str | None, state: State, said: str
):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    check = look(models=["m"], base_url=base_url, offline=True)["proxies"]
    assert check.state is state
    assert said in check.found
    assert "hunter2" not in check.found
