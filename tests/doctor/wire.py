"""Endpoints with a list of models that is out of the ordinary, and answers to the doctor's request."""

from __future__ import annotations

from tests.endpoint import EVERYTHING, LocalEndpoint, Reply, answer
from tests.endpoint.limits import Limits
from tests.endpoint.server import Script

GOODBYE = answer({"reason": "It says goodbye.", "level": "met"})
NO_SCHEMA = EVERYTHING - {"json_schema"}
PLAIN = EVERYTHING - {"json_schema", "json_object", "temperature", "seed", "max_completion_tokens"}


class _Listed(Limits):
    reply: Reply

    def catalogue(self) -> Reply:
        return self.reply


def listing(reply: Reply, script: Script = GOODBYE) -> LocalEndpoint:
    """Return an endpoint that answers `reply` where it is asked for its models."""
    served = LocalEndpoint(script)
    served.limits = _Listed()
    served.limits.reply = reply
    return served
