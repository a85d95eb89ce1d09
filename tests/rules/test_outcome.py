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
    "only a test": (
        "misdirected",
        ["C: test", "A: Hello, how can I help you?", "C: it was only a test", "A: All right, all done here."],
    ),
    "sent on, and asked back": (
        "transferred",
        [
            "C: my parcel is missing",
            "A: Please contact the courier on 0800 123 456.",
            "C: so I have to call them?",
            "A: Yes, they look after all the parcels of ours.",
        ],
    ),
    "sent on, and then brushed off": (
        "unresolved",
        [
            "C: you charged me twice",
            "A: Please check with your bank.",
            "C: the bank says it's you",
            "A: There's nothing more I can do.",
        ],
    ),
    "the customer will ring them": (
        "transferred",
        [
            "C: please change the name on my contract",
            "A: That is for the customer centre, Mon-Fri 8-4.",
            "C: ok I'll ring them",
            "A: Thank you, have a nice day.",
        ],
    ),
    "a pointer was the wish": (
        "resolved",
        ["C: where can I return a tablet?", "A: Please contact any of our stores.", "C: thank you"],
    ),
    "elsewhere only should it happen again": (
        "resolved",
        [
            "C: my card is blocked",
            "A: I've unblocked it, you can use it again.",
            "C: works, thank you",
            "A: You're welcome. If it happens again, call our helpline on 0800 123 456.",
        ],
    ),
    "taken up by the next agent": (
        "resolved",
        [
            "C: is the museum open on Sunday",
            "A: I'm transferring you to my colleague.",
            "A: Good morning. Yes, it is open from 9 to 5 on Sunday.",
            "C: thank you",
        ],
    ),
    "sent on, and helped on the way": (
        "transferred",
        [
            "C: the hotel says that my booking is not confirmed, what should I do",
            "A: Please contact our partner Bedline on 0800 123 456.",
            "C: why can't you call them yourself?",
            "A: They need a code from you, that is why. I have sent them a note about your payment.",
            "C: ok then",
            "A: Good luck!",
        ],
    ),
    "sent on, but served in the end": (
        "resolved",
        [
            "C: the code does not work",
            "A: Please contact the partner shop.",
            "C: ah no, it works now, thanks",
            "A: Great, have a nice day!",
        ],
    ),
    "welcomed by the next agent": (
        "transferred",
        [
            "C: my terminal does not print",
            "A: I'm transferring you to my colleague in the hardware team, as only they can reset it.",
            "C: please hurry",
            "S: Chat transferred to Hardware.",
            "A: Hello, I have read it all and will look at it now.",
        ],
    ),
    "back after the close": (
        "customer_left",
        [
            "C: my payment did not arrive",
            "A: What is the reference number?",
            "C: hang on, let me look",
            "A: Are you still there?",
            "A: As you are not answering, I will close this chat.",
            "S: The agent ended the chat.",
            "C: here it is, 8814",
        ],
    ),
    "silence that only the times tell": (
        "customer_left",
        [
            "0 C: how do I change my PIN",
            "10 A: Go to Profile, Security, Change PIN. Did that help?",
            "300 A: I will be here until six.",
        ],
    ),
    "passed on, with a last question open": (
        "follow_up",
        [
            "C: the bin was not emptied",
            "A: I've passed it to waste services and they will get back to you.",
            "C: do I leave it out until then?",
            "A: Thank you for contacting us, goodbye!",
        ],
    ),
    "cut short": (
        "unresolved",
        [
            "C: my return was refused",
            "A: The order was marked as received.",
            "C: but I had it for one day only, can I talk to your supervisor?",
            "A: Please read our return policy. Have a fantastic day!",
        ],
    ),
    "passed on after it was confirmed": (
        "resolved",
        [
            "C: the lunch I cancelled is still shown",
            "A: I've cancelled it now, the app was slow. Do you see it?",
            "C: yes it works, perfect",
            "A: Great, I've passed it to our developers so that they look at the app. Have a nice day!",
        ],
    ),
    "another team calls, as agreed": (
        "transferred",
        [
            "C: I want to speak to a manager",
            "A: Complaints are handled by our manager. May I give her your number?",
            "C: yes please",
            "A: Thank you, our manager will call you back today by 4.",
        ],
    ),
    "who would only write again has no trouble left": (
        "resolved",
        [
            "C: when should I take the tablet",
            "A: Take it before you go to sleep.",
            "C: ok thank you. I will get back in touch if this doesn't help.",
            "A: Thank you and goodbye.",
        ],
    ),
    "an appointment was the wish": (
        "resolved",
        [
            "C: can I move my appointment from Wednesday to next week?",
            "A: Yes, you can. Which day suits you?",
            "C: Tuesday afternoon would be best",
            "A: I've moved it to Tuesday, 14:30. You'll get a confirmation by text.",
            "C: thank you. do I have to bring the old x-rays?",
            "A: If you have them, please do. If there are any questions, write to us. Goodbye.",
        ],
    ),
    "a short answer to when": (
        "resolved",
        ["C: my order is late, when will it come?", "A: Within 3 days.", "C: ok thanks", "A: Bye!"],
    ),
    "what comes after the close came too late": (
        "resolved",
        [
            "C: my order 5512 is wrong",
            "A: I've changed it for you, it leaves today.",
            "C: ok thanks",
            "A: Have a nice day!",
            "S: Chat closed.",
            "C: are you serious? this is ridiculous",
        ],
    ),
    "only a look announced": (
        "unresolved",
        ["C: my order 5512 is wrong", "A: One moment, let me look.", "C: ok", "S: Chat closed."],
    ),
    "a promise nobody can keep": (
        "unresolved",
        [
            "C: when do I get my refund",
            "A: I don't know.",
            "C: but I need it",
            "A: Trust me, you have my word, it will be there tomorrow.",
            "C: hm",
        ],
    ),
    "left upset": (
        "unresolved",
        ["C: no internet for days", "A: It is what it is.", "C: this is unacceptable", "A: Have a nice day!"],
    ),
    "works for the agent only": (
        "unresolved",
        [
            "C: the export fails",
            "A: I have reset the cache. Please try again.",
            "C: still not working",
            "A: It works on our side.",
            "C: well on yours perhaps",
            "A: Thank you for using our app, have a nice day!",
        ],
    ),
    "a no that the customer took with thanks": (
        "resolved",
        [
            "C: can you bring the sofa on Sunday?",
            "A: Unfortunately that is not possible.",
            "C: great, that helped, thanks",
            "A: Have a nice day!",
        ],
    ),
    "a curt word and the door": (
        "unresolved",
        [
            "C: I paid my bill twice",
            "A: I have moved the payment.",
            "C: and when will it show in the app?",
            "A: Done. Closing now.",
        ],
    ),
    "a greeting that answers": (
        "resolved",
        ["C: can I pay by card?", "A: Hi, both card and cash", "C: great thanks", "A: You're welcome!"],
    ),
    "a visit": (
        "follow_up",
        ["C: our lift is broken", "A: A technician will come on Monday at 8.", "C: ok", "A: Goodbye!"],
    ),
    "word of a shipment": (
        "resolved",
        [
            "C: the tea arrived torn",
            "A: I'm sending you a new one today, we will let you know when it is dispatched.",
            "C: great, thank you",
            "A: Have a nice day!",
        ],
    ),
}


@pytest.mark.parametrize(("outcome", "lines"), CASES.values(), ids=CASES)
def test_how_it_ended(outcome, lines):
    assert graded(*lines).outcome == outcome
