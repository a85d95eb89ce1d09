import pytest

from evaluator import Role
from tests.chats import graded

ASK = "0 C: Hello, my internet is down, can you help me please?"


def closing(*lines):
    return graded(*lines).closing


@pytest.mark.parametrize(
    ("lines", "signal", "value"),
    [
        ([ASK, "9 A: I restarted the line, it should be fine now."], "last_speaker", Role.AGENT),
        ([ASK, "9 A: Which number?", "20 C: and when will it work?"], "open_question", 2),
        ([ASK, "9 A: I restarted the line, it works now.", "20 C: yes, thank you"], "open_question", None),
        ([ASK, "9 A: I restarted the line, it works now.", "20 C: yes, thank you"], "customer_ended", True),
        ([ASK, "60 A: Are you still there?", "200 S: Chat closed"], "silence_seconds", 140.0),
        ([ASK, "60 A: Are you still there?", "200 S: Chat closed"], "silence_asked", True),
        (
            [ASK, "60 A: I fixed the line.", "70 C: thanks", "80 A: Bye!", "90 S: a", "99 S: b"],
            "rows_after_goodbye",
            2,
        ),
        (["C: Hello, my internet is down", "A: I restarted it. Is it working now?"], "silence_seconds", None),
        ([ASK, "60 A: I restarted the line, it works now."], "duration_seconds", 0.0),
    ],
    ids=[
        "last-speaker",
        "open-question",
        "answered",
        "end-signal",
        "silence",
        "asked-in-silence",
        "rows-after",
        "no-times",
        "one-time",
    ],
)
def test_signals(lines, signal, value):
    found = getattr(closing(*lines).signals, signal)
    assert found == value or (signal == "duration_seconds" and found is None)


def test_posts_in_a_row_are_one_turn_and_the_settling_turn_belongs_to_the_closing():
    found = closing(
        ASK,
        "9 A: Hello, which number is it?",
        "20 C: 0800",
        "30 A: I restarted the line from here.",
        "31 A: It will be back in two minutes.",
        "60 C: ok thanks",
        "70 A: You're welcome. Have a nice day!",
    )
    assert (found.start, found.end) == (3, 7)
