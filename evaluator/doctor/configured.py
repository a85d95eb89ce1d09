"""The settings and the key."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from typing import NamedTuple

from evaluator.doctor.check import Check, ok, problem, skipped, warning
from evaluator.errors import ClosureError
from evaluator.settings import Resolved, Settings, resolve
from evaluator.settings.environment import unknown
from evaluator.settings.layers import DEFAULT
from evaluator.settings.names import variables

# All of them begin alike.
_ALIKE = 0.85
NAME, KEY, MODEL = "settings", "key", "model"


class Configured(NamedTuple):
    """The settings, the defaults where they cannot be read; `barrier` tells why nothing may be sent."""

    settings: Settings
    checks: tuple[Check, ...]
    barrier: str | None = None

    @property
    def has_models(self) -> bool:
        """Whether a model is to grade."""
        return bool(self.settings.models)


def configured(flags: Mapping[str, object]) -> Configured:
    """Read the settings, first without what is secret: a key that cannot be read spoils nothing else."""
    try:
        resolved = resolve(flags, with_secrets=False)
    except ClosureError as error:
        why = "the settings cannot be read"
        return Configured(Settings(), (problem(NAME, error), skipped(MODEL, why)), why)
    checks = (_settings(resolved),)
    if not resolved.settings.models:
        found = "none is set: chats are graded by rules, and nothing is sent"
        return Configured(resolved.settings, (*checks, skipped(MODEL, found)), "no model is set")
    if resolved.settings.offline:
        why = f"offline ({resolved.origins['offline']})"
        found = f"{why}: chats are graded by rules, and nothing is sent"
        return Configured(resolved.settings, (*checks, skipped(MODEL, found)), why)
    try:
        full = resolve(flags)
        key = _key(full)
    except ClosureError as error:
        return Configured(resolved.settings, (*checks, problem(KEY, error)), "there is no key to send")
    return Configured(full.settings, (*checks, key))


def _settings(resolved: Resolved) -> Check:
    set_here = [name for name, origin in resolved.origins.items() if origin != DEFAULT]
    found = f"{resolved.file or 'no closure.toml'}; set: {', '.join(set_here) or 'nothing'}"
    if not (strangers := unknown(os.environ)):
        return ok(NAME, found)
    known = [variable for setting in Settings.model_fields for variable in variables(setting)]
    advice = []
    for name in strangers:
        close = difflib.get_close_matches(name, known, 1, _ALIKE)
        advice.append(f"correct {name} to {close[0]}" if close else f"remove {name}")
    verb = "is no setting, and has" if len(strangers) == 1 else "are no settings, and have"
    return warning(NAME, f"{found}; {', '.join(strangers)} {verb} no effect", "; ".join(advice))


def _key(resolved: Resolved) -> Check:
    """Say where the key is from. Raises `UsageError` where one is needed and there is none."""
    if resolved.settings.key:
        return ok(KEY, f"there is one, from {resolved.origins[KEY]}")
    from evaluator.endpoint.connection import Connection

    Connection(resolved.settings, resolved.settings.models[0])
    return ok(KEY, "none, and none is needed: the endpoint is on this machine")
