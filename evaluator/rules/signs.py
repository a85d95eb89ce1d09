"""What an ending shows: which moves stand where, and a few facts. `weights` says what each speaks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evaluator.closing import Ending
from evaluator.marked import Stretch
from evaluator.models import Outcome
from evaluator.packs.said import ADDRESS

# A step, and what may stand beside it in its sentence.
# fmt: off
_STEPS = (
    "commit", "defer", "escalate", "vague_next", "instruct", "transfer", "redirect", "done", "refusal", "visit",
    "dispatch", "hold", "consent",
)
# fmt: on
_BESIDE = ("when", "who", "reason", "reference", "condition", "handled_vague", "alternative")
_DATED = frozenset({"when", "who"})
# How much is said of the matter: more words, or numbers, than these.
_WORDS = (6, 12, 25, 50)
_NUMBERS = (0, 1, 3)


def signs(ending: Ending, supposed: Outcome) -> frozenset[str]:
    """Return the signs of an ending; `supposed` is the outcome that the facts suggest, which is one of them."""
    found = {f"supposed:{supposed}"}
    for place, moves in _places(ending):
        found.update(f"{place}:{move}" for move in moves if move not in ADDRESS)
    found.update(_steps(ending.closing_agent))
    found.update(f"fact:{fact}" for fact in _facts(ending))
    found.update(_extent(ending))
    return frozenset(found)


def _places(ending: Ending) -> Iterator[tuple[str, Iterable[str]]]:
    yield "agent", ending.agent_turns.moves
    yield "closing", ending.closing_agent.moves
    yield "after", ending.after_customer.moves
    yield "matter", frozenset[str]().union(*(block.moves for block in ending.substance))
    yield "customer", ending.customer_turns.moves
    yield "came", ending.customer[0].moves if ending.customer else ()
    yield "said", ending.closing_customer.moves
    yield "last", ending.customer_last
    yield "system", ending.system.moves


def _steps(closing: Stretch) -> Iterator[str]:
    for turn in closing:
        for moves in turn.moves_of:
            for step in moves.intersection(_STEPS):
                if moves.isdisjoint(_DATED):
                    yield f"alone:{step}"
                for other in moves.intersection(_BESIDE):
                    yield f"{step}+{other}"


def _facts(ending: Ending) -> Iterator[str]:
    facts = {
        "open_question": ending.open_question is not None,
        "on_silence": ending.on_silence,
        "transfer": ending.transfer is not None,
        "customer_ended": ending.ended_by_customer is not None,
        "customer_last": bool(ending.blocks) and ending.blocks[-1].side == "customer",
        "agent_asks": bool(ending.agent) and ending.agent[-1].asks,
        "customer_asks": bool(ending.customer) and ending.customer[-1].asks,
    }
    return (fact for fact, holds in facts.items() if holds)


def _extent(ending: Ending) -> Iterator[str]:
    told = [(turn, n) for block in ending.substance for turn in block.turns for n in turn.substance]
    words = sum(len(turn.words.of(n)) for turn, n in told)
    numbers = sum(turn.said.numbers(n) for turn, n in told)
    yield from (f"words>{most}" for most in _WORDS if words > most)
    yield from (f"numbers>{most}" for most in _NUMBERS if numbers > most)
