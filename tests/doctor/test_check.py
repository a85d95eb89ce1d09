"""What a problem costs, and where its advice comes from."""

from __future__ import annotations

import pytest

from evaluator.doctor import Check, State, exit_code
from evaluator.doctor.check import problem
from evaluator.endpoint.failure import Failure, FailureKind
from evaluator.errors import DataFileError, UsageError

ENDPOINT = problem("request", Failure(FailureKind.RATE, "too many"))
KEY = problem("key", UsageError("no key"))
FILE = problem("rubric", DataFileError("a.yaml", 1, 2, "wrong"))


@pytest.mark.parametrize(
    ("checks", "code"),
    [
        pytest.param([], 0, id="nothing"),
        pytest.param(
            [Check("a", State.WARNING, "", "", 6), Check("b", State.SKIPPED, "")], 0, id="no-problem"
        ),
        pytest.param([KEY], 2, id="no-key"),
        pytest.param([KEY, FILE], 4, id="a-file-before-the-key"),
        pytest.param([FILE, ENDPOINT, KEY], 6, id="the-endpoint-before-all"),
    ],
)
def test_the_exit_code_is_that_of_the_gravest_problem(checks, code):
    assert exit_code(checks) == code


@pytest.mark.parametrize("kind", [kind for kind in FailureKind if kind not in ("breaker", "truncated")])
def test_every_failure_comes_with_advice(kind: FailureKind):
    assert problem("request", Failure(kind, "m: this is wrong; do that")).advice


def test_what_an_error_notes_is_told_too():
    error = DataFileError("a.yaml", 1, 2, "wrong")
    error.add_note("a.yaml:3: wrong too")
    assert problem("rubric", error).found == "a.yaml:1:2: wrong; a.yaml:3: wrong too"
