"""What each sign of an ending speaks for, learned from labelled chats: ``rubrics/weights.csv``.

Wordings that a language pack lacks make single signs fail. The outcome, and some levels, therefore rest on all the
signs together: the weights of those that are there are added up (multinomial logistic regression), and the choice
with the highest sum wins. ``scripts/fit_weights.py`` makes the file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from evaluator.resources import data_dir

# The row that counts in every chat.
ALWAYS = "always"
FILE = "weights.csv"


class Weights(NamedTuple):
    """For each sign a row of weights, in hundredths: `choices` says of what question and choice each column is."""

    choices: Mapping[str, Mapping[str, int]]
    rows: Mapping[str, Sequence[int]]

    def sums(self, signs: Iterable[str]) -> list[int]:
        """Add up the rows of the signs; signs without a row are passed over."""
        found = [self.rows[sign] for sign in signs if sign in self.rows]
        return list(map(sum, zip(self.rows[ALWAYS], *found, strict=True)))

    def choose(self, question: str, sums: Sequence[int], *more: str) -> str:
        """Return the choice that the sums, and more signs for this question only, speak for."""
        rows = [sums, *(self.rows[sign] for sign in more if sign in self.rows)]
        columns = self.choices[question]
        return max(columns, key=lambda choice: sum(row[columns[choice]] for row in rows))


@cache
def weights() -> Weights:
    """Return the shipped weights. The questions are ``outcome``, and criteria by id."""
    with (data_dir("rubrics") / FILE).open(encoding="utf-8", newline="") as file:
        (_, *heads), *rows = csv.reader(file)
    choices: dict[str, dict[str, int]] = {}
    for number, head in enumerate(heads):
        question, _, choice = head.partition("=")
        choices.setdefault(question, {})[choice] = number
    return Weights(choices, {sign: tuple(int(cell or 0) for cell in cells) for sign, *cells in rows})
