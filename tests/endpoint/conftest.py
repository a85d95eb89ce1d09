"""Endpoints that a test may start as many of as it likes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, Protocol

import pytest

from tests.endpoint.answers import good
from tests.endpoint.server import LocalEndpoint, Script
from tests.real_model import real_model

__all__ = ["endpoint", "real_model"]


class StartEndpoint(Protocol):
    """Starts an endpoint that lives as long as the test; the settings are those of `LocalEndpoint`."""

    def __call__(self, script: Script = good, **settings: Any) -> LocalEndpoint: ...


@pytest.fixture
def endpoint() -> Iterator[StartEndpoint]:
    """Return a function that starts endpoints; they are closed after the test."""
    with ExitStack() as stack:

        def start(script: Script = good, **settings: Any) -> LocalEndpoint:
            return stack.enter_context(LocalEndpoint(script, **settings))

        yield start
