"""Tells an export of Slack from other folders; reading it is `evaluator.exports.slack`. Light."""

from __future__ import annotations

import re
from pathlib import Path

USERS = "users.json"
DAY = re.compile(r"\d{4}-\d\d-\d\d\.json")


def is_export(path: Path) -> bool:
    """Whether it is a folder with Slack's ``users.json`` in it, or a zip."""
    if path.is_dir():
        has_days = any(DAY.fullmatch(day.name) for day in path.glob("*/*.json"))
        return has_days and (path / USERS).is_file()
    return path.suffix.lower() == ".zip" and path.is_file()
