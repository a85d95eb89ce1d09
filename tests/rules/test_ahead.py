import pytest

from tests.chats import judged

BROKEN = "C: the app does not load"
FIX = "A: I have reset your account, so you can log in again with your old password."
CASES = {
    "who and when": (
        "next_steps",
        "met",
        [BROKEN, "A: I've passed it to our technicians, they will call you tomorrow by 12.", "C: ok thanks"],
    ),
    "vague": (
        "next_steps",
        "partial",
        [BROKEN, "A: Your request has been passed on. We will be in touch.", "C: ok"],
    ),
    "announced with reason and target": (
        "handover",
        "met",
        [
            BROKEN,
            "A: I don't have access to contracts, so I'm transferring you to my colleague in that team. Is that OK?",
            "C: yes",
            "S: Chat transferred to Contracts",
        ],
    ),
    "moved without a word": (
        "handover",
        "missed",
        [BROKEN, "A: What is your number?", "C: 5521", "S: Chat transferred to Contracts"],
    ),
    "moved without a word, no step": (
        "next_steps",
        "missed",
        [BROKEN, "A: Please choose: A) card B) other", "C: B", "S: Chat transferred to Contracts"],
    ),
    "how to come back": (
        "next_steps",
        "met",
        [
            BROKEN,
            "A: What is your customer number?",
            "A: Are you still there?",
            "A: I'll close the chat. Just write again any time before midnight today.",
        ],
    ),
    "answered, then silence": (
        "next_steps",
        "na",
        [BROKEN, "A: It was sent twice. Did it arrive?", "A: Are you still there?", "A: Closing this chat."],
    ),
    "only should it happen again": (
        "next_steps",
        "na",
        [BROKEN, FIX, "C: great thanks", "A: If it happens again, restart the app."],
    ),
    "a pointer for the misdirected": (
        "next_steps",
        "met",
        [
            "C: where is my parcel",
            "A: You have reached the wrong company, we only sell books. They are at courier.example/help",
            "C: oh sorry",
        ],
    ),
    "when, met without a time": (
        "next_steps",
        "partial",
        [
            BROKEN,
            "A: I've passed it to our technicians, they will call you.",
            "C: when exactly?",
            "A: They will be in touch, we apologise for any inconvenience.",
            "C: ok",
        ],
    ),
    "when, met with a time": (
        "next_steps",
        "met",
        [
            BROKEN,
            "A: I've passed it to our technicians, they will call you.",
            "C: when exactly?",
            "A: They will call you tomorrow by 12.",
            "C: ok thanks",
        ],
    ),
    "a no leaves no step": (
        "next_steps",
        "na",
        [
            "C: can I get my money back for the ticket?",
            "A: I am afraid a refund is not possible because it is a saver ticket.",
            "C: ok, thanks anyway",
            "A: Have a nice day!",
        ],
    ),
    "a shut door leaves the step unsaid": (
        "next_steps",
        "missed",
        [
            "C: my parcel is lost, who can I call?",
            "A: I don't know, that's not my problem.",
            "C: unbelievable",
        ],
    ),
    "a booked date": (
        "next_steps",
        "met",
        [
            "C: I would like to book a haircut please",
            "A: Would Tuesday at 3 suit you?",
            "C: yes please",
            "A: I have booked you in for Tuesday at 3.",
            "C: thanks",
        ],
    ),
    "a visit at an agreed date": (
        "handover",
        "na",
        [
            "C: the heating is broken",
            "A: I have booked our engineer for you, he comes on Tuesday between 8 and 10, job number BG-7718.",
            "C: ok thanks",
        ],
    ),
    "word to come on a dated repair": (
        "handover",
        "na",
        [BROKEN, "A: The repair is due today by 5. We will let you know when it is done.", "C: ok"],
    ),
}


@pytest.mark.parametrize(("criterion", "level", "lines"), CASES.values(), ids=CASES)
def test_what_lies_ahead(criterion, level, lines):
    assert judged(criterion, *lines).level == level
