"""What models cost: a data file, which a user's own file adds to and overrides."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from evaluator.datafile import load
from evaluator.mistakes import PlacedError
from evaluator.resources import data_dir

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Usd = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Price(BaseModel):
    """USD for a million tokens. Cached input that has no price of its own costs as much as other input."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: Text
    input: Usd
    cached_input: Usd | None = None
    output: Usd
    source: Text | None = None
    seen: datetime.date | None = None

    def cost(self, input_tokens: int, cached_tokens: int, output_tokens: int) -> float:
        """USD; the cached tokens are a part of the input tokens."""
        cached = min(cached_tokens, input_tokens)
        cached_price = self.input if self.cached_input is None else self.cached_input
        total = (input_tokens - cached) * self.input + cached * cached_price + output_tokens * self.output
        return total / 1_000_000


class _PriceFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    prices: tuple[Price, ...]

    @field_validator("prices")
    @classmethod
    def _checked(cls, prices: tuple[Price, ...]) -> tuple[Price, ...]:
        seen: set[str] = set()
        for index, price in enumerate(prices):
            if price.model in seen:
                raise PlacedError(f"second price for {price.model!r}", index, "model")
            if "*" in price.model[:-1]:
                raise PlacedError("a * may only stand at the end", index, "model")
            if price.cached_input is not None and price.cached_input > price.input:
                raise PlacedError("cached input costs more than other input", index, "cached_input")
            seen.add(price.model)
        return prices


class Prices:
    """Prices by the name of the model: the exact name first, then the longest beginning that fits."""

    def __init__(self, prices: tuple[Price, ...] = ()) -> None:
        self._exact = {price.model: price for price in prices if not price.model.endswith("*")}
        beginnings = {price.model[:-1]: price for price in prices if price.model.endswith("*")}
        self._beginnings = dict(sorted(beginnings.items(), key=lambda item: -len(item[0])))

    def price(self, model: str) -> Price | None:
        """None: nobody has said what the model costs."""
        exact = self._exact.get(model)
        if exact:
            return exact
        return next((p for beginning, p in self._beginnings.items() if model.startswith(beginning)), None)

    def cost(self, model: str, input_tokens: int, cached_tokens: int, output_tokens: int) -> float | None:
        """USD, or None for a model without a price; the cached tokens are a part of the input tokens."""
        price = self.price(model)
        return price.cost(input_tokens, cached_tokens, output_tokens) if price else None

    def overridden_by(self, other: Self) -> Prices:
        """These prices, and those of `other`; where both have one for a model, that of `other`."""
        mine = {**self._exact, **{f"{b}*": p for b, p in self._beginnings.items()}}
        theirs = {**other._exact, **{f"{b}*": p for b, p in other._beginnings.items()}}
        return Prices(tuple({**mine, **theirs}.values()))


def load_prices(path: Path | None = None) -> Prices:
    """The shipped prices; those of the user's file come on top. Raises `DataFileError`."""
    shipped = Prices(load(data_dir("rubrics") / "prices.yaml", _PriceFile).prices)
    return shipped.overridden_by(Prices(load(path, _PriceFile).prices)) if path else shipped
