"""Whether a pack keeps its word: every entry's examples, and a wording for every move."""

from __future__ import annotations

from collections.abc import Iterator

from evaluator.packs.matcher import Matcher, Rule
from evaluator.packs.pack import Pack, english, moves


def _texts(pack: Pack) -> set[str]:
    return {f"reasons: {key}" for key in pack.reasons} | {f"tips: {key}" for key in pack.tips}


def problems(pack: Pack, rules: tuple[Rule, ...]) -> Iterator[str]:
    """What is wrong with the pack, a line each: examples that fail, moves or texts without words."""
    if not pack.extends:
        for move in moves():
            if not pack.moves.get(move):
                yield f"move {move!r} has no entry"
    for key in _texts(english()) - _texts(pack):
        yield f"{key} is missing"
    if pack.rewrite is None:
        yield "rewrite is missing"
    by_id = {rule.entry: rule for rule in rules}
    for move, entries in pack.moves.items():
        for number, entry in enumerate(entries, 1):
            rule = by_id[f"{pack.code}:{move}.{number}"]
            matcher = Matcher([rule])
            for text in entry.yes:
                if not matcher.find(text, rule.side)[1]:
                    yield f"{move}, entry {number}: should match {text!r}"
            for text in entry.no:
                if matcher.find(text, rule.side)[1]:
                    yield f"{move}, entry {number}: should not match {text!r}"
