"""Properties that are worked out when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

_T = TypeVar("_T")


class lazy(Generic[_T]):  # noqa: N801
    """A property worked out once, for values that do not change.

    Before Python 3.12 `functools.cached_property` takes a lock, and three times as long; a chat has dozens. Without
    it two threads may both work the property out, and get the same.
    """

    def __init__(self, work_out: Callable[[Any], _T]) -> None:
        self._work_out = work_out
        self._name = work_out.__name__
        self.__doc__ = work_out.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> _T: ...
    def __get__(self, instance: object | None, owner: type) -> Self | _T:
        if instance is None:
            return self
        # From now on the instance's own attribute comes first.
        value = instance.__dict__[self._name] = self._work_out(instance)
        return value
