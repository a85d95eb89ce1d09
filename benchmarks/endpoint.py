"""A model's endpoint as a process of its own: answers at once or late, deals out faults, and counts.

    python -m benchmarks.endpoint '{"latency": [0.2, 0.2]}'

The argument is a `Scenario` as JSON. Prints its port, then a line whenever something is due (`Scenario.tell_after`);
ends with its standard input. ``GET /counts`` returns a `Counts` as JSON. Its HTTP is no more than the benchmarks need,
so that it takes little of the machine it shares with what is measured.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import socket
import struct
import sys
import time
from dataclasses import asdict, dataclass, field
from functools import partial
from random import Random
from typing import Any

from benchmarks.judge.answers import Asked, answered, read
from benchmarks.judge.deals import Deal, Fate, Odds, deal
from tests.endpoint.limits import Rate

HEAD_END = b"\r\n\r\n"
NO_LINGER = struct.pack("ii", 1, 0)
ERROR = b'{"error":{"message":"%s","type":"error","param":null,"code":null}}'
HANGS_FOR = 60.0


@dataclass(frozen=True)
class Scenario:
    """How to behave."""

    latency: tuple[float, float] = (0.0, 0.0)
    odds: Odds | None = None
    requests_per_second: float | None = None
    burst: int = 5
    seed: int = 1
    tell_after: int | None = None

    @classmethod
    def of(cls, said: dict[str, Any]) -> Scenario:
        """Read one from plain data."""
        odds = Odds(**said["odds"]) if said.get("odds") else None
        return cls(**{**said, "odds": odds})


@dataclass
class Counts:
    """What happened. By chat: how often it was asked about, and when a good answer was written."""

    fates: dict[str, int] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    good: dict[str, list[float]] = field(default_factory=dict)
    first_at: float = 0.0
    last_at: float = 0.0
    body_bytes: int = 0
    cpu: float = 0.0


class Endpoint:
    """Decides on each request and remembers it."""

    def __init__(self, scenario: Scenario) -> None:
        self.counts = Counts()
        self._scenario = scenario
        self._rate = (
            Rate(scenario.requests_per_second, scenario.burst) if scenario.requests_per_second else None
        )
        self._latency = Random(scenario.seed)  # a benchmark repeats itself

    def dealt(self, body: bytes) -> tuple[Asked, Deal]:
        """Read a request and return what to do about it."""
        asked, counts = read(body), self.counts
        counts.body_bytes += len(body)
        counts.last_at = time.monotonic()
        counts.first_at = counts.first_at or counts.last_at
        attempt = counts.asked[asked.chat] = counts.asked.get(asked.chat, 0) + 1
        dealt = self._deal(asked.chat, attempt)
        counts.fates[dealt.fate] = counts.fates.get(dealt.fate, 0) + 1
        return asked, dealt

    def _deal(self, chat: str, attempt: int) -> Deal:
        if self._rate and self._rate.objection():
            return Deal(Fate.RATE, 0.0)
        seconds = self._latency.uniform(*self._scenario.latency)
        if self._scenario.odds is None:
            return Deal(Fate.GOOD, seconds)
        return deal(self._scenario.odds, self._scenario.seed, chat, attempt, seconds)

    def wrote(self, chat: str) -> None:
        """A good answer left for the client."""
        self.counts.last_at = time.monotonic()
        self.counts.good.setdefault(chat, []).append(self.counts.last_at)
        if len(self.counts.good) == self._scenario.tell_after:
            print("now", flush=True)

    def report(self) -> bytes:
        """Return the counts so far, as JSON."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        self.counts.cpu = used.ru_utime + used.ru_stime
        return json.dumps(asdict(self.counts)).encode()


class Connection(asyncio.Protocol):
    """Answers one request after the other."""

    transport: asyncio.Transport

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self._received = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer when a request is whole."""
        self._received += data
        end = self._received.find(HEAD_END)
        if end < 0:
            return
        head = bytes(self._received[:end])
        at = head.lower().find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self._received) < end + 4 + length:
            return
        body = bytes(self._received[end + 4 : end + 4 + length])
        self._received.clear()
        if head.startswith(b"GET"):
            self._write(200, self._endpoint.report())
        else:
            self._answer(body)

    def _answer(self, body: bytes) -> None:
        asked, dealt = self._endpoint.dealt(body)
        loop = asyncio.get_running_loop()
        match dealt.fate:
            case Fate.RATE:
                self._write(429, ERROR % b"Rate limit reached for requests", b"retry-after: 1\r\n")
            case Fate.SERVER:
                loop.call_later(dealt.seconds, self._write, 500, ERROR % b"Something went wrong")
            case Fate.RESET:
                loop.call_later(dealt.seconds, self._reset)
            case Fate.HANG:
                loop.call_later(HANGS_FOR, self.transport.close)
            case fate:
                loop.call_later(dealt.seconds, self._say, asked, fate)

    def _say(self, asked: Asked, fate: Fate) -> None:
        if not self.transport.is_closing():
            self._write(200, answered(asked, fate))
            if fate is Fate.GOOD:
                self._endpoint.wrote(asked.chat)

    def _reset(self) -> None:
        self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        self.transport.abort()

    def _write(self, status: int, body: bytes, header: bytes = b"") -> None:
        head = b"HTTP/1.1 %d OK\r\ncontent-type: application/json\r\n%scontent-length: %d\r\n\r\n"
        self.transport.write(head % (status, header, len(body)) + body)


async def serve(scenario: Scenario) -> None:
    """Serve until standard input ends."""
    loop = asyncio.get_running_loop()
    endpoint = Endpoint(scenario)
    server = await loop.create_server(partial(Connection, endpoint), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


def main() -> None:
    """Serve on the last of the cores, what is measured being on the first."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    asyncio.run(serve(Scenario.of(json.loads(sys.argv[1]))))


if __name__ == "__main__":
    main()
