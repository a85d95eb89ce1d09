"""Whether it is worth asking a model again for evidence: found out by a few tries."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_TRIALS = 8


@dataclass(slots=True)
class Trial:
    """One time of asking again; `helped` is to be set if evidence came of it."""

    helped: bool = False


@dataclass(slots=True)
class Insistence:
    """Lets some chats ask again, and all others only if that helped any of them.

    Some models quote what nobody said, however often they are asked: each chat would cost them two requests. Which
    chats come first makes no difference to what is found: the others wait for the verdict.
    """

    _begun: int = 0
    _failed: int = 0
    _helps: bool = False
    _known: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def again(self) -> AsyncIterator[Trial | None]:
        """Enter to ask again; gives None where that has been found to be of no use."""
        if not self._helps and self._begun >= _TRIALS:
            await self._known.wait()
            if not self._helps:
                yield None
                return
        self._begun += 1
        trial = Trial()
        try:
            yield trial
        finally:
            self._helps = self._helps or trial.helped
            self._failed += not trial.helped
            if self._helps or self._failed >= _TRIALS:
                self._known.set()
