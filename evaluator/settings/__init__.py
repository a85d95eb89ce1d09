"""What a run is told: flags, then the environment, then ``closure.toml``, then defaults."""

from evaluator.settings.layers import Resolved, resolve
from evaluator.settings.model import Settings

__all__ = ["Resolved", "Settings", "resolve"]
