import pytest

from tests.chats import judged

BROKEN = "C: the app does not load"
FIX = "A: I have reset your account, so you can log in again with your old password."
PLAN = "A: I've passed it to our technicians and they will get back to you."
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
    "the plan is agreed": (
        "resolution",
        "met",
        [BROKEN, PLAN, "C: ok, sounds good", "A: Thank you, have a nice day!"],
    ),
    "the plan is put up with": (
        "resolution",
        "partial",
        [BROKEN, PLAN, "C: well ok then, I guess", "A: Have a nice day!"],
    ),
    "the plan is contested": (
        "resolution",
        "missed",
        [BROKEN, PLAN, "C: this is unacceptable, when exactly?", "A: As soon as possible. Goodbye!"],
    ),
    "one thing done, the next question left open": (
        "resolution",
        "partial",
        [
            "C: please change my address",
            "A: I've changed it.",
            "C: and will there be an e-mail?",
            "S: Chat closed.",
        ],
    ),
    "a question after the no": (
        "resolution",
        "missed",
        [
            "C: can I get my money back",
            "A: Unfortunately we cannot refund it, because it is past the deadline.",
            "C: ok, and who can I complain to?",
            "A: Thank you and have a nice day!",
        ],
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
    "moved without a word, nothing restated": (
        "recap",
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
    "one of two settled": (
        "resolution",
        "partial",
        [BROKEN, FIX, "C: it works. and what about my voucher?", "A: Thank you, goodbye!"],
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
    "a claim that the customer contests is at most a hint": (
        "recap",
        "partial",
        [
            BROKEN,
            "A: I have reset your account, so it works now.",
            "C: it still does not load!",
            "A: Everything is in order on our side, the account was reset on 3 March.",
            "C: no it is not, please help",
        ],
    ),
    "one short question and its answer": (
        "recap",
        "na",
        [
            "C: is breakfast included?",
            "A: Yes, it is served from 7 to 10 on the ground floor.",
            "C: ok thanks",
        ],
    ),
    "a telephone number in groups": (
        "resources",
        "met",
        [BROKEN, FIX, "C: ok", "A: If it fails again, our helpdesk is on 0918 555 0133."],
    ),
    "a telephone number with a slash": (
        "resources",
        "met",
        [BROKEN, FIX, "C: ok", "A: If it fails again, our helpdesk is on 02/555 014 88."],
    ),
    "a date with slashes is nothing to take away": (
        "resources",
        "na",
        [BROKEN, FIX, "C: ok", "A: The new password lasts until 08/12/2026."],
    ),
    "the customer's number with a letter added is a new one": (
        "resources",
        "met",
        ["C: order 20931 is broken", "A: I am sending a new one, 20931-B.", "C: ok"],
    ),
    "a letter and two digits are nothing to take away": (
        "resources",
        "na",
        [BROKEN, FIX, "C: ok", "A: The F85 of last week is back."],
    ),
    "an amount is nothing to take away": (
        "resources",
        "na",
        [BROKEN, FIX, "C: ok", "A: You have 1 940 points and 12 500 bonus credits left."],
    ),
    "a link to rate by is nothing to take away": (
        "resources",
        "na",
        [BROKEN, FIX, "C: ok", "A: Please rate the chat at https://stars.example/x1"],
    ),
    "thanked before it was tried": (
        "resolution",
        "partial",
        [BROKEN, FIX, "C: I'll try it later at home, thanks", "A: Have a nice day!"],
    ),
    "a link below a subdomain": (
        "resources",
        "met",
        [BROKEN, FIX, "C: ok", "A: The steps are on docs.shop.example/login"],
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
