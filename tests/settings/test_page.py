"""docs/configuration.md says what the model says, and its example is settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from evaluator.settings import Settings, names, resolve

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "configuration.md").read_text("utf-8")
TITLE = "| setting | closure.toml | environment | flag | default | meaning |"


def table() -> Iterator[str]:
    """The rows that the page should have."""
    for name, field in Settings.model_fields.items():
        key, flag = names.in_file(name), names.documented_flag(name)
        variables = ", ".join(f"`{variable}`" for variable in names.variables(name))
        cells = (
            *(name, f"`{key}`" if key else "–", variables, f"`{flag}`" if flag else "–"),
            *(_default(field.get_default(call_default_factory=True)), field.description or ""),
        )
        yield f"| {' | '.join(cells)} |"


def _default(value: object) -> str:
    match value:
        case None | () | {}:
            return "–"
        case bool():
            return str(value).lower()
        case float():
            return f"{value:g}"
    return str(value)


def test_the_table_is_the_models():
    lines = PAGE.splitlines()
    start = lines.index(TITLE) + 2
    expected = [*table()]
    assert lines[start : start + len(expected)] == expected
    assert not lines[start + len(expected)].startswith("|")


def test_every_setting_says_what_it_means():
    assert all(field.description for field in Settings.model_fields.values())


def test_the_example_is_settings(tmp_path: Path):
    example = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    (tmp_path / "closure.toml").write_text(example[1], "utf-8")
    environ = dict.fromkeys(re.findall(r"\$\{(\w+)\}", example[1]), "value")
    (tmp_path / "endpoint.key").write_text("k")
    resolved = resolve({}, environ=environ, start=tmp_path)
    assert sum(origin.startswith("closure.toml:") for origin in resolved.origins.values()) >= 10
    assert resolved.settings.headers
