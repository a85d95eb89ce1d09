import pytest

from tests.chats import judged

BROKEN = "C: the app does not load"
FIX = "A: I have reset your account, so you can log in again with your old password."
CASES = {
    "confirmed and acknowledged": (
        "resolution",
        "met",
        [BROKEN, FIX, "C: it works, thanks", "A: Great, have a nice day!"],
    ),
    "checked": ("resolution", "met", [BROKEN, FIX + " Does it work now?"]),
    "asserted": ("resolution", "partial", [BROKEN, FIX]),
    "contradicted": (
        "resolution",
        "missed",
        [BROKEN, FIX, "C: it still does not work", "A: It works on our side. Have a nice day!"],
    ),
    "a no to the check": (
        "resolution",
        "missed",
        [BROKEN, FIX + " Does it work now?", "C: no", "A: Thank you for contacting us, have a nice day!"],
    ),
    "restated": (
        "recap",
        "met",
        [
            BROKEN,
            FIX,
            "C: it works, thanks",
            "A: Great. So, to sum up: the account is reset and the password stays.",
        ],
    ),
    "link given": (
        "resources",
        "met",
        [BROKEN, FIX, "C: ok", "A: Here is the guide: https://help.shop.example/login"],
    ),
    "reference given": ("resources", "met", [BROKEN, "A: I've opened a ticket for you, TCK-20931.", "C: ok"]),
    "the customer's own number is nothing given": (
        "resources",
        "na",
        ["C: order AB-20931 is late", "A: AB-20931 arrives tomorrow.", "C: ok"],
    ),
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
    "moved without a word, nothing restated": (
        "recap",
        "missed",
        [BROKEN, "A: Please choose: A) card B) other", "C: B", "S: Chat transferred to Contracts"],
    ),
    "moved without a word, no step": (
        "next_steps",
        "missed",
        [BROKEN, "A: Please choose: A) card B) other", "C: B", "S: Chat transferred to Contracts"],
    ),
    "asked for data, then silence": (
        "resolution",
        "na",
        [BROKEN, "A: Please enter your customer number.", "A: Are you still there?"],
    ),
    "nothing answered, nothing restated": (
        "recap",
        "missed",
        [BROKEN, "A: Please enter your customer number.", "A: Are you still there?"],
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
    "one of two settled": (
        "resolution",
        "partial",
        [BROKEN, FIX, "C: it works. and what about my voucher?", "A: Thank you, goodbye!"],
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
    "a tip after the matter": (
        "recap",
        "partial",
        [
            BROKEN,
            FIX,
            "C: it works",
            "A: Great, the menu also has a dark mode of 12 colours.",
            "C: nice, is it free?",
            "A: It costs 0 euros for 12 months, and 2 euros from the 13th.",
            "C: thanks",
        ],
    ),
    "word to come on a dated repair": (
        "handover",
        "na",
        [BROKEN, "A: The repair is due today by 5. We will let you know when it is done.", "C: ok"],
    ),
}


@pytest.mark.parametrize(("criterion", "level", "lines"), CASES.values(), ids=CASES)
def test_the_matter(criterion, level, lines):
    assert judged(criterion, *lines).level == level


@pytest.mark.parametrize(
    "text", ["f" + "1234567890" * 400 + "abc", "a." * 20_000, "a-1" * 9_000, "@" * 30_000]
)
def test_references_are_looked_for_in_linear_time(text):
    # Runs for ever where a repetition can be cut up in many ways.
    assert judged("resources", "C: where is my parcel?", f"A: It is here: {text} bye").level in ("met", "na")
