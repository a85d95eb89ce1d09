"""A real HTTP server on this machine that speaks like a model's endpoint, and misbehaves on demand."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from typing import Self

from tests.endpoint.answers import good
from tests.endpoint.connection import Connection
from tests.endpoint.limits import EVERYTHING, Dialect, Limits, Rate, not_found
from tests.endpoint.replies import late
from tests.endpoint.wire import Reply, Seen, Step

Script = Step | Sequence[Step]


class LocalEndpoint:
    """Answers chat completions by a script, from a thread of its own, while its block lasts.

    A script is a reply, a function of the request that returns one, or a sequence of these, of which the last is
    repeated. What the limits turn away, and what `rps` finds too many, does not use up a step of the script.
    A function of a script that fails, fails the block at its end.
    """

    def __init__(
        self,
        script: Script = good,
        *,
        key: str | None = None,
        models: Sequence[str] = (),
        supports: Set[str] = EVERYTHING,
        context_length: int | None = None,
        dialect: Dialect = "openai",
        rps: float | None = None,
        burst: int = 1,
        latency: float = 0.0,
    ) -> None:
        self.limits = Limits(key, models, supports, context_length, dialect)
        self.rate = Rate(rps, burst) if rps else None
        self.latency = latency
        self.most_at_once = 0
        self._lock = threading.Lock()
        self._seen: list[Seen] = []
        self._statuses: list[int] = []
        self._steps: list[Step] = []
        self._under_way = 0
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._connections: list[Connection] = []
        self._mistakes: list[BaseException] = []
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self._thread = threading.Thread(target=self._run, name="endpoint", daemon=True)
        self.base_url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/v1"
        self.play(script)

    def play(self, script: Script) -> None:
        """Go on with another script, from its beginning."""
        steps = [script] if isinstance(script, Reply) or callable(script) else list(script)
        with self._lock:
            self._steps = steps

    @property
    def requests(self) -> list[Seen]:
        """All requests so far."""
        with self._lock:
            return list(self._seen)

    @property
    def chats(self) -> list[Seen]:
        """The requests for a completed chat so far, those that were turned away included."""
        return [seen for seen in self.requests if seen.is_chat]

    @property
    def statuses(self) -> list[int]:
        """The status of each reply so far, in the order in which they began; 0 where nothing was said."""
        with self._lock:
            return list(self._statuses)

    @property
    def connections(self) -> int:
        """How many connections were opened so far."""
        return len(self._connections)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self.close()
        if self._mistakes and kind is None:
            raise self._mistakes[0]

    def close(self) -> None:
        """Stop at once, whatever is under way."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        server = await self._loop.create_server(lambda: Connection(self), sock=self._socket)
        await self._stop.wait()
        server.close()
        for connection in self._connections:
            connection.transport.abort()

    def joined(self, connection: Connection) -> int:
        """Take note of a connection that stands; return its number, counted from 1."""
        self._connections.append(connection)
        return len(self._connections)

    @contextmanager
    def answering(self, seen: Seen) -> Iterator[Reply]:
        """Decide on the reply to a request; the block lasts as long as the reply takes."""
        with self._lock:
            self._seen.append(seen)
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            reply = self._reply(seen)
            with self._lock:
                self._statuses.append(0 if reply.silent else reply.status)
            yield reply
        finally:
            with self._lock:
                self._under_way -= 1

    def mistaken(self, error: BaseException) -> None:
        """Take note that the script itself failed."""
        self._mistakes.append(error)

    def _reply(self, seen: Seen) -> Reply:
        objection = self.limits.objection(seen)
        if objection is not None:
            return objection
        if not seen.is_chat:
            return self.limits.catalogue() if _is_list(seen) else not_found(seen)
        too_many = self.rate.objection() if self.rate else None
        if too_many is not None:
            return too_many
        with self._lock:
            step = self._steps.pop(0) if len(self._steps) > 1 else self._steps[0]
        return late(step if isinstance(step, Reply) else step(seen), self.latency)


def _is_list(seen: Seen) -> bool:
    return seen.method == "GET" and seen.path.partition("?")[0].endswith("/models")
