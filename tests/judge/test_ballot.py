"""One vote: asked, read, its evidence checked; asked again where that fails, and what becomes of it then."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from evaluator import Conversation, Evaluation, Level, Status
from tests.chats import chat
from tests.endpoint import (
    LocalEndpoint,
    Reply,
    Seen,
    answer,
    chat_in,
    choices_empty,
    good,
    refused,
    reset,
    status,
    usage,
    verdict,
)
from tests.judge.chats import PARCEL, by_criterion, evaluated

INVENTED = "I am sorry for the trouble"


def said(
    change: Callable[[dict[str, Any]], object] = lambda _: None, **levels: str
) -> Callable[[Seen], Reply]:
    """Answer well, but for the levels and what `change` does to the criteria."""

    def reply(seen: Seen) -> Reply:
        value = verdict(seen, **levels)
        change(value["criteria"])
        return answer(value, usage=usage(100, 10))

    return reply


def quoting(criterion: str, quote: str, turn: int = 1, level: str = "met") -> Callable[[Seen], Reply]:
    """Answer well, but rest one criterion on these words of that turn."""

    def reply(seen: Seen) -> Reply:
        value = verdict(seen)
        where = chat_in(seen)["turns"][turn]["id"]
        value["criteria"][criterion].update(level=level, evidence=[{"turn": where, "quote": quote}])
        return answer(value, usage=usage(100, 10))

    return reply


def judge(served: LocalEndpoint, one: Conversation = PARCEL, **settings: Any) -> Evaluation:
    [result] = evaluated(served, [one], **settings)
    return result


def messages(seen: Seen) -> list[tuple[str, str]]:
    return [(message["role"], message["content"]) for message in seen.body["messages"]]


PROBLEMS = {
    "missing": (said(lambda c: c.pop("farewell")), "farewell: is missing"),
    "level": (said(farewell="partial", thanks="missed"), None),
    "wrong-level": (said(lambda c: c["thanks"].update(level="good")), "thanks: level must be one of"),
    "due": (said(lambda c: c["thanks"].update(due="yes")), "thanks: due must be true or false"),
    "not-json": (answer("All fine!"), "one JSON object and nothing else"),
}


@pytest.mark.parametrize(("reply", "problem"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_was_wrong_is_named_and_the_answer_shown_when_asking_again(endpoint, reply, problem):
    served = endpoint([reply, good])
    assert judge(served).status is Status.GRADED
    if problem is None:
        assert len(served.chats) == 1
        return
    first, second = map(messages, served.chats)
    assert second[:2] == first
    assert [role for role, _ in second[2:]] == ["assistant", "user"]
    assert problem in second[3][1]


def test_only_the_last_answer_is_shown_again(endpoint):
    served = endpoint([answer("first"), answer("second"), good])
    assert judge(served).status is Status.GRADED
    assert [len(messages(seen)) for seen in served.chats] == [2, 4, 4]
    assert messages(served.chats[2])[2] == ("assistant", "second")


def test_all_that_was_asked_again_is_paid_for(endpoint):
    served = endpoint([answer("first", usage=usage(100, 10)), answer("", usage=usage(100, 10)), said()])
    result = judge(served)
    assert (result.usage.requests, result.usage.input_tokens, result.usage.output_tokens) == (3, 300, 30)


def test_a_fallback_is_paid_for_as_well(endpoint):
    result = judge(endpoint(answer("no", usage=usage(100, 10))))
    assert (result.status, result.usage.requests, result.usage.input_tokens) == (Status.FALLBACK, 3, 300)


def test_words_that_nobody_said_are_asked_for_again_once(endpoint):
    served = endpoint([quoting("empathy", INVENTED), good])
    result = judge(served)
    asked_for = messages(served.chats[1])[3][1]
    assert len(served.chats) == 2
    assert "empathy: none of its quotes stands in the named turn of the agent side" in asked_for
    assert "farewell" not in asked_for
    empathy = by_criterion(result)["empathy"]
    assert (empathy.level, empathy.evidence[0].status) == (Level.MET, "exact")


def test_words_that_nobody_said_twice_leave_the_criterion_without_a_level_and_flagged(endpoint):
    served = endpoint(quoting("empathy", INVENTED))
    result = judge(served)
    empathy = by_criterion(result)["empathy"]
    assert len(served.chats) == 2
    assert (result.status, empathy.level) == (Status.GRADED, Level.UNSCORED)
    assert [(e.turn, e.quote, e.start, e.status) for e in empathy.evidence] == [(1, INVENTED, None, "absent")]
    assert "empathy: the model's evidence is not in the chat" in result.review.reasons
    assert result.coverage < 1


def test_the_second_answer_changes_only_what_lacked_evidence(endpoint):
    second = said(empathy="missed", farewell="missed", thanks="partial")
    result = judge(endpoint([quoting("empathy", INVENTED), second]))
    found = by_criterion(result)
    assert [found[c].level for c in ("empathy", "farewell", "thanks")] == [Level.MISSED, Level.MET, Level.MET]


FAILING = {
    "rejected": (status(400, "No."), 2),
    "refused": (refused(), 2),
    "unreadable": (answer("Sorry, I meant well."), 2),
    "empty": (choices_empty(), 3),
    "withdrawn": (status(401, "No."), 2),
    "too-long": (status(400, "maximum context length is 100 tokens", code_name="context_length_exceeded"), 2),
}


@pytest.mark.parametrize(("reply", "requests"), FAILING.values(), ids=FAILING)
def test_a_second_answer_that_fails_keeps_the_first(endpoint, reply, requests):
    served = endpoint([quoting("empathy", INVENTED), reply])
    result = judge(served)
    found = by_criterion(result)
    assert (result.status, found["empathy"].level) == (Status.GRADED, Level.UNSCORED)
    assert {found[c].level for c in ("farewell", "thanks")} == {Level.MET}
    assert result.usage.requests == len(served.chats) == requests


def test_a_second_answer_that_never_comes_keeps_the_first(endpoint):
    result = judge(endpoint([quoting("empathy", INVENTED), reset()]), deadline=0.2)
    assert (result.status, by_criterion(result)["empathy"].level) == (Status.GRADED, Level.UNSCORED)


SYSTEM = chat(
    "C: My parcel has not arrived, can you check where it is?",
    "A: It is at the depot, you will get it tomorrow.",
    "C: great, thank you for the quick help",
    "S: Goodbye and thank you for chatting with us.",
)
ROLES = {
    "customer-for-met": (PARCEL, 2, "great, thank you", "met", Level.UNSCORED),
    "customer-for-partial": (PARCEL, 2, "great, thank you", "partial", Level.UNSCORED),
    "agent-for-met": (PARCEL, 3, "Have a lovely day", "met", Level.MET),
    "agent-in-other-writing": (PARCEL, 3, "HAVE A LOVELY  DAY", "met", Level.MET),
    "system-for-met": (SYSTEM, 3, "Goodbye and thank you", "met", Level.UNSCORED),
    "system-for-partial": (SYSTEM, 3, "Goodbye and thank you", "partial", Level.PARTIAL),
    "right-words-of-the-wrong-turn": (PARCEL, 1, "Have a lovely day", "met", Level.UNSCORED),
}


@pytest.mark.parametrize(("one", "turn", "quote", "level", "stands"), ROLES.values(), ids=ROLES)
def test_whose_words_count(endpoint, one, turn, quote, level, stands):
    result = judge(endpoint(quoting("farewell", quote, turn, level)), one)
    assert by_criterion(result)["farewell"].level is stands


def test_a_quote_that_is_not_there_beside_one_that_is_only_raises_a_doubt(endpoint):
    def two(seen: Seen) -> Reply:
        value = verdict(seen)
        evidence = value["criteria"]["farewell"]["evidence"]
        evidence.append({"turn": evidence[0]["turn"], "quote": "never said"})
        return answer(value)

    served = endpoint(two)
    result = judge(served)
    farewell = by_criterion(result)["farewell"]
    assert (len(served.chats), farewell.level) == (1, Level.MET)
    assert [evidence.status for evidence in farewell.evidence] == ["exact", "absent"]
    assert "farewell: a quote is not in the chat" in result.review.reasons


def test_pace_is_never_the_models(endpoint):
    from evaluator import evaluate

    def with_pace(seen: Seen) -> Reply:
        value = verdict(seen)
        value["criteria"]["pace"] = {**value["criteria"]["farewell"], "level": "missed"}
        return answer(value)

    timed = chat(
        "0 C: Where is my parcel, please?", "20 A: It comes tomorrow.", "40 C: thanks", "60 A: Goodbye!"
    )
    served = endpoint(with_pace)
    found, by_rules = by_criterion(judge(served, timed))["pace"], by_criterion(evaluate(timed))["pace"]
    assert found == by_rules
    assert found.graded_by in ("facts", "rules")
    assert "pace" not in json.dumps(served.chats[0].schema)


def test_half_a_character_of_a_model_does_no_harm(endpoint):
    def odd(seen: Seen) -> Reply:
        value = verdict(seen, reason="well \ud83d done")
        value["criteria"]["empathy"]["evidence"][0]["quote"] = "smile \ud83d"
        return Reply(200, json.dumps({"choices": [_choice(json.dumps(value))]}).encode())

    result = judge(endpoint(odd))
    assert result.status is Status.GRADED
    result.model_dump_json()


def _choice(content: str) -> dict[str, Any]:
    return {"message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
