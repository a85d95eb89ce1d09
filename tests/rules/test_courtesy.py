import pytest

from tests.chats import judged

ASK = "C: My parcel has not arrived, can you check where it is?"
ANSWER = "A: I have checked it: your parcel is at the depot and it will be delivered tomorrow by 12."
OFFER = "A: Is there anything else I can help you with?"

CASES = {
    "an offer that only its answer shows": (
        "further_help",
        "met",
        [ASK, ANSWER, "C: ok great", "A: What else is on your heart?", "C: no that's all", "A: Bye now!"],
    ),
    "a no to a check is no offer": (
        "further_help",
        "missed",
        [ASK, ANSWER + " Is that OK for you?", "C: no", "A: Then it will come on Friday."],
    ),
    "a way back for the silent": (
        "further_help",
        "partial",
        [
            "C: the heating is off",
            "A: What is your customer number?",
            "A: Are you still there?",
            "A: As you are not answering, I will close this chat. The hotline is 0800 123 456.",
        ],
    ),
    "a goodbye after a template of another language": (
        "farewell",
        "met",
        [
            "C: Dobrý deň, balík mi neprišiel, viete mi povedať, kde je?",
            "A: Dobrý deň, balík je na depe a príde zajtra do dvanástej.",
            "C: dobre, to mi stačí",
            "A: Dear customer, is there anything else that we can help you with today? Dovidenia.",
        ],
    ),
    "thanks named": (
        "thanks",
        "met",
        [ASK, ANSWER, "C: ok great", "A: Thank you for your patience. Bye for now!"],
    ),
    "thanks bare": ("thanks", "partial", [ASK, ANSWER, "C: sent you the number", "A: Thanks!"]),
    "thanks with the goodbye": (
        "thanks",
        "met",
        [ASK, ANSWER, "C: ok", "A: Thanks and have a nice evening!"],
    ),
    "thanks beside what it is for": (
        "thanks",
        "met",
        [ASK, ANSWER, "C: ok", "A: You spotted that mistake quickly, thank you."],
    ),
    "shouting customers are not asked": (
        "feedback",
        "na",
        [ASK, ANSWER, "C: but it is NOT THERE, where is it??", "A: Please rate this chat from 1 to 5."],
    ),
    "glad customers may be loud": (
        "feedback",
        "missed",
        [ASK, ANSWER, "C: THANK YOU SO MUCH!!", "A: Have a nice day!"],
    ),
    "thanks of the greeting": (
        "thanks",
        "missed",
        [
            "C: please cancel order 5512",
            "A: Hello, thank you for contacting us. I have cancelled order 5512 and refunded it.",
            "C: ok",
        ],
    ),
    "no thanks": ("thanks", "missed", [ASK, ANSWER, "C: ok great", "A: Have a nice day!"]),
    "customer's thanks is not the agent's": (
        "thanks",
        "missed",
        [ASK, ANSWER, "C: thank you so much for your help"],
    ),
    "thanks before the matter": (
        "thanks",
        "missed",
        [
            "C: order 5512 is late",
            "A: Thank you for the number. One moment.",
            "C: ok",
            ANSWER,
            "C: fine",
            OFFER,
            "C: no",
            "A: Have a nice day!",
        ],
    ),
    "offer asked": (
        "further_help",
        "met",
        [ASK, ANSWER, "C: ok great", OFFER, "C: no that's all", "A: Bye, take care!"],
    ),
    "offer with typos": (
        "further_help",
        "met",
        [ASK, ANSWER, "C: ok", "A: is there naything else i can help yuo with?"],
    ),
    "only invited": (
        "further_help",
        "partial",
        [ASK, ANSWER, "C: ok thanks", "A: If anything comes up, just write to us."],
    ),
    "invited on the way, and then nothing else was needed": (
        "further_help",
        "na",
        [
            ASK,
            ANSWER + " If anything changes, just write to us.",
            "C: ok, that's all, thanks",
            "A: Have a nice day!",
        ],
    ),
    "not offered": ("further_help", "missed", [ASK, ANSWER, "C: ok thanks", "A: Have a nice day!"]),
    "customer was first": (
        "further_help",
        "na",
        [ASK, ANSWER, "C: great, that's all I needed, bye", "A: Have a nice day!"],
    ),
    "greeting is no offer": ("further_help", "missed", ["A: Hello, how can I help you?", ASK, ANSWER]),
    "rating asked": (
        "feedback",
        "met",
        [ASK, ANSWER, "C: ok great", "A: Please rate this chat when you have a second. Bye!"],
    ),
    "rating not asked": ("feedback", "missed", [ASK, ANSWER, "C: ok great", "A: Have a nice day!"]),
    "goodbye": (
        "farewell",
        "met",
        [ASK, ANSWER, "C: ok thanks", "A: You're welcome. Have a lovely evening!"],
    ),
    "greeting is no goodbye": (
        "farewell",
        "missed",
        ["C: hi, is it open on Sunday?", "A: Good afternoon! Yes, from 9 to 5."],
    ),
    "system line is an automatic goodbye": (
        "farewell",
        "partial",
        [ASK, ANSWER, "C: ok thanks", "S: The chat has ended. Goodbye and have a nice day!"],
    ),
    "customer's goodbye is not the agent's": (
        "farewell",
        "missed",
        [ASK, ANSWER, "C: thanks, have a nice day, bye"],
    ),
    "name in the goodbye": ("personal", "met", [ASK, ANSWER, "C: ok thanks", "A: Have a lovely day, Nora!"]),
    "a calendar wish is stock": (
        "personal",
        "missed",
        [ASK, ANSWER, "C: ok thanks", "A: We wish you a successful day!"],
    ),
    "a wish for the case": (
        "personal",
        "met",
        [ASK, ANSWER, "C: ok thanks", "A: Have a nice day, and good luck with the move!"],
    ),
    "a wish that tells what to do": (
        "personal",
        "met",
        [ASK, ANSWER, "C: ok thanks", "A: Enjoy Crete, please take sunscreen with you!"],
    ),
    "a name in the greeting": ("personal", "missed", [ASK, "A: Hello Nora! It comes tomorrow by 12. Bye!"]),
    "irony is nothing personal": (
        "personal",
        "missed",
        [ASK, ANSWER, "C: ok", "A: Congratulations, Nora, as I already told you. Good luck with the parcel!"],
    ),
    "a smiley by hand": ("personal", "partial", [ASK, ANSWER, "C: ok thanks", "A: Nice :) Bye!"]),
    "a smile over an open question": (
        "personal",
        "missed",
        [ASK, ANSWER, "C: but why does it take so long?", "A: Bye :)"],
    ),
    "own words": (
        "personal",
        "met",
        [ASK, ANSWER, "C: ok", "A: Thanks for digging through drawers until that label turned up."],
    ),
    "angry customers are not asked": (
        "feedback",
        "na",
        [ASK, ANSWER, "C: are you serious? this is ridiculous", "A: Please rate this chat from 1 to 5."],
    ),
    "two question marks over an objection are shouting": (
        "feedback",
        "na",
        [ASK, ANSWER, "C: but that's not true, what??", "A: Have a nice day!"],
    ),
    "two question marks alone are none": (
        "feedback",
        "missed",
        [ASK, ANSWER, "C: ok and do i need my passport??", "A: No, you don't. Have a nice day!"],
    ),
    "a short goodbye before a template in another language": (
        "farewell",
        "met",
        [
            "C: Dobrý den, kde je prosím moje zásilka? Čekám už týden a nikdo mi nic neřekl.",
            "A: Dobrý den, zásilka je na pobočce a zítra ji doručíme do 12 hodin.",
            "C: tak dobře",
            "A: Mějte se! This conversation has been marked as solved and will be archived for our records.",
        ],
    ),
    "silence, with a way to go on": (
        "farewell",
        "met",
        [
            ASK,
            "A: Could you tell me the order number?",
            "A: Are you still there?",
            "A: As you are not answering, I am closing this chat. Your reference is R26-0457, call 0800 123 456.",
        ],
    ),
    "what to do if it fails is a way back for the silent": (
        "further_help",
        "partial",
        [
            "C: the heating is off",
            "A: Please press the red button. Does it start?",
            "A: Are you still there?",
            "A: As you are not answering, I will close this chat. If it stays cold, please send us a photo.",
        ],
    ),
    "a bye beside an invitation announces nothing": (
        "farewell",
        "partial",
        [ASK, ANSWER, "C: ok", "A: If anything comes up, just write. Bye."],
    ),
    "sympathy in the first words is no touch at the end": (
        "personal",
        "missed",
        [
            "C: my garden gate fell off",
            "A: I am sorry that your garden gate fell off. Is it wood or iron?",
            "C: wood",
            "A: Please fasten the upper hinge with four screws.",
        ],
    ),
    "a bare bye to a customer who went silent": (
        "farewell",
        "partial",
        [ASK, ANSWER + " Is that OK for you?", "A: As you are not answering, I am closing this. Goodbye."],
    ),
    "a pleasure to help over a complaint mocks": (
        "farewell",
        "missed",
        [
            ASK,
            "A: It is marked as delivered.",
            "C: this is unacceptable, nothing came",
            "A: It was a pleasure to assist you.",
        ],
    ),
    "a wish for the case after blame mocks": (
        "farewell",
        "missed",
        [
            "C: I forgot my password, can you reset it?",
            "A: You should have checked before. Use the form.",
            "C: where is the form?",
            "A: Enjoy the reading!",
        ],
    ),
    "a place that the customer named is a detail": (
        "personal",
        "met",
        [
            "C: is the shop in Leith open?",
            "A: Yes, from 9 to 5.",
            "C: ok thanks",
            "A: Have a nice day in Leith!",
        ],
    ),
    "the customer's own thanks is no detail": (
        "personal",
        "missed",
        [ASK, ANSWER, "C: wonderful, thanks", "A: Wonderful, is there anything else I can help you with?"],
    ),
    "stock goodbye": ("personal", "missed", [ASK, ANSWER, "C: ok thanks", "A: Have a nice day!"]),
    "detail in the goodbye": (
        "personal",
        "met",
        [ASK, ANSWER, "C: ok thanks", "A: You're welcome, and I hope the parcel gets there in one piece!"],
    ),
}


@pytest.mark.parametrize(("criterion", "level", "lines"), CASES.values(), ids=CASES)
def test_courtesies(criterion, level, lines):
    assert judged(criterion, *lines).level == level
