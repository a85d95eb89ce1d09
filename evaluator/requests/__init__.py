"""Requests to a model as a file, and its responses from one: for places where the endpoint is out of reach."""

from evaluator.requests.build import build
from evaluator.requests.chats import Asked, Chats, chats_path
from evaluator.requests.read import Answered
from evaluator.requests.responses import Responses

__all__ = ["Answered", "Asked", "Chats", "Responses", "build", "chats_path"]
