"""The command line, ``closure``."""

from evaluator.cli.app import app, main

__all__ = ["app", "main"]
