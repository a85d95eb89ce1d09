"""JMESPath expressions of a mapping: compiled when the file is read, harmless whatever they meet."""

from __future__ import annotations

from typing import Annotated, Any

import jmespath
from jmespath.exceptions import JMESPathError
from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema


class Expression:
    """A compiled expression. `source` is how the mapping writes it."""

    def __init__(self, source: str) -> None:
        """Compile. Raises `ValueError`."""
        self.source = source
        try:
            self._compiled: Any = jmespath.compile(source)
        except JMESPathError as error:
            what = str(error).partition("\n")[0].rstrip(":")
            raise ValueError(f"{source!r} is no JMESPath expression: {what}") from error

    def of(self, value: object) -> object:
        """Return what the expression finds in `value`.

        Raises `ValueError`, which names the expression, where it asks something of a value that it cannot have.
        """
        try:
            return self._compiled.search(value)
        except (JMESPathError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
            what = str(error).partition("\n")[0]
            raise ValueError(f"{self.source!r} cannot be applied: {what}") from error

    def holds(self, value: object) -> bool:
        """Whether it finds something: not null, false, 0-length. Never raises."""
        try:
            found = self.of(value)
        except ValueError:
            return False
        return found not in (None, False, "", [], {})


def _compile(value: object) -> object:
    return Expression(value) if isinstance(value, str) else value


Query = Annotated[
    Expression,
    BeforeValidator(_compile),
    PlainSerializer(lambda one: one.source, return_type=str),
    WithJsonSchema({"type": "string", "description": "A JMESPath expression."}),
]
