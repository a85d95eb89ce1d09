"""Endpoints with a limit, in virtual time, and a crowd of workers that sends requests through a `Limiter`."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from evaluator.endpoint.limiter import Limiter
from tests.endpoint.virtual_time import now


@dataclass
class Bucket:
    """Accepts `rate` a second, and `burst` at once after a pause."""

    rate: float
    burst: float
    level: float = field(init=False)
    stamp: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self.level = self.burst

    def accepts(self) -> bool:
        self.level = min(self.burst, self.level + (now() - self.stamp) * self.rate)
        self.stamp = now()
        if self.level < 1:
            return False
        self.level -= 1
        return True


@dataclass
class Window:
    """Accepts so many in each window of so many seconds."""

    limit: int
    seconds: float
    number: int = field(default=-1, init=False)
    used: int = field(default=0, init=False)

    def accepts(self) -> bool:
        number = int(now() // self.seconds)
        if number != self.number:
            self.number, self.used = number, 0
        self.used += 1
        return self.used <= self.limit


@dataclass
class Result:
    """How it went."""

    seconds: float
    requests: int
    refused: int
    answered: int

    @property
    def refused_share(self) -> float:
        return self.refused / self.requests


async def crowd(
    limiter: Limiter,
    accepts: Callable[[], bool],
    *,
    items: int,
    workers: int = 64,
    latency: float = 0.2,
    refusal_latency: float = 0.002,
    retry_after: float = 1.0,
) -> Result:
    """Get an answer to each item, however often it is refused."""
    result = Result(0, 0, 0, 0)
    left = iter(range(items))

    async def answered() -> bool:
        async with limiter.slot(100) as slot:
            result.requests += 1
            if accepts():
                await asyncio.sleep(latency)
                slot.accepted({}, 100)
                result.answered += 1
                return True
            await asyncio.sleep(refusal_latency)
            result.refused += 1
            slot.refused(retry_after, {})
        await asyncio.sleep(retry_after)
        return False

    async def worker() -> None:
        for _ in left:
            while not await answered():
                pass

    began = now()
    await asyncio.gather(*(worker() for _ in range(workers)))
    result.seconds = now() - began
    return result
