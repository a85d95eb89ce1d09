"""What each sign of an ending speaks for, learned from labelled chats: ``rubrics/weights.csv``.

Wordings that a language pack lacks make single signs fail. The outcome, and some levels, therefore rest on all the
signs together: the weights of those that are there are added up (multinomial logistic regression), and the choice
with the highest sum wins. ``scripts/fit_weights.py`` makes the file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from evaluator.resources import data_dir

# The row that counts in every chat.
ALWAYS = "always"
FILE = "weights.csv"


class Weighing(NamedTuple):
    """The choices of one question, and for each sign a weight for each of them, in hundredths."""

    choices: tuple[str, ...]
    weights: Mapping[str, tuple[int, ...]]

    def choose(self, signs: Iterable[str]) -> str:
        """Return the choice that the signs speak for; signs without a weight are passed over."""
        found = [self.weights[sign] for sign in signs if sign in self.weights]
        sums = list(map(sum, zip(self.weights[ALWAYS], *found, strict=True)))
        return self.choices[sums.index(max(sums))]


@cache
def weighings() -> Mapping[str, Weighing]:
    """Every question that is weighed: ``outcome``, and criteria by id."""
    with (data_dir("rubrics") / FILE).open(encoding="utf-8", newline="") as file:
        (_, *heads), *rows = csv.reader(file)
    columns: dict[str, list[int]] = {}
    for number, head in enumerate(heads, 1):
        columns.setdefault(head.partition("=")[0], []).append(number)
    return {
        question: Weighing(
            tuple(heads[n - 1].partition("=")[2] for n in numbers),
            {row[0]: tuple(int(row[n]) for n in numbers) for row in rows if row[numbers[0]]},
        )
        for question, numbers in columns.items()
    }
