import pytest

from tests.chats import judged

ASK = "0 C: My parcel has not arrived, can you check where it is?"

CASES = {
    "answered and let finish": (
        "last_word",
        "met",
        [
            ASK,
            "A: It is at the depot, you get it tomorrow.",
            "C: great thanks",
            "A: Anything else?",
            "C: no",
            "A: Have a nice day!",
        ],
    ),
    "offer and goodbye in one breath": (
        "last_word",
        "partial",
        [
            "C: where is my parcel?",
            "A: It is at the depot, you will get it tomorrow. Is there anything else? Have a nice day!",
        ],
    ),
    "offer and goodbye in one breath, long after a that's all": (
        "last_word",
        "partial",
        [
            ASK,
            "A: It is at the depot and comes tomorrow by 12.",
            "C: that's all I wanted to know",
            "A: The courier will ring you first. Is that OK for you?",
            "C: yes",
            "A: Great. Is there anything else I can help you with? If not, goodbye!",
        ],
    ),
    "question left open": (
        "last_word",
        "missed",
        [
            ASK,
            "A: It is at the depot.",
            "C: and when will I get it?",
            "A: Thank you for contacting us. Have a nice day!",
        ],
    ),
    "an objection met with the goodbye": (
        "last_word",
        "missed",
        [
            ASK,
            "A: It is at the depot.",
            "C: but you promised it for today, that is not good enough",
            "A: The depot has marked it as received. Goodbye!",
        ],
    ),
    "an objection met with a way out, then the goodbye": (
        "last_word",
        "met",
        [
            ASK,
            "A: It is at the depot.",
            "C: but you promised it for today, that is not good enough",
            "A: I'm sorry about the delay, the courier will bring it at 6 today. Goodbye!",
        ],
    ),
    "an objection and the goodbye": (
        "last_word",
        "missed",
        [
            ASK,
            "A: It is at the depot.",
            "C: but you promised it for today, that is not good enough",
            "A: It will be delivered soon. Goodbye!",
        ],
    ),
    "asked once more after an objection, and the goodbye": (
        "last_word",
        "missed",
        [
            ASK,
            "A: It is at the depot.",
            "C: but you promised it for today",
            "A: The depot has it.",
            "C: so when will it come?",
            "A: We will bring it as soon as possible. Have a nice day!",
        ],
    ),
    "a question answered with the goodbye": (
        "last_word",
        "met",
        [
            ASK,
            "A: It is at the depot.",
            "C: can I fetch it there?",
            "A: Of course, it stays there until Friday. Goodbye!",
        ],
    ),
    "silent customer given time": (
        "last_word",
        "met",
        [
            ASK,
            "60 A: Could you tell me the order number?",
            "240 A: Are you still there?",
            "420 A: I have not heard from you, so I'll close this chat. Just write to us any time.",
        ],
    ),
    "silent customer given a minute": (
        "last_word",
        "partial",
        [
            ASK,
            "60 A: Could you tell me the order number?",
            "150 A: I have not heard from you, so I'll close this chat.",
        ],
    ),
    "closed at once": (
        "last_word",
        "missed",
        [
            ASK,
            "60 A: Could you tell me the order number?",
            "80 A: I have not heard from you, so I'll close this chat.",
        ],
    ),
    "closed at once without a question": (
        "last_word",
        "missed",
        [ASK, "60 A: order number or customer number", "90 A: You do not reply, closing this chat."],
    ),
    "wait announced with a time, and agreed to": (
        "pace",
        "met",
        [
            ASK,
            "40 A: Give me a moment to check, 4 min.",
            "50 C: ok",
            "500 A: It is at the depot.",
            "510 C: ok",
        ],
    ),
    "wait longer than twice the announced time": (
        "pace",
        "partial",
        [
            ASK,
            "40 A: Give me a moment to check, 2 min.",
            "50 C: ok",
            "480 A: It is at the depot.",
            "490 C: ok",
        ],
    ),
    "nudges do not start the wait anew": (
        "pace",
        "missed",
        [ASK, "250 C: hello?", "400 C: anyone", "440 A: It is at the depot.", "450 C: ok thanks"],
    ),
    "the customer is busy": (
        "pace",
        "met",
        [ASK, "40 A: Please restart the app.", "50 C: hang on", "400 A: Does it work now?"],
    ),
    "a chat kept open is no wait": (
        "pace",
        "met",
        [
            ASK,
            "40 A: Could you tell me the order number?",
            "400 A: Are you still there? I will hold the line.",
            "900 A: I have not heard from you, so I'll close this chat.",
        ],
    ),
    "closed on the offer": (
        "pace",
        "missed",
        [
            ASK,
            "40 A: It is at the depot. Is there anything else? Have a nice day!",
            "45 S: The agent closed the chat.",
        ],
    ),
    "the customer left by themselves": (
        "pace",
        "met",
        [
            ASK,
            "40 A: It is at the depot.",
            "60 C: ok thanks",
            "70 A: Anything else?",
            "80 S: Visitor left the chat",
        ],
    ),
    "closed over an open question": (
        "pace",
        "missed",
        [ASK, "40 A: One moment please.", "60 C: ok", "700 C: so where is it?", "1900 S: Chat closed."],
    ),
    "a bare checking announces the wait": (
        "pace",
        "missed",
        [ASK, "40 A: Checking.", "700 A: It is at the depot.", "710 C: ok thanks", "720 A: Have a nice day!"],
    ),
    "no times": ("pace", "na", ["C: where is it?", "A: At the depot.", "C: ok"]),
    "fast": ("pace", "met", [ASK, "40 A: It is at the depot.", "60 C: ok thanks", "70 A: Have a nice day!"]),
    "slow": (
        "pace",
        "partial",
        [ASK, "220 A: It is at the depot.", "230 C: ok thanks", "240 A: Have a nice day!"],
    ),
    "very slow": (
        "pace",
        "missed",
        [ASK, "900 A: It is at the depot.", "910 C: ok thanks", "920 A: Have a nice day!"],
    ),
}


@pytest.mark.parametrize(("criterion", "level", "lines"), CASES.values(), ids=CASES)
def test_the_last_word_and_the_pace(criterion, level, lines):
    assert judged(criterion, *lines).level == level
