"""Grades how customer-support chats end: structured scores with verified quotes, in six languages.

>>> from evaluator import Conversation, evaluate
>>> chat = Conversation.model_validate({"id": "1", "turns": [
...     {"role": "customer", "text": "It works now, thank you!"},
...     {"role": "agent", "text": "Glad to hear it. Is there anything else I can help with?"},
...     {"role": "customer", "text": "No, that's all."},
...     {"role": "agent", "text": "Thank you for your patience, and have a lovely day!"}]})
>>> evaluate(chat).band
'good'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evaluator.endpoint.failure import Failure, FailureKind
    from evaluator.endpoint.question import Model, Question, Reply
    from evaluator.endpoint.scripted import ScriptedModel
    from evaluator.errors import ClosureError, DataFileError, InputError, OutputError, RecordError, UsageError
    from evaluator.evaluator import Evaluator, evaluate
    from evaluator.judge.judge import Judge
    from evaluator.models import (
        Closing,
        Conversation,
        Evaluation,
        Evidence,
        Judgement,
        Level,
        Outcome,
        Role,
        Status,
        Turn,
    )
    from evaluator.rubric import Rubric, load_rubric
    from evaluator.settings import Settings

__all__ = [
    "Closing",
    "ClosureError",
    "Conversation",
    "DataFileError",
    "Evaluation",
    "Evaluator",
    "Evidence",
    "Failure",
    "FailureKind",
    "InputError",
    "Judge",
    "Judgement",
    "Level",
    "Model",
    "Outcome",
    "OutputError",
    "Question",
    "RecordError",
    "Reply",
    "Role",
    "Rubric",
    "ScriptedModel",
    "Settings",
    "Status",
    "Turn",
    "UsageError",
    "evaluate",
    "load_rubric",
]

# Loaded when first asked for: `closure --help` needs none of it, and pydantic alone costs more than the help.
_HOMES = {
    "ClosureError": "evaluator.errors",
    "DataFileError": "evaluator.errors",
    "InputError": "evaluator.errors",
    "OutputError": "evaluator.errors",
    "RecordError": "evaluator.errors",
    "UsageError": "evaluator.errors",
    "Failure": "evaluator.endpoint.failure",
    "FailureKind": "evaluator.endpoint.failure",
    "Model": "evaluator.endpoint.question",
    "Question": "evaluator.endpoint.question",
    "Reply": "evaluator.endpoint.question",
    "ScriptedModel": "evaluator.endpoint.scripted",
    "Evaluator": "evaluator.evaluator",
    "evaluate": "evaluator.evaluator",
    "Closing": "evaluator.models",
    "Conversation": "evaluator.models",
    "Evaluation": "evaluator.models",
    "Evidence": "evaluator.models",
    "Judgement": "evaluator.models",
    "Level": "evaluator.models",
    "Outcome": "evaluator.models",
    "Role": "evaluator.models",
    "Status": "evaluator.models",
    "Turn": "evaluator.models",
    "Judge": "evaluator.judge.judge",
    "Settings": "evaluator.settings",
    "Rubric": "evaluator.rubric",
    "load_rubric": "evaluator.rubric",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  # whatever is public
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
