"""Compares moves with dialogue acts that others labelled: asking for more, and goodbye, in the Schema-Guided Dialogues.

    python -m benchmarks.acts sgd.jsonl.gz [--misses]

One chat a line: ``{"turns": [{"role", "text", "act": [...]}]}``. Prints precision and recall over the agent's turns;
the last row leaves out turns that are labelled a goodbye and only thank, answer a thanks or sign off.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from evaluator.ruled import matcher

# An act, and the moves that make it. A wish ends a chat in its last agent turn; before, it wishes joy of a song.
MOVES = {"REQ_MORE": frozenset({"offer"}), "GOODBYE": frozenset({"farewell", "farewell_cold"})}
LAST = frozenset({"wish"})
# What the acts call a goodbye too, and docs/criteria.md does not: it thanks, answers a thanks, or signs off.
NO_GOODBYE = frozenset(
    {"ack", "thanks", "thanks_bare", "invite_back", "signoff", "instruct", "formal", "informal"}
)


class Turn(NamedTuple):
    """An agent turn with its acts; `is_last` of the agent's in its chat."""

    text: str
    acts: frozenset[str]
    is_last: bool


def turns(path: Path) -> Iterator[Turn]:
    """Yield every agent turn."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        for line in lines:
            said = [turn for turn in json.loads(line)["turns"] if turn["role"] == "agent"]
            for number, turn in enumerate(said, 1):
                yield Turn(turn["text"], frozenset(turn.get("act", ())), number == len(said))


def main() -> None:
    """Parse the command line, count, print."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.acts",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--misses", action="store_true", help="print every turn that is counted wrong")
    options = parser.parse_args()
    counts: Counter[tuple[str, bool, bool]] = Counter()
    others = 0
    known = matcher("en")
    for turn in turns(options.file):
        made = {hit.move for hit in known.find(turn.text, "agent")[1]}
        for act, moves in MOVES.items():
            wanted = moves | LAST if act == "GOODBYE" and turn.is_last else moves
            found, labelled = not wanted.isdisjoint(made), act in turn.acts
            counts[act, found, labelled] += 1
            others += act == "GOODBYE" and labelled and not found and made <= NO_GOODBYE
            if options.misses and found is not labelled:
                print(act, "missed" if labelled else "false", turn.text, sep="\t")
    print("| act | turns with it | precision | recall |\n| :-- | --: | --: | --: |")
    for act in MOVES:
        print(_row(act, counts[act, True, True], counts[act, True, False], counts[act, False, True]))
    goodbyes = [counts["GOODBYE", True, True], counts["GOODBYE", True, False], counts["GOODBYE", False, True]]
    print(_row("GOODBYE in words", goodbyes[0], goodbyes[1], goodbyes[2] - others))


def _row(name: str, both: int, false: int, missed: int) -> str:
    return f"| {name} | {both + missed:,} | {both / (both + false):.1%} | {both / (both + missed):.1%} |"


if __name__ == "__main__":
    main()
