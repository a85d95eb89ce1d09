"""Fit `rubrics/weights.csv`: what each sign of an ending speaks for, learned from labelled chats.

Run it in an environment of its own; it needs a package that the project itself does not::

    pip install scikit-learn==1.9.0 pytest && pip install -e .
    python scripts/fit_weights.py tests/golden/dev tests/golden/more tests/golden/real

Multinomial logistic regression with a ridge: many small weights rather than a few large ones, so that no single
wording decides, and rare choices count as much as usual ones. The short clear cases of `tests/rules` count five
times, so that they hold against chats that are less clear. A criterion is weighed with what its rule says and with
an outcome that was fitted on the other chats, as it will meet them. Prints the agreement of each question on chats
that were left out of its fit.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score
from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

from evaluator.agreement import read_gold
from evaluator.closing import Ending
from evaluator.models import Conversation, Level, Outcome
from evaluator.resources import data_dir
from evaluator.rubric import load_rubric
from evaluator.ruled import RuleGrader
from evaluator.rules.grader import RULES
from evaluator.rules.outcome import supposed
from evaluator.rules.reasons import REASONS
from evaluator.rules.signs import signs
from evaluator.rules.weighed import rule_signs
from evaluator.rules.weights import ALWAYS, FILE, Weights
from tests.chats import chat
from tests.rules import test_ahead, test_manner, test_outcome, test_settling, test_timing

# A sign that fewer chats show says too little to be weighed.
FEWEST = 8
# How strongly weights are held near zero; chosen by the agreement on chats left out.
RIDGE = 25.0
FOLDS = 6
LEVEL_TESTS = (test_ahead, test_manner, test_settling, test_timing)
LEVELS = (Level.MET, Level.PARTIAL, Level.MISSED, Level.NA)


class Labelled(NamedTuple):
    """An ending, its signs, and its labels by question, as far as it has any."""

    ending: Ending
    signs: frozenset[str]
    labels: Mapping[str, str]


def labelled(folders: Sequence[str]) -> Iterator[Labelled]:
    """Yield the chats of the folders that can be graded."""
    for gold in read_gold([Path(folder) for folder in folders]):
        assert gold.gold.outcome
        labels = {criterion: level.value for criterion, level in gold.gold.labels.items()}
        yield from _labelled(gold.conversation, labels | {"outcome": gold.gold.outcome.value})


def cases() -> Iterator[Labelled]:
    """Yield the short clear cases that the rules are tested with."""
    outcomes = (("outcome", outcome, lines) for outcome, lines in test_outcome.CASES.values())
    levels = (case for module in LEVEL_TESTS for case in module.CASES.values())
    for question, label, lines in (*outcomes, *levels):
        yield from _labelled(chat(*lines), {question: label})


def _labelled(conversation: Conversation, labels: Mapping[str, str]) -> Iterator[Labelled]:
    ending = _grader().ending(conversation)
    if ending:
        yield Labelled(ending, signs(ending, supposed(ending)), labels)


@cache
def _grader() -> RuleGrader:
    return RuleGrader(load_rubric())


def fit(
    question: str, choices: Sequence[str], shown: Sequence[tuple[frozenset[str], str]]
) -> tuple[Weights, list[str]]:
    """Return the weights, and what each chat would be given by the weights that the others make."""
    counts = Counter(sign for found, _ in shown for sign in found)
    known = sorted(sign for sign, count in counts.items() if count >= FEWEST)
    table = np.array([[sign in found for sign in known] for found, _ in shown], dtype=float)
    labels = [label for _, label in shown]
    model = LogisticRegression(C=1 / RIDGE, max_iter=5000, class_weight="balanced")
    # Copies of a case stay together, or it would be told by itself.
    copies: dict[frozenset[str], int] = {}
    groups = [copies.setdefault(found, len(copies)) for found, _ in shown]
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=1)
    left_out: list[str] = cross_val_predict(model, table, labels, cv=folds, groups=groups).tolist()
    model.fit(table, labels)
    order = [list(model.classes_).index(choice) for choice in choices]
    columns: Any = model.coef_[order].T
    weights = dict(zip(known, map(_hundredths, columns), strict=True))
    kappa = cohen_kappa_score(labels, left_out)
    print(f"{question:12} {len(known)} signs, kappa {kappa:.2f} on chats left out")
    numbered = {choice: number for number, choice in enumerate(choices)}
    rows = {ALWAYS: _hundredths(model.intercept_[order]), **weights}
    return Weights({question: numbered}, rows), left_out


def _hundredths(weights: Iterable[float]) -> tuple[int, ...]:
    return tuple(round(100 * weight) for weight in weights)


def fit_all(chats: Sequence[Labelled]) -> list[Weights]:
    """Fit the outcome, then each criterion with the outcome that it will meet."""
    told = [c for c in chats if "outcome" in c.labels]
    choices = [outcome.value for outcome in Outcome]
    weighing, left_out = fit("outcome", choices, [(c.signs, c.labels["outcome"]) for c in told])
    outcomes = {c.signs: Outcome(weighing.choose("outcome", weighing.sums(c.signs))) for c in chats}
    outcomes |= {c.signs: Outcome(outcome) for c, outcome in zip(told, left_out, strict=True)}
    fits = [weighing]
    for criterion in REASONS:
        shown = []
        for c in chats:
            if criterion in c.labels:
                outcome = outcomes[c.signs]
                level = RULES[criterion](c.ending, outcome).level
                shown.append((c.signs.union(rule_signs(outcome, level)), c.labels[criterion]))
        levels = [level for level in LEVELS if level in {label for _, label in shown}]
        fits.append(fit(criterion, levels, shown)[0])
    return fits


def write(fits: Sequence[Weights]) -> None:
    """Write the table."""
    names = [ALWAYS, *sorted({sign for fit in fits for sign in fit.rows} - {ALWAYS})]
    heads = [f"{name}={choice}" for fit in fits for name in fit.choices for choice in fit.choices[name]]
    with (data_dir("rubrics") / FILE).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["sign", *heads])
        for name in names:
            table.writerow([name, *(cell for fit in fits for cell in _cells(fit, name))])


def _cells(fit: Weights, sign: str) -> list[str]:
    return list(map(str, fit.rows.get(sign, [""] * len(fit.rows[ALWAYS]))))


if __name__ == "__main__":
    write(fit_all([*labelled(sys.argv[1:]), *5 * list(cases())]))
