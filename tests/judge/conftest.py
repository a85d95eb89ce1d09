"""Endpoints for tests of the judge."""

from tests.endpoint.conftest import endpoint, real_model

__all__ = ["endpoint", "real_model"]
