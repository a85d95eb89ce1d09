"""A good mark counts only with words of the agent side to show for it."""

import pytest

from evaluator.judge.answer import Answer, Said
from evaluator.judge.support import judgements, unsupported, withheld
from evaluator.models import Judgement, Level, Outcome
from tests.chats import chat

CHAT = chat(
    "C: Where is my parcel?",
    "A: It comes tomorrow, goodbye!",
    "B: Thank you for chatting with us.",
    "S: The chat was closed. Goodbye and thank you!",
)
CUSTOMER, AGENT, BOT, SYSTEM = (
    (0, "Where is my parcel"),
    (1, "goodbye"),
    (2, "Thank you for chatting"),
    (3, "The chat was closed"),
)
LOST, NOWHERE, BEYOND = (1, "have a nice day"), (None, "goodbye"), (99, "goodbye")


def judgement(level: Level, *quotes: tuple[int | None, str]) -> Judgement:
    answer = Answer(Outcome.RESOLVED, "", {"farewell": Said(level, "So it is.", quotes)})
    return judgements(answer, CHAT, str)["farewell"]


SUPPORTED = {
    "met-by-agent": (Level.MET, [AGENT]),
    "met-by-bot": (Level.MET, [BOT]),
    "met-by-agent-beside-absent": (Level.MET, [LOST, AGENT, NOWHERE]),
    "met-by-agent-beside-customer": (Level.MET, [CUSTOMER, AGENT]),
    "partial-by-agent": (Level.PARTIAL, [AGENT]),
    "partial-by-system": (Level.PARTIAL, [SYSTEM]),
    "missed-without-a-word": (Level.MISSED, []),
    "missed-with-absent-words": (Level.MISSED, [LOST]),
    "na-without-a-word": (Level.NA, []),
}
UNSUPPORTED = {
    "met-without-a-word": (Level.MET, []),
    "partial-without-a-word": (Level.PARTIAL, []),
    "met-by-customer": (Level.MET, [CUSTOMER]),
    "partial-by-customer": (Level.PARTIAL, [CUSTOMER]),
    "met-by-system": (Level.MET, [SYSTEM]),
    "met-by-absent-words": (Level.MET, [LOST]),
    "met-by-words-of-no-turn": (Level.MET, [NOWHERE]),
    "met-by-words-of-a-turn-beyond": (Level.MET, [BEYOND]),
    "met-by-words-of-another-turn": (Level.MET, [(2, "goodbye")]),
    "partial-by-customer-and-absent-words": (Level.PARTIAL, [CUSTOMER, LOST]),
    "met-by-one-letter": (Level.MET, [(1, "g")]),
}


@pytest.mark.parametrize(("level", "quotes"), SUPPORTED.values(), ids=SUPPORTED)
def test_supported(level, quotes):
    assert unsupported({"farewell": judgement(level, *quotes)}, CHAT) == ()


@pytest.mark.parametrize(("level", "quotes"), UNSUPPORTED.values(), ids=UNSUPPORTED)
def test_unsupported(level, quotes):
    assert unsupported({"farewell": judgement(level, *quotes)}, CHAT) == ("farewell",)


def test_every_quote_keeps_its_place_and_says_how_it_was_found():
    found = judgement(Level.MET, AGENT, (1, "GOODBYE"), LOST, NOWHERE, BEYOND)
    assert [(e.turn, e.status) for e in found.evidence] == [
        (1, "exact"),
        (1, "normalised"),
        (1, "absent"),
        (None, "absent"),
        (None, "absent"),
    ]
    assert [e.quote for e in found.evidence] == ["goodbye", "goodbye", LOST[1], NOWHERE[1], BEYOND[1]]
    assert Judgement.model_validate(found.model_dump()) == found


def test_a_judgement_withheld_keeps_its_quotes_and_says_what_it_was():
    found = withheld(judgement(Level.MET, LOST))
    assert found.level is Level.UNSCORED
    assert found.reason == "met was not counted: no such words of the agent side in the chat"
    assert [e.quote for e in found.evidence] == [LOST[1]]


def test_masks_are_restored_before_a_quote_is_looked_for():
    masked = chat("C: Hi", "A: Write to tom@example.org, bye!")
    answer = Answer(
        Outcome.RESOLVED,
        "",
        {"farewell": Said(Level.MET, "To [EMAIL_1].", ((1, "Write to [EMAIL_1], bye"),))},
    )
    found = judgements(answer, masked, lambda text: text.replace("[EMAIL_1]", "tom@example.org"))["farewell"]
    [evidence] = found.evidence
    assert (evidence.status, evidence.start, evidence.end) == ("exact", 0, 29)
    assert (evidence.quote, found.reason) == ("Write to tom@example.org, bye", "To tom@example.org.")
