"""The table behind `evaluator.language`: how likely words, spellings and diacritics are in each language."""
