"""Endpoints for tests of the judge."""

from tests.endpoint.conftest import endpoint

__all__ = ["endpoint"]
