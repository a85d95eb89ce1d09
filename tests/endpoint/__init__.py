"""A real endpoint on this machine for tests: scripts of replies, good ones and bad ones."""

from tests.endpoint.answers import chat_in, good, judged, verdict
from tests.endpoint.instance import instance
from tests.endpoint.limits import EVERYTHING
from tests.endpoint.replies import (
    answer,
    choices_empty,
    close_without_answer,
    drip,
    hang,
    json_reply,
    late,
    out_of_quota,
    rate_limited,
    raw,
    refused,
    reset,
    status,
    truncated_body,
    usage,
)
from tests.endpoint.server import LocalEndpoint, Script
from tests.endpoint.wire import End, Reply, Seen

__all__ = [
    "EVERYTHING",
    "End",
    "LocalEndpoint",
    "Reply",
    "Script",
    "Seen",
    "answer",
    "chat_in",
    "choices_empty",
    "close_without_answer",
    "drip",
    "good",
    "hang",
    "instance",
    "json_reply",
    "judged",
    "late",
    "out_of_quota",
    "rate_limited",
    "raw",
    "refused",
    "reset",
    "status",
    "truncated_body",
    "usage",
    "verdict",
]
