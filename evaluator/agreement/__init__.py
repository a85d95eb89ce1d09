"""How well the grader agrees with labelled ("gold") chats: figures, intervals, and where it does not."""

from evaluator.agreement.figures import summarise
from evaluator.agreement.gold import Gold, GoldChat, Part, read_gold
from evaluator.agreement.grading import GradedChat, grade_all
from evaluator.agreement.markdown import replace_tables, tables
from evaluator.agreement.values import (
    Agreement,
    Confusion,
    CriterionFigures,
    Figures,
    GroupFigures,
    Interval,
)

__all__ = [
    "Agreement",
    "Confusion",
    "CriterionFigures",
    "Figures",
    "Gold",
    "GoldChat",
    "GradedChat",
    "GroupFigures",
    "Interval",
    "Part",
    "grade_all",
    "read_gold",
    "replace_tables",
    "summarise",
    "tables",
]
