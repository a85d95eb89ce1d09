import pytest

from tests.chats import judged

LATE = "C: My parcel is lost again, this is the third time and I am really disappointed!"
FOUND = "A: I found it: it is at the depot and will be delivered tomorrow by 12."
CASES = {
    "claims it is solved": (
        "honesty",
        "missed",
        [LATE, FOUND, "C: it still is not here", "A: It works on our side, we consider it resolved."],
    ),
    "claimed before it was denied": (
        "honesty",
        "missed",
        [LATE, "A: Great, your issue is now resolved.", "C: it is not resolved!", "A: Have a nice day!"],
    ),
    "claimed again, and the customer gives up": (
        "honesty",
        "missed",
        [LATE, FOUND, "C: it still is not here", "A: Your issue is now resolved.", "C: whatever, thanks"],
    ),
    "claimed solved to a customer who goes on asking": (
        "honesty",
        "missed",
        [
            LATE,
            "A: It is marked as delivered, so your issue is now resolved.",
            "C: how is it resolved when I have no parcel?",
            "A: Thank you for contacting us.",
        ],
    ),
    "glad to have helped somebody it did not help": (
        "honesty",
        "missed",
        [LATE, "A: Please restart the app.", "C: that did not help!", "A: It was a pleasure to assist you."],
    ),
    "a fault of others that the customer takes": (
        "honesty",
        "met",
        [
            "C: can I have my money back?",
            "A: Unfortunately not, that's the courier's fault.",
            "C: no, then that's all, thanks",
            "A: Have a nice day!",
        ],
    ),
    "true": ("honesty", "met", [LATE, FOUND, "C: ok thanks", "A: Have a nice day!"]),
    "named apology": (
        "empathy",
        "met",
        [LATE, FOUND + " I'm sorry you had to wait three times.", "C: ok thanks"],
    ),
    "formula apology": (
        "empathy",
        "partial",
        [LATE, FOUND + " We apologise for any inconvenience.", "C: ok thanks"],
    ),
    "trouble that was not put right": (
        "empathy",
        "missed",
        [
            "C: my internet is down",
            "A: Could you tell me your number?",
            "A: Are you still there?",
            "A: Closing.",
        ],
    ),
    "a small error, a step to try, and silence": (
        "empathy",
        "na",
        [
            "0 C: my internet is down",
            "20 A: Please restart the router. Does it work now?",
            "300 A: Are you still there?",
            "600 A: As you are not answering, I will close this chat.",
        ],
    ),
    "a small error, a step to try, and no time for it": (
        "empathy",
        "missed",
        [
            "0 C: my internet is down",
            "20 A: Please restart the router. Does it work now?",
            "50 A: As you are not answering, I will close this chat.",
        ],
    ),
    "a customer who tries it out does not wait": (
        "empathy",
        "na",
        [
            "0 C: how do I change the colour?",
            "30 A: Please open Settings and click Colours.",
            "40 C: hang on",
            "700 A: Did it work?",
        ],
    ),
    "a long wait that nobody is sorry for": (
        "empathy",
        "missed",
        [
            "0 C: how do I change the colour?",
            "400 A: Please open Settings and click Colours.",
            "430 C: ok thanks",
            "440 A: Have a nice day!",
        ],
    ),
    "the company erred and nobody is sorry": (
        "empathy",
        "missed",
        [
            "C: my new sim says no service",
            "A: It was not activated yet at our side. I have activated it now.",
            "C: ok, it works",
            "A: Have a nice day!",
        ],
    ),
    "a wish that takes the misfortune up": (
        "empathy",
        "met",
        [
            "C: I broke my leg, can I pause my membership?",
            "A: Yes, it is paused until 1 June.",
            "C: ok thanks",
            "A: Get well soon!",
        ],
    ),
    "no word about it": ("empathy", "missed", [LATE, FOUND, "C: ok thanks", "A: Have a nice day!"]),
    "nothing to be sorry for": (
        "empathy",
        "na",
        ["C: hi, are you open on Sunday?", "A: Yes, from 9 to 5.", "C: great, thanks", "A: See you then!"],
    ),
    "polite": (
        "tone",
        "met",
        [
            LATE,
            FOUND + " I'm sorry you had to wait so long.",
            "C: ok thanks",
            "A: You're welcome, have a lovely day!",
        ],
    ),
    "rude": (
        "tone",
        "missed",
        [LATE, "A: As I already told you, can you read? It is at the depot.", "C: wow"],
    ),
    "shut door": ("tone", "missed", [LATE, "A: That's our policy. There is nothing we can do."]),
    "banter taken with a thanks": (
        "tone",
        "met",
        [
            "C: how do I change the colour?",
            "A: Open Settings, then Colours. Wow, a customer with taste, congratulations.",
            "C: haha thank you, that helped",
            "A: You're welcome, have a lovely day!",
        ],
    ),
    "a bare wow is no joy": (
        "tone",
        "missed",
        [LATE, "A: As I already told you, can you read? It is at the depot.", "C: perfect"],
    ),
    "an end without a goodbye is not unkind": (
        "tone",
        "met",
        ["C: are you open on Sunday?", "A: Yes, from 9 to 5.", "C: great, thanks", "A: You're welcome."],
    ),
    "an end without any kind word is curt": (
        "tone",
        "partial",
        ["C: are you open on Sunday?", "A: From 9 to 5.", "C: great, thanks", "A: On Monday until 6."],
    ),
    "passed on with a goodbye over an ignored question": (
        "tone",
        "missed",
        [
            "C: my card is blocked, can you unblock it?",
            "A: You have to call the card line for that.",
            "C: I have no phone, can you do it here?",
            "A: Goodbye.",
        ],
    ),
    "shut without asking, to a customer who only went quiet": (
        "tone",
        "partial",
        ["0 C: is the shop open?", "20 A: Which shop do you mean?", "50 A: No response. Closing chat."],
    ),
    "shut without asking, on a customer in trouble": (
        "tone",
        "missed",
        ["0 C: my internet is down", "20 A: What is your number?", "50 A: No response. Closing chat."],
    ),
    "a formula apology beside kind words": (
        "tone",
        "partial",
        [LATE, FOUND + " We apologise for any inconvenience.", "C: ok", "A: Have a lovely day, Nora!"],
    ),
    "a formula over a complaint that stands": (
        "tone",
        "missed",
        [
            "C: My parcel came broken, I want my money back.",
            "A: Unfortunately a refund is not possible after 30 days.",
            "C: this is unacceptable, the third time already!",
            "A: Thank you for contacting us and have a nice day.",
        ],
    ),
    "puffed up but short": (
        "clarity",
        "met",
        [LATE, FOUND, "C: ok", "A: It has been an immense honour, most esteemed customer."],
    ),
    "two goodbyes with a question between": (
        "clarity",
        "partial",
        [LATE, FOUND, "C: ok", "A: Goodbye! Wait, is there anything else? If not, goodbye again."],
    ),
    "a question before the only goodbye": (
        "clarity",
        "met",
        [LATE, FOUND, "C: ok", "A: Is there anything else? If not, goodbye!"],
    ),
    "one sentence without end": (
        "clarity",
        "partial",
        [LATE, FOUND + " It is" + " and then again it is not" * 9 + ".", "C: ok", "A: Goodbye!"],
    ),
    "passed on without a word is still said clearly": (
        "clarity",
        "met",
        ["C: my card is blocked", "A: What is the number?", "C: 12", "S: Chat transferred to Cards."],
    ),
    "same language": (
        "language",
        "met",
        [LATE, FOUND, "C: ok thanks", "A: You're welcome, have a lovely day!"],
    ),
    "another language": (
        "language",
        "missed",
        [
            "C: Dobrý den, kde je prosím moje zásilka? Čekám už týden a nikdo mi nic neřekl.",
            "A: Your parcel is at the depot and it will be delivered tomorrow. Have a nice day!",
        ],
    ),
    "Slovak to a Czech": (
        "language",
        "partial",
        [
            "C: Dobrý den, kde je prosím moje zásilka? Čekám už týden a nikdo mi nic neřekl.",
            "A: Vaša objednávka bola včera odoslaná a kuriér ju doručí zajtra do obeda. Prajem pekný deň!",
        ],
    ),
    "another language that the customer agreed to": (
        "language",
        "met",
        [
            "C: Dobrý den, kde je prosím moje zásilka? Čekám už týden a nikdo mi nic neřekl.",
            "A: Hello, I don't speak Czech, is it ok if I write in English?",
            "C: Ano, klidně anglicky, rozumím dobře.",
            "A: Your parcel is at the depot and it will be delivered tomorrow. Have a nice day!",
        ],
    ),
    "another language that the customer does not want": (
        "language",
        "missed",
        [
            "C: Dobrý den, kde je prosím moje zásilka? Čekám už týden a nikdo mi nic neřekl.",
            "A: Hello, I don't speak Czech, is it ok if I write in English?",
            "C: To snad nemyslíte vážně! Chci česky.",
            "A: Your parcel is at the depot and it will be delivered tomorrow. Have a nice day!",
        ],
    ),
}


@pytest.mark.parametrize(("criterion", "level", "lines"), CASES.values(), ids=CASES)
def test_manner(criterion, level, lines):
    assert judged(criterion, *lines).level == level
