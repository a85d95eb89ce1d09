"""What callers may rely on. A change here is a change for them: note it in CHANGELOG.md."""

from __future__ import annotations

import doctest
import inspect
import subprocess
import sys
from importlib.resources import files

import pytest

import evaluator

PUBLIC = {
    "ClosureError",
    "Closing",
    "Conversation",
    "DataFileError",
    "Evaluation",
    "Evaluator",
    "Evidence",
    "Failure",
    "FailureKind",
    "Judge",
    "Model",
    "Question",
    "Reply",
    "ScriptedModel",
    "Settings",
    "InputError",
    "Judgement",
    "Level",
    "Outcome",
    "OutputError",
    "RecordError",
    "Role",
    "Rubric",
    "Status",
    "Turn",
    "UsageError",
    "evaluate",
    "load_rubric",
}


def test_all_is_what_is_public():
    assert set(evaluator.__all__) == PUBLIC


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_every_public_name_is_there_and_says_what_it_is(name):
    assert inspect.getdoc(getattr(evaluator, name))


def test_an_unknown_name_is_no_attribute():
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = evaluator.nothing


def test_evaluate_and_the_evaluator_take_the_same_options():
    one = inspect.signature(evaluator.evaluate).parameters
    other = inspect.signature(evaluator.Evaluator).parameters
    assert [name for name in one if name != "conversation"] == list(other)


def test_the_package_is_typed():
    assert (files("evaluator") / "py.typed").is_file()


def test_the_example_in_its_docstring_works():
    assert doctest.testmod(evaluator).attempted > 0
    assert doctest.testmod(evaluator).failed == 0


def test_importing_the_package_loads_no_heavy_module():
    code = "import sys, evaluator; print(*{'pydantic', 'rich', 'yaml', 'typer'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
