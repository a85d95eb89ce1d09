"""The least that a program can do: the `openai` client and a semaphore. ``python -m benchmarks.judge.bare BODIES``.

Sends what `benchmarks.judge.bodies` wrote, 64 at a time, and parses each answer's JSON; keeps nothing.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openai import AsyncOpenAI, DefaultAioHttpClient

AT_ONCE = 64


async def ask_all(lines: Iterator[str], client: AsyncOpenAI) -> None:
    """Ask about every chat."""
    shared: dict[str, Any] = json.loads(next(lines))
    system = shared.pop("messages")
    slots = asyncio.Semaphore(AT_ONCE)

    async def ask(user: str) -> None:
        async with slots:
            messages = [*system, {"role": "user", "content": json.loads(user)}]
            completion = await client.chat.completions.create(messages=messages, **shared)
        json.loads(completion.choices[0].message.content)

    async with client:
        await asyncio.gather(*(ask(line) for line in lines))


def main() -> None:
    """Read the arguments and ask; with ``--aiohttp``, over the client's other transport."""
    http = DefaultAioHttpClient() if "--aiohttp" in sys.argv else None
    with Path(sys.argv[1]).open(encoding="ascii") as lines:
        asyncio.run(ask_all(iter(lines), AsyncOpenAI(http_client=http)))


if __name__ == "__main__":
    main()
