"""Which language was written: by a text, by each side of a chat, by each turn.

Decided by an own table of words, spellings and diacritics (`docs/language-identification.md` says why and how
well). Null is an answer: "Ok", a number or a name tells no language.
"""

from __future__ import annotations

from evaluator.languageid.chat import Detected, detect
from evaluator.languageid.guess import SUPPORTED, Guess, identify
from evaluator.languageid.sentences import foreign_sentences
from evaluator.languageid.table import word_list as known_words

__all__ = ["SUPPORTED", "Detected", "Guess", "detect", "foreign_sentences", "identify", "known_words"]
