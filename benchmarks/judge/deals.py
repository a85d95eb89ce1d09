"""What befalls a request: dealt by chat and attempt, so that every client meets the same."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from random import Random

MOST_ATTEMPTS = 50


class Fate(StrEnum):
    """How a request ends."""

    GOOD = "answered"
    RATE = "429"
    SERVER = "500"
    RESET = "reset"
    UNREADABLE = "unreadable"
    REFUSAL = "refusal"
    HANG = "hang"


@dataclass(frozen=True)
class Odds:
    """Shares of the requests; `refusal` is a share of the chats: a refused chat is always refused."""

    rate: float = 0.10
    server: float = 0.05
    reset: float = 0.02
    unreadable: float = 0.03
    hang: float = 0.005
    refusal: float = 0.01


@dataclass(frozen=True)
class Deal:
    """What to do, and after how many seconds."""

    fate: Fate
    seconds: float


def is_refused(odds: Odds, seed: int, chat: str) -> bool:
    """Tell whether the model will not answer about a chat."""
    return Random(f"{seed}:{chat}").random() < odds.refusal


def deal(odds: Odds, seed: int, chat: str, attempt: int, seconds: float) -> Deal:
    """Return what befalls the attempt (from 1) at a chat; `seconds` is what an answer takes."""
    at = Random(f"{seed}:{chat}:{attempt}").random()
    faults = {
        Fate.RATE: odds.rate,
        Fate.SERVER: odds.server,
        Fate.RESET: odds.reset,
        Fate.UNREADABLE: odds.unreadable,
        Fate.HANG: odds.hang,
    }
    for fate, share in faults.items():
        if at < share:
            return Deal(fate, seconds)
        at -= share
    return Deal(Fate.REFUSAL if is_refused(odds, seed, chat) else Fate.GOOD, seconds)


def path(odds: Odds, seed: int, chat: str, seconds: float, patience: float) -> float:
    """Return the seconds from a chat's first request to its answer, for a client that never waits longer than it must.

    A 429 costs the second that it asks for, a hang `patience`, anything else the `seconds` of an answer.
    """
    total = 0.0
    for attempt in range(1, MOST_ATTEMPTS):
        match deal(odds, seed, chat, attempt, seconds).fate:
            case Fate.RATE:
                total += 1.0
            case Fate.HANG:
                total += patience
            case Fate.GOOD | Fate.REFUSAL:
                return total + seconds
            case _:
                total += seconds
    return total
