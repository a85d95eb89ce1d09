"""Endpoints for tests of the rewriter."""

from tests.endpoint.conftest import endpoint

__all__ = ["endpoint"]
