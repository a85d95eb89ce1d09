import pytest

from tests.chats import graded

CASES = {
    "confirmed": (
        "resolved",
        [
            "C: the app does not load",
            "A: Please restart it. Does it work now?",
            "C: yes it works, thanks",
            "A: Great, have a nice day!",
        ],
    ),
    "ticket": (
        "follow_up",
        [
            "C: I was charged twice",
            "A: I've passed it to our accounts team and they will get back to you by Friday.",
            "C: ok thanks",
            "A: Have a nice day!",
        ],
    ),
    "passed on": (
        "transferred",
        [
            "C: I want to cancel my contract",
            "A: I'm transferring you to my colleague in the contracts team, one moment please.",
            "S: Chat transferred to Contracts.",
        ],
    ),
    "question ignored": (
        "unresolved",
        [
            "C: I was charged twice",
            "A: Payments are final.",
            "C: so how do I get my money back?",
            "A: Thank you for your understanding.",
        ],
    ),
    "went quiet": (
        "customer_left",
        [
            "C: I was charged twice",
            "A: Could you tell me the order number?",
            "A: Are you still there?",
            "A: As I haven't heard from you, I'll close this chat. You can write to us any time.",
        ],
    ),
    "wrong company": (
        "misdirected",
        [
            "C: my train ticket was not refunded",
            "A: I'm afraid you have reached the wrong company, we only sell books.",
            "C: oh sorry, wrong number then",
        ],
    ),
}


@pytest.mark.parametrize(("outcome", "lines"), CASES.values(), ids=CASES)
def test_how_it_ended(outcome, lines):
    assert graded(*lines).outcome == outcome
