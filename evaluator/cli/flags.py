"""The flags that commands share: how to read chats, and how to grade them. Light: `closure --help` imports it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

import typer

from evaluator.cli.options import (
    AgentNames,
    Columns,
    Encoding,
    FormatName,
    LanguagesDir,
    MappingFile,
    RubricName,
)

Flags = Mapping[str, object]
_MODEL = "Language model"


def _option(*names: str, metavar: str | None = None, help: str) -> Any:  # noqa: A002, ANN401  # as typer has it
    return typer.Option(*names, metavar=metavar, help=help, rich_help_panel=_MODEL)


def _of_grading(
    rubric: RubricName = None,
    languages_dir: LanguagesDir = None,
    reasons_in: Annotated[
        str | None,
        typer.Option(
            metavar="LANG",
            help="Language of reasons and tips: en (default), cs …, or chat.",
            rich_help_panel="Grading",
        ),
    ] = None,
    suggest: Annotated[
        str | None,
        typer.Option(
            metavar="WHEN",
            help="Propose a better closing: never, always, or below=85.",
            rich_help_panel="Grading",
        ),
    ] = None,
    models: Annotated[
        list[str] | None,
        _option(
            "--model", metavar="NAME", help="Grade with this model; several are a jury. Without: by rules."
        ),
    ] = None,
    base_url: Annotated[
        str | None, _option(metavar="URL", help="An OpenAI-compatible endpoint; OpenAI's otherwise.")
    ] = None,
    key_file: Annotated[
        Path | None, _option(metavar="FILE", help="The file with the key, instead of OPENAI_API_KEY.")
    ] = None,
    offline: Annotated[bool | None, _option("--offline", help="Send nothing anywhere: by rules.")] = None,
    votes: Annotated[
        int | None, _option(metavar="N", help="Ask each model N times, and take the majority.")
    ] = None,
    on_failure: Annotated[
        str | None,
        _option(metavar="fallback|error", help="A chat that the model cannot grade: by rules, or an error."),
    ] = None,
    redact: Annotated[
        bool | None, _option("--redact/--no-redact", help="Mask personal data before sending (default).")
    ] = None,
    cache: Annotated[
        bool | None, _option("--cache/--no-cache", help="Keep answers on disk, use them again (default).")
    ] = None,
    concurrency: Annotated[int | None, _option(metavar="N", help="Chats in work at a time (16).")] = None,
    requests_per_minute: Annotated[
        int | None, _option(metavar="N", help="Requests a minute at most.")
    ] = None,
    tokens_per_minute: Annotated[int | None, _option(metavar="N", help="Tokens a minute at most.")] = None,
    max_cost: Annotated[
        float | None, _option(metavar="AMOUNT", help="Ask no more at this cost; the rest is graded by rules.")
    ] = None,
    max_tokens: Annotated[int | None, _option(metavar="N", help="Ask no more after so many tokens.")] = None,
    prices: Annotated[Path | None, _option(metavar="FILE", help="Prices of models, for --max-cost.")] = None,
    temperature: Annotated[float | None, _option(metavar="T", help="The models' temperature.")] = None,
    seed: Annotated[int | None, _option(metavar="N", help="The first vote's seed.")] = None,
    timeout: Annotated[
        float | None, _option(metavar="SECONDS", help="Wait so long for one answer (60).")
    ] = None,
    deadline: Annotated[
        float | None, _option(metavar="SECONDS", help="Try so long for one chat (180).")
    ] = None,
    config: Annotated[
        Path | None, _option(metavar="FILE", help="Settings to read instead of the nearest closure.toml.")
    ] = None,
) -> None:
    """Declare the flags; named as the settings are."""


def _of_reading(
    format_name: FormatName = None,
    mapping: MappingFile = None,
    agent_names: AgentNames = None,
    columns: Columns = None,
    encoding: Encoding = None,
) -> None:
    """Declare the flags that say how to read chats."""


def _parameters(declaration: Callable[..., None]) -> tuple[inspect.Parameter, ...]:
    return tuple(inspect.signature(declaration, eval_str=True).parameters.values())


_GROUPS = {"reading": _parameters(_of_reading), "flags": _parameters(_of_grading)}


def with_flags(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the flags above after its own options.

    It gets them as one mapping for each group: ``reading`` and ``flags``, whichever it takes.
    """
    signature = inspect.signature(command, eval_str=True)
    groups = {name: _GROUPS[name] for name in _GROUPS if name in signature.parameters}

    @wraps(command)
    def run(**given: object) -> None:
        taken = {name: {p.name: given.pop(p.name) for p in group} for name, group in groups.items()}
        command(**given, **taken)

    own = [parameter for name, parameter in signature.parameters.items() if name not in groups]
    parameters = [*own, *chain.from_iterable(groups.values())]
    run.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]  # typer reads it
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    del run.__wrapped__  # it would be looked at instead
    return run
