"""What can be read, shown and tried."""

from __future__ import annotations

import pytest

from evaluator.cli.exits import ExitCode
from evaluator.exports.mapping import shipped
from tests.cli.conftest import ROOT, Run

SAMPLES = ROOT / "tests" / "exports" / "samples"


def test_every_system_is_listed(closure: Run):
    page = closure("formats").stdout
    assert all(f"\n{name} " in page for name in shipped())


@pytest.mark.parametrize("name", shipped())
def test_a_mapping_is_shown_and_can_be_used_as_it_is_shown(closure: Run, tmp_path, name):
    own = tmp_path / "own.yaml"
    own.write_text(closure("formats", "show", name).stdout, "utf-8")
    sample = SAMPLES / (f"{name}.json" if name != "slack" else "official_slack.json")
    agents = ("--agent-name", "agent.kim", "--agent-name", "U061F7AUR")

    by_own = closure("formats", "try", str(sample), "--mapping", str(own), *agents)
    assert by_own.exit_code == ExitCode.OK
    assert by_own.stdout == closure("formats", "try", str(sample), *agents).stdout


def test_a_name_that_is_none_is_answered_with_those_there_are(closure: Run):
    ended = closure("formats", "show", "zendesk")
    assert ended.exit_code == ExitCode.USAGE
    assert "no mapping is named 'zendesk'; there are chatwoot, " in ended.stderr


def test_what_is_left_out_is_shown_with_the_reason(closure: Run):
    page = closure("formats", "try", str(SAMPLES / "intercom.json")).stdout
    assert "read as: intercom, agent: Petr" in page
    assert "2    internal note  Zákaznice s historií upomínek, opatrně." in page


def test_controls_in_an_export_do_not_reach_the_terminal(closure: Run, tmp_path):
    chat = (SAMPLES / "intercom.json").read_text("utf-8").replace("opatrně", "\\u001b[31mopatrně")
    (tmp_path / "chat.json").write_text(chat, "utf-8")
    assert "\x1b" not in closure("formats", "try", str(tmp_path / "chat.json")).stdout


def test_who_is_an_agent_must_be_told_where_the_export_does_not(closure: Run):
    ended = closure("formats", "try", str(SAMPLES / "twilio.json"))
    assert ended.exit_code == ExitCode.INPUT
    assert "name the agents with --agent-name" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_export_is_graded_in_a_batch(closure: Run, tmp_path):
    out = tmp_path / "out.csv"
    ended = closure("batch", str(SAMPLES / "zendesk_chat.json"), str(SAMPLES / "giosg.json"), "-o", str(out))
    assert ended.exit_code == ExitCode.OK
    assert "varovainen" not in out.read_text("utf-8")
    assert "g-77" in out.read_text("utf-8")
