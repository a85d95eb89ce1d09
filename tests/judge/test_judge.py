"""The judge as a whole: what leaves the machine, what a jury makes of its votes, and chats that are too long."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from evaluator import Conversation, Evaluation, Level, Outcome, Status, evaluate, load_rubric
from evaluator.endpoint.failure import Failure
from evaluator.judge.judge import Judge
from evaluator.judge.prompt import Facts
from evaluator.judge.setup import make_judge
from evaluator.judge.tokens import estimate
from tests.chats import chat
from tests.endpoint import (
    LocalEndpoint,
    Reply,
    Seen,
    answer,
    chat_in,
    good,
    judged,
    refused,
    status,
    usage,
    verdict,
)
from tests.judge.chats import PARCEL, by_criterion, evaluated, settings


def judge(served: LocalEndpoint, one: Conversation = PARCEL, **settings: Any) -> Evaluation:
    [result] = evaluated(served, [one], **settings)
    return result


def by_seed(*replies: Reply | Callable[[Seen], Reply]) -> Callable[[Seen], Reply]:
    """Answer the first vote with the first reply, and so on; seeds count from 1."""

    def reply(seen: Seen) -> Reply:
        step = replies[seen.body["seed"] - 1]
        return step if isinstance(step, Reply) else step(seen)

    return reply


def saying(**levels: str) -> Callable[[Seen], Reply]:
    return lambda seen: judged(seen, **levels)


def test_an_evaluation_says_who_judged_by_what(endpoint):
    served = endpoint(lambda seen: answer(verdict(seen), usage=usage(90, 30, 60)))
    result = judge(served, seed=11)
    made = result.provenance
    assert made
    assert (made.model, made.endpoint, made.seed) == ("m", served.base_url[7:-3], 11)
    assert (made.prompt, made.system_fingerprint) == ("judge", "fp_test")
    assert made.prompt_version
    assert made.prompt_sha256
    used = result.usage
    assert (used.requests, used.input_tokens, used.cached_tokens, used.output_tokens) == (1, 90, 60, 30)
    assert used.latency_seconds is not None
    assert (used.cost, used.cache_hit) == (None, False)


def test_every_criterion_is_there_in_the_rubrics_order_and_by_the_model_but_for_facts(endpoint):
    result = judge(endpoint())
    assert [j.criterion for j in result.judgements] == list(load_rubric().ids)
    by_rules = {j.criterion for j in result.judgements if j.graded_by != "model"}
    assert by_rules == {c.id for c in load_rubric().criteria if "model" not in c.graded_by} == {"pace"}


def test_the_total_is_made_by_code(endpoint):
    perfect = judge(endpoint(lambda seen: answer({**verdict(seen), "score": 3, "total": 1, "band": "poor"})))
    poor = judge(endpoint(saying(resolution="missed", thanks="missed", farewell="partial")))
    assert perfect.score == 100
    assert poor.score
    assert poor.score < 100


def test_tips_are_for_what_the_model_found_lacking(endpoint):
    result = judge(endpoint(saying(empathy="missed", recap="partial")))
    assert (
        {"empathy", "recap"}
        <= {tip.criterion for tip in result.suggestions.tips}
        <= {"empathy", "recap", "pace"}
    )


def test_where_model_and_rules_are_far_apart_a_person_should_look(endpoint):
    result = judge(endpoint(saying(farewell="missed")))
    assert "farewell: the model says missed, the rules say met" in result.review.reasons
    assert result.review.needed


def test_the_seeds_of_votes_count_up_and_chance_is_let_in(endpoint):
    served = endpoint()
    judge(served, votes=3, seed=5)
    assert sorted(seen.body["seed"] for seen in served.chats) == [5, 6, 7]
    assert {seen.body["temperature"] for seen in served.chats} == {0.7}


def test_without_a_seed_none_is_sent(endpoint):
    served = endpoint()
    judge(served, votes=2, seed=None)
    assert not any("seed" in seen.body for seen in served.chats)


def test_three_votes_that_differ_give_a_majority_confidence_and_doubts(endpoint):
    served = endpoint(
        by_seed(
            saying(thanks="missed", recap="partial"),
            saying(thanks="missed", recap="missed"),
            saying(recap="met"),
        )
    )
    result = judge(served, votes=3)
    found = by_criterion(result)
    assert (found["thanks"].level, found["thanks"].confidence) == (
        Level.MISSED,
        pytest.approx(2 / 3, abs=1e-3),
    )
    assert (found["farewell"].level, found["farewell"].confidence) == (Level.MET, 1)
    assert (found["recap"].level, found["recap"].confidence) == (Level.MISSED, pytest.approx(1 / 3, abs=1e-3))
    assert found["pace"].confidence is None
    doubts = [reason for reason in result.review.reasons if "votes agree" in reason]
    assert doubts == ["recap: only 33% of the votes agree"]
    assert result.usage.requests == 3


def test_outcomes_that_all_differ_are_a_doubt(endpoint):
    outcomes = ("resolved", "follow_up", "transferred")
    served = endpoint(by_seed(*(lambda seen, o=o: judged(seen, outcome=o) for o in outcomes)))
    result = judge(served, votes=3)
    assert result.outcome is Outcome.RESOLVED
    assert "outcome: only 33% of the votes agree" in result.review.reasons


def test_a_single_vote_has_no_confidence(endpoint):
    assert {j.confidence for j in judge(endpoint()).judgements} == {None}


def test_one_vote_that_fails_leaves_the_others_to_judge_and_is_told(endpoint):
    result = judge(endpoint(by_seed(saying(thanks="missed"), refused(), saying(thanks="missed"))), votes=3)
    assert (result.status, by_criterion(result)["thanks"].level) == (Status.GRADED, Level.MISSED)
    assert "1 of 3 votes failed: m: refuses to answer" in result.review.reasons
    assert result.usage.requests == 3


def test_where_all_votes_fail_the_rules_grade(endpoint):
    result = judge(endpoint(refused()), votes=3)
    assert (result.status, result.error) == (Status.FALLBACK, "refusal: m: refuses to answer")
    assert result.usage.requests == 3


def test_one_vote_that_no_chat_would_survive_stops_the_run(endpoint):
    with pytest.raises(Failure, match="HTTP 401"):
        judge(endpoint(by_seed(good, status(401), good)), votes=3)


def test_several_models_are_a_jury(endpoint):
    def reply(seen: Seen) -> Reply:
        return judged(seen, thanks="met" if seen.body["model"] == "a" else "missed")

    served = endpoint(reply)
    result = judge(served, models=("a", "b", "c"), votes=2)
    asked = sorted((seen.body["model"], seen.body["seed"]) for seen in served.chats)
    assert asked == [(model, seed) for model in "abc" for seed in (1, 2)]
    thanks = by_criterion(result)["thanks"]
    assert (thanks.level, thanks.confidence) == (Level.MISSED, pytest.approx(2 / 3, abs=1e-3))
    assert result.provenance
    assert result.provenance.model == "a, b, c"
    assert result.provenance.endpoint == served.base_url[7:-3]


def test_models_with_other_settings_keep_their_own(endpoint):
    served = endpoint()
    judge(served, models=("a", "b"), temperature=0.2, answer_tokens=900)
    judge(served, models=("a", "b"), temperature=0.9, answer_tokens=800)
    asked = sorted(
        (seen.body["model"], seen.body["temperature"], seen.body["max_completion_tokens"])
        for seen in served.chats
    )
    assert asked == [("a", 0.2, 900), ("a", 0.9, 800), ("b", 0.2, 900), ("b", 0.9, 800)]


PRIVATE = chat(
    "C: Hi, I am Nora Field, write to nora.field@example.org or call +421 905 123 456, order 12345678.",
    "A: Thank you, I have sent it to nora.field@example.org just now.",
    "C: great, thanks",
    "A: Goodbye, have a lovely day!",
)


def quoting_what_it_saw(seen: Seen) -> Reply:
    value = verdict(seen)
    turn = chat_in(seen)["turns"][1]
    value["criteria"]["recap"].update(
        evidence=[{"turn": turn["id"], "quote": turn["text"]}], reason=f"It says: {turn['text']}"
    )
    return answer(value)


def test_personal_data_stays_here_and_quotes_come_back_whole(endpoint):
    served = endpoint(quoting_what_it_saw)
    result = judge(served, PRIVATE)
    sent = served.chats[0].raw.decode()
    assert not re.search(r"nora\.field@example|905 123 456|905123456", sent)
    assert "12345678" in sent
    recap = by_criterion(result)["recap"]
    [evidence] = recap.evidence
    text = PRIVATE.turns[1].text
    assert (evidence.status, evidence.quote) == ("exact", text)
    assert (evidence.start, evidence.end) == (0, len(text))
    assert "nora.field@example.org" in recap.reason
    assert result.sent
    assert result.sent.masked["email"] == 2
    assert "example.org" not in result.sent.model_dump_json()


def test_without_redaction_the_chat_is_sent_as_it_is(endpoint):
    served = endpoint()
    result = judge(served, PRIVATE, redact=False)
    assert "nora.field@example.org" in served.chats[0].raw.decode()
    assert result.sent
    assert result.sent.masked == {}


def test_offline_or_without_a_model_there_is_no_judge(endpoint):
    served = endpoint()
    for nothing in ({"offline": True}, {"models": ()}):
        assert make_judge(settings(served, **nothing), load_rubric()) is None
        assert judge(served, **nothing).status is Status.RULES
    assert served.chats == []


@pytest.mark.parametrize(
    "lines", [[], ["C: hello?"], ["A: Hello", "A: Bye"]], ids=["empty", "no-agent", "no-customer"]
)
def test_what_cannot_be_graded_is_not_sent(endpoint, lines):
    served = endpoint()
    assert judge(served, chat(*lines)).status is Status.NOT_GRADABLE
    assert served.chats == []


LONG = chat(
    "C: My parcel has not arrived, can you check where it is?",
    *(f"{'CA'[n % 2]}: This is what I know about part {n} of the story, and it is long." for n in range(300)),
    "C: great, thank you",
    "A: You're welcome. Have a lovely day, Nora!",
)


def system_tokens(endpoint) -> int:
    served = endpoint()
    judge(served)
    return len(served.chats[0].body["messages"][0]["content"]) // 4


@pytest.mark.parametrize("dialect", ["openai", "llama.cpp"])
def test_a_chat_that_is_too_long_is_cut_to_the_size_that_the_endpoint_names(endpoint, dialect):
    size = system_tokens(endpoint) + 2000
    served = endpoint(context_length=size, dialect=dialect)
    first, second = evaluated(served, [LONG, LONG.model_copy(update={"id": "2"})], answer_tokens=500)
    for result in (first, second):
        assert result.status is Status.GRADED
        assert result.sent
        assert re.fullmatch(r"turns 1-\d+ of 303 left out", str(result.sent.cut))
    assert (first.usage.requests, second.usage.requests) == (2, 1)
    texts = [turn["text"] for turn in chat_in(served.chats[1])["turns"]]
    assert texts[0] == LONG.turns[0].text
    assert texts[-1].startswith("You're welcome. Have a lovely day, ")
    assert chat_in(served.chats[1])["facts"]["left_out"] in str(first.sent and first.sent.cut)


def test_a_chat_that_is_too_long_for_a_size_nobody_names_is_cut_until_it_fits(endpoint):
    most = system_tokens(endpoint) + 3000

    def reply(seen: Seen) -> Reply:
        return status(413, "Request too large") if len(seen.text) // 4 > most else good(seen)

    served = endpoint(reply)
    result = judge(served, LONG)
    assert result.status is Status.GRADED
    assert result.sent
    assert "left out" in str(result.sent.cut)
    assert result.usage.requests == len(served.chats) == 3


def test_what_never_fits_is_graded_by_rules(endpoint):
    served = endpoint(status(413, "Request too large"))
    result = judge(served, LONG)
    assert result.status is Status.FALLBACK
    assert str(result.error).startswith("context: m: HTTP 413: Request too large")
    assert result.usage.requests == len(served.chats) == 4


def test_a_context_that_is_known_is_kept_from_the_start(endpoint):
    size = system_tokens(endpoint) + 2000
    served = endpoint(context_length=size)
    result = judge(served, LONG, context_tokens=size, answer_tokens=500)
    assert (result.status, result.usage.requests) == (Status.GRADED, 1)
    assert result.sent
    assert result.sent.cut


def test_evidence_from_a_cut_chat_names_the_turn_of_the_whole(endpoint):
    served = endpoint()
    size = system_tokens(endpoint) + 2000
    result = judge(served, LONG, context_tokens=size, answer_tokens=500)
    [evidence] = by_criterion(result)["farewell"].evidence
    assert evidence.turn == len(LONG.turns) - 1
    assert LONG.turns[evidence.turn].text[evidence.start : evidence.end] == evidence.quote


def test_a_short_chat_is_sent_whole(endpoint):
    result = judge(endpoint(), context_tokens=8000)
    assert result.sent
    assert result.sent.cut is None


def made(**changes: Any) -> Judge:
    found = make_judge(settings("http://127.0.0.1:9/v1", **changes), load_rubric())
    assert found
    return found


IDENTITIES = {
    "model": {"models": ("n",)},
    "two-models": {"models": ("m", "n")},
    "address": {"base_url": "http://127.0.0.1:10/v1"},
    "votes": {"votes": 2},
    "seed": {"seed": 9},
    "temperature": {"temperature": 1.0},
    "answer-tokens": {"answer_tokens": 7},
    "context": {"context_tokens": 9000},
    "reasons": {"reasons_in": "chat"},
    "redaction": {"redact": False},
}


@pytest.mark.parametrize("change", IDENTITIES.values(), ids=IDENTITIES)
def test_all_that_decides_answers_is_in_the_judges_identity(change):
    assert made(**change).identity != made().identity


@pytest.mark.parametrize(
    "change", [{"timeout": 9.0}, {"concurrency": 3}, {"cache": True}, {"key": "another-key"}]
)
def test_what_does_not_decide_answers_is_not(change):
    assert made(**change).identity == made().identity


def test_what_would_be_asked_can_be_seen_without_asking():
    openings = made(votes=2, models=("m", "n")).openings(PARCEL, Facts())
    assert [(o.exchange.model.name, o.question.seed) for o in openings] == [
        ("m", 1),
        ("m", 2),
        ("n", 1),
        ("n", 2),
    ]
    assert len({o.exchange.nonce for o in openings}) == 4
    assert len({o.question.system for o in openings}) == 1
    assert all(estimate(o.prompt.user) < 300 for o in openings)


def test_the_marks_on_turns_are_new_for_every_chat(endpoint):
    served = endpoint()
    evaluated(served, [PARCEL] * 20)
    marks = {chat_in(seen)["turns"][0]["id"].partition("-")[0] for seen in served.chats}
    assert len(marks) == 20
    assert all(re.fullmatch("[0-9a-f]{6}", mark) for mark in marks)


def test_what_is_the_same_for_every_chat_comes_first(endpoint):
    served = endpoint()
    evaluated(served, [PARCEL, LONG])
    beginnings = {json.dumps(seen.body["messages"][0]) for seen in served.chats}
    assert len(beginnings) == 1


def test_the_model_is_told_what_code_knows(endpoint):
    timed = chat(
        "0 C: Where is my parcel, please?", "20 A: It comes tomorrow.", "40 C: thanks", "60 A: Goodbye!"
    )
    served = endpoint()
    judge(served, timed)
    facts, signals = chat_in(served.chats[0])["facts"], evaluate(timed).closing
    assert facts["customer_language"] == facts["closing_language"] == "en"
    assert facts["last_speaker"] == "agent"
    assert signals
    assert facts["duration_seconds"] == signals.signals.duration_seconds
