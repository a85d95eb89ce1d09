"""One connection of the endpoint: requests are read by h11, replies are written by hand so that they can be wrong."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import time
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import Any, Protocol

import h11

from tests.endpoint.wire import End, Reply, Seen

PIECES = 20
NO_LINGER = struct.pack("ii", 1, 0)


class Host(Protocol):
    """What a connection needs of its endpoint."""

    def joined(self, connection: Connection) -> int:
        """Take note of a connection that stands; return its number."""

    def answering(self, seen: Seen) -> AbstractContextManager[Reply]:
        """Decide on the reply; the block lasts as long as the reply takes."""

    def mistaken(self, error: BaseException) -> None:
        """Take note that the script itself failed."""


class Connection(asyncio.Protocol):
    """Answers one request after the other; what the client gives up is given up here as well."""

    transport: asyncio.Transport

    def __init__(self, host: Host) -> None:
        self._number = 0
        self._host = host
        self._parser = h11.Connection(h11.SERVER)
        self._request: h11.Request | None = None
        self._body = b""
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._number = self._host.joined(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  # its signature is given
        if self._task:
            self._task.cancel()

    def data_received(self, data: bytes) -> None:
        self._parser.receive_data(data)
        if self._task is None:
            self._read()

    def _read(self) -> None:
        """Go on until a request is complete or more has to arrive."""
        while True:
            try:
                event = self._parser.next_event()
            except h11.RemoteProtocolError:
                self.transport.abort()
                return
            match event:
                case h11.Request():
                    self._request, self._body = event, b""
                case h11.Data():
                    self._body += event.data
                case h11.EndOfMessage():
                    self._take()
                    return
                case _:
                    return

    def _take(self) -> None:
        """Answer the request that is complete; what follows it waits in a new parser."""
        assert self._request is not None
        following, _ = self._parser.trailing_data
        self._parser = h11.Connection(h11.SERVER)
        if following:
            self._parser.receive_data(following)
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in self._request.headers}
        method, path = self._request.method.decode(), self._request.target.decode()
        seen = Seen(method, path, headers, self._body, _parsed(self._body), time.monotonic(), self._number)
        self._task = asyncio.get_running_loop().create_task(self._answer(seen))
        self._task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._task = None
        error = None if task.cancelled() else task.exception()
        if error is not None:
            self._host.mistaken(error)
            self.transport.abort()
        elif not self.transport.is_closing():
            self._read()

    async def _answer(self, seen: Seen) -> None:
        last = seen.headers.get("connection", "").lower() == "close"
        with self._host.answering(seen) as reply:
            await asyncio.sleep(reply.wait)
            if not reply.silent:
                await self._write(reply.having({"connection": "close"}) if last else reply)
        if reply.end is End.RESET:
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
            self.transport.abort()
        elif reply.end is End.CLOSED or last:
            self.transport.close()

    async def _write(self, reply: Reply) -> None:
        length = {"content-length": str(len(reply.body) + reply.missing)}
        lines = [f"{name}: {value}\r\n" for name, value in {**length, **reply.headers}.items()]
        phrase = HTTPStatus(reply.status).phrase
        head = f"HTTP/1.1 {reply.status} {phrase}\r\n{''.join(lines)}\r\n".encode("latin-1")
        if not reply.drip:
            self.transport.write(head + reply.body)
            return
        self.transport.write(head)
        size = max(1, -(-len(reply.body) // PIECES))
        for at in range(0, len(reply.body), size):
            await asyncio.sleep(reply.drip / PIECES)
            self.transport.write(reply.body[at : at + size])


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError:
        return None
