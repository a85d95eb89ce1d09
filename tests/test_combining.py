"""The model's verdicts put into what the rules found; and what stands in for them."""

import pytest

from evaluator import Evaluation, Evaluator, Judgement, Level, Status, evaluate, load_rubric
from evaluator.combining import failed, fallen_back, graded, judgements
from evaluator.endpoint.failure import Failure, FailureKind
from evaluator.endpoint.spent import NOTHING, Spent
from evaluator.judge.ballot import Ballot
from evaluator.judge.judge import Judge
from evaluator.judge.judged import Judged, judged
from evaluator.judge.setup import make_judge
from evaluator.models import Evidence, Outcome, Tip
from evaluator.redaction import Redacted
from tests.judge.chats import PARCEL, by_criterion, settings

RUBRIC = load_rubric()
RULES = evaluate(PARCEL)
COST = Spent(2, 900, 600, 80, 0.25, 1.23456)
MET, PARTIAL, MISSED, NA, UNSCORED = Level


@pytest.fixture(scope="module")
def judge() -> Judge:
    made = make_judge(settings("http://127.0.0.1:9/v1", seed=4, models=("m", "n")), RUBRIC)
    assert made
    return made


def found(*, recalled: bool = False, withheld: tuple[str, ...] = (), **levels: Level) -> Judged:
    """What one vote found: all met, but for the levels given."""
    words = Evidence(turn=3, quote="Have a lovely day", start=16, end=33)
    verdicts = {
        c.id: Judgement(
            criterion=c.id,
            level=levels.get(c.id, MET),
            reason="The model says so.",
            evidence=(words,),
            graded_by="model",
        )
        for c in RUBRIC.criteria
        if c.id != "pace"
    }
    ballot = Ballot(
        Outcome.RESOLVED,
        verdicts,
        withheld,
        COST,
        "fp_1",
        is_recalled=recalled,
        cut="turn 1 left out",
    )
    return judged([ballot], [], Redacted.none(PARCEL))


def combined(judge: Judge, verdict: Judged) -> Evaluation:
    return graded(RULES, verdict, judge, RUBRIC, (Tip(criterion="thanks", text="Say thank you."),))


def test_the_models_verdicts_replace_those_of_the_rules_in_their_order():
    verdicts = judgements(RULES, found(thanks=MISSED))
    assert [j.criterion for j in verdicts] == list(RUBRIC.ids)
    assert {j.graded_by for j in verdicts if j.criterion != "pace"} == {"model"}
    assert next(j for j in verdicts if j.criterion == "pace") == by_criterion(RULES)["pace"]


def test_an_evaluation_by_the_model_keeps_what_code_found(judge):
    result = combined(judge, found())
    same = ("conversation_id", "agent", "language", "languages", "closing", "schema_version")
    assert [getattr(result, name) for name in same] == [getattr(RULES, name) for name in same]
    assert (result.status, result.error, result.outcome) == (Status.GRADED, None, Outcome.RESOLVED)
    assert [tip.criterion for tip in result.suggestions.tips] == ["thanks"]


def test_score_and_band_are_counted_anew(judge):
    best, worse = combined(judge, found()), combined(judge, found(thanks=MISSED, recap=PARTIAL))
    assert best.score == 100
    assert worse.score
    assert worse.score < 100
    assert best.coverage == worse.coverage == 1


def test_what_could_not_be_scored_lowers_the_coverage(judge):
    result = combined(judge, found(withheld=("thanks",), thanks=UNSCORED))
    assert result.coverage < 1
    assert "thanks: the model's evidence is not in the chat" in result.review.reasons


def test_what_it_has_cost_and_who_made_it_is_told(judge):
    result = combined(judge, found())
    used, made = result.usage, result.provenance
    assert (used.requests, used.input_tokens, used.cached_tokens, used.output_tokens) == (2, 900, 600, 80)
    assert (used.cost, used.latency_seconds, used.cache_hit) == (0.25, 1.235, False)
    assert made
    assert (made.model, made.endpoint, made.seed, made.system_fingerprint) == (
        "m, n",
        "127.0.0.1:9",
        4,
        "fp_1",
    )
    assert (made.prompt, made.prompt_sha256) == ("judge", judge.template.sha256)
    assert made.rubric_sha256 == RUBRIC.sha256
    assert result.sent
    assert result.sent.cut == "turn 1 left out"


def test_stored_answers_are_told_to_be_such(judge):
    assert combined(judge, found(recalled=True)).usage.cache_hit


def test_doubts_of_the_rules_stay_and_gaps_are_added(judge):
    flagged = RULES.model_copy(
        update={"review": RULES.review.model_copy(update={"needed": True, "reasons": ("turn 0: odd",)})}
    )
    result = graded(flagged, found(farewell=MISSED), judge, RUBRIC, ())
    assert result.review.reasons[0] == "turn 0: odd"
    assert "farewell: the model says missed, the rules say met" in result.review.reasons


def test_an_evaluation_is_a_valid_value(judge):
    for result in (
        combined(judge, found()),
        fallen_back(RULES, failure(), judge),
        failed(RULES, failure(), judge),
    ):
        assert Evaluation.model_validate_json(result.model_dump_json()) == result


def failure(spent: Spent = COST) -> Failure:
    made = Failure(FailureKind.TIMEOUT, "m: no answer within 60 s")
    made.spent = spent
    return made


def test_a_fallback_has_the_rules_score_and_says_why(judge):
    result = fallen_back(RULES, failure(), judge)
    assert (result.status, result.error) == (Status.FALLBACK, "timeout: m: no answer within 60 s")
    assert (result.score, result.judgements) == (RULES.score, RULES.judgements)
    assert (result.usage.requests, result.usage.cost) == (2, 0.25)
    assert result.provenance
    assert result.provenance.model == "m, n"
    assert result.sent is None


def test_an_error_has_no_score_and_says_why(judge):
    result = failed(RULES, failure(), judge)
    assert (result.status, result.error) == (Status.ERROR, "timeout: m: no answer within 60 s")
    assert (result.score, result.band, result.outcome, result.judgements) == (None, None, None, ())
    assert (result.conversation_id, result.usage.requests) == (RULES.conversation_id, 2)


def test_what_never_left_has_taken_no_time(judge):
    assert fallen_back(RULES, failure(NOTHING), judge).usage.latency_seconds is None


def test_an_evaluator_without_a_judge_gives_what_the_rules_say():
    assert Evaluator().judge is None
    assert RULES.status is Status.RULES
