"""What is learned from a rejection, and what the body of a request looks like then."""

import json
from typing import Any

import pytest

from evaluator.endpoint.manners import Bodies, Manners
from evaluator.endpoint.question import Form, Question, Shape

SHAPE = Shape("judge_1", {"type": "object", "maxLength": 9}, {"type": "object"})
QUESTION = Question("Be fair.", (("user", "Ahoj \ud800 ř"),), SHAPE, seed=7)
PLAIN = Manners(form=Form.TEXT, temperature=None, seeded=False, limit=None)


def body(manners: Manners, question: Question = QUESTION, growth: int = 1) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(Bodies("m", 500).body(question, manners, growth))
    return written


def test_a_body_says_all_that_is_asked():
    assert body(Manners()) == {
        "model": "m",
        "messages": [
            {"role": "system", "content": "Be fair."},
            {"role": "user", "content": "Ahoj \ud800 ř"},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "judge_1", "strict": True, "schema": SHAPE.schema},
        },
        "temperature": 0.0,
        "max_completion_tokens": 500,
        "seed": 7,
    }


def test_the_plainest_body_has_the_messages_only():
    assert body(PLAIN).keys() == {"model", "messages"}


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (
            Form.UNBOUNDED,
            {
                "type": "json_schema",
                "json_schema": {"name": "judge_1", "strict": True, "schema": SHAPE.unbounded},
            },
        ),
        (Form.OBJECT, {"type": "json_object"}),
        (Form.TEXT, None),
    ],
)
def test_the_form_is_asked_for_as_strictly_as_the_model_can(form, said):
    assert body(Manners(form=form)).get("response_format") == said


def test_no_seed_is_sent_where_none_is_set():
    assert "seed" not in body(Manners(), Question("s", (("user", "u"),), SHAPE, seed=None))


def test_growth_gives_the_answer_more_room():
    bodies = Bodies("m", 500)
    rooms = [json.loads(bodies.body(QUESTION, Manners(), g))["max_completion_tokens"] for g in (1, 2, 1)]
    assert rooms == [500, 1000, 500]


def test_several_questions_and_manners_do_not_mix():
    bodies = Bodies("m", 500)
    other = Question("Be kind.", (("user", "u"), ("assistant", "a"), ("user", "b")), SHAPE, seed=8)
    for _ in range(2):
        assert json.loads(bodies.body(QUESTION, Manners()))["seed"] == 7
        second = json.loads(bodies.body(other, PLAIN))
        assert [message["role"] for message in second["messages"]] == ["system", "user", "assistant", "user"]
        assert second["messages"][0]["content"] == "Be kind."


LESSONS = {
    "max_completion_tokens": (
        "Unsupported parameter: 'max_completion_tokens'. Use 'max_tokens' instead.",
        "max_completion_tokens",
        Manners(),
        Manners(limit="max_tokens"),
    ),
    "max_tokens-as-well": (
        "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
        "max_tokens",
        Manners(limit="max_tokens"),
        Manners(limit=None),
    ),
    "temperature": (
        "Unsupported value: 'temperature' does not support 0.0 with this model.",
        "temperature",
        Manners(),
        Manners(temperature=None),
    ),
    "seed": ("Unrecognized request argument supplied: seed", None, Manners(), Manners(seeded=False)),
    "lengths": (
        "Invalid schema for response_format 'judge_1': In context=(), 'maxLength' is not permitted.",
        "response_format",
        Manners(),
        Manners(form=Form.UNBOUNDED),
    ),
    "numbers-of-items": (
        "schema keyword maxItems is not supported",
        None,
        Manners(),
        Manners(form=Form.UNBOUNDED),
    ),
    "lengths-were-not-all": (
        "Invalid schema for response_format: 'maxLength'",
        "response_format",
        Manners(form=Form.UNBOUNDED),
        Manners(form=Form.OBJECT),
    ),
    "object": (
        "'response_format' of type 'json_object' is not supported with this model.",
        "response_format",
        Manners(form=Form.OBJECT),
        Manners(form=Form.TEXT),
    ),
    "grammar": ("failed to compile grammar", None, Manners(), Manners(form=Form.UNBOUNDED)),
    "only-the-parameter-named": ("Not supported.", "temperature", Manners(), Manners(temperature=None)),
}


@pytest.mark.parametrize(("message", "parameter", "before", "after"), LESSONS.values(), ids=LESSONS)
def test_a_rejection_teaches_one_thing(message, parameter, before, after):
    assert before.after(message, parameter) == after


NOTHING_LEARNED = {
    "something-else": ("Invalid value: 'messages'.", "messages", Manners()),
    "not-sent-any-more": ("'temperature' is not supported", "temperature", PLAIN),
    "no-form-left": ("response_format is not supported", "response_format", PLAIN),
    "a-word-that-contains-seed": ("the article was seeded badly", None, Manners()),
    "nothing-said": ("", None, Manners()),
}


@pytest.mark.parametrize(("message", "parameter", "manners"), NOTHING_LEARNED.values(), ids=NOTHING_LEARNED)
def test_what_teaches_nothing_changes_nothing(message, parameter, manners):
    assert manners.after(message, parameter) is None


def test_whatever_is_said_again_and_again_learning_ends():
    manners, lessons = Manners(), 0
    said = "max_completion_tokens max_tokens seed temperature response_format maxLength"
    while (following := manners.after(said, None)) is not None:
        manners, lessons = following, lessons + 1
    assert (manners, lessons) == (PLAIN, 7)
