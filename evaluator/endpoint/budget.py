"""What a run may cost: reserved before a request leaves, so that it is never exceeded."""

from __future__ import annotations

from evaluator.endpoint.failure import Failure, FailureKind
from evaluator.endpoint.prices import Prices
from evaluator.errors import UsageError

_ROUNDING = 1e-9  # USD; sums of floats are not exact


class Reservation:
    """A part of the budget for one request. It ends once, with `settle` or `release`; later calls do nothing."""

    __slots__ = ("_budget", "_cost", "_model", "_open", "_tokens")

    def __init__(self, budget: Budget, model: str, cost: float | None, tokens: int) -> None:
        self._budget = budget
        self._model = model
        self._cost = cost
        self._tokens = tokens
        self._open = True

    def settle(self, input_tokens: int, cached_tokens: int, output_tokens: int) -> float | None:
        """The request used so much; the cached tokens are a part of the input tokens.

        Returns what it cost in USD, None without a price.
        """
        cost = self._budget._prices.cost(self._model, input_tokens, cached_tokens, output_tokens)
        if self._close():
            self._budget._spend(cost, input_tokens + output_tokens)
        return cost

    def release(self) -> None:
        """The request never reached the model and costs nothing."""
        self._close()

    def keep(self) -> None:
        """Nobody knows what the request used (no answer, no usage in it): all that was reserved is spent."""
        if self._close():
            self._budget._spend(self._cost, self._tokens)

    def _close(self) -> bool:
        if not self._open:
            return False
        self._open = False
        self._budget._reserved_cost -= self._cost or 0.0
        self._budget._reserved_tokens -= self._tokens
        return True


class Budget:
    """Limits of a run in USD and in tokens (input and output together); None is no limit.

    `spent_cost` is that of models with a price.
    """

    def __init__(self, *, max_cost: float | None, max_tokens: int | None, prices: Prices) -> None:
        self.max_cost = max_cost
        self.max_tokens = max_tokens
        self.spent_cost = 0.0
        self.spent_tokens = 0
        self._prices = prices
        self._reserved_cost = 0.0
        self._reserved_tokens = 0

    def check(self, model: str) -> None:
        """Raises `UsageError` where a cost limit cannot be kept because the model has no price."""
        if self.max_cost is not None and self._prices.price(model) is None:
            raise UsageError(
                f"no price is known for model {model}: add it to a prices file (--prices FILE), "
                "or cap with --max-tokens instead of --max-cost"
            )

    def reserve(self, model: str, input_tokens: int, output_tokens: int) -> Reservation:
        """Set apart the most the request can use.

        Raises `Failure` (budget) where that would exceed a limit, and `UsageError` as `check` does.
        """
        self.check(model)
        cost = self._prices.cost(model, input_tokens, 0, output_tokens)
        tokens = input_tokens + output_tokens
        if self.max_tokens is not None:
            used = self.spent_tokens + self._reserved_tokens
            if used + tokens > self.max_tokens:
                raise Failure(
                    FailureKind.BUDGET, _refusal(f"{self.max_tokens:,} tokens", f"{tokens:,}", f"{used:,}")
                )
        if self.max_cost is not None:
            used_cost = self.spent_cost + self._reserved_cost
            # `check` has seen to it that there is a cost.
            if used_cost + (cost or 0.0) > self.max_cost + _ROUNDING:
                limit = f"{self.max_cost:.2f} USD"
                raise Failure(FailureKind.BUDGET, _refusal(limit, f"{cost:.4f}", f"{used_cost:.4f}"))
        self._reserved_cost += cost or 0.0
        self._reserved_tokens += tokens
        return Reservation(self, model, cost, tokens)

    def _spend(self, cost: float | None, tokens: int) -> None:
        self.spent_cost += cost or 0.0
        self.spent_tokens += tokens


def _refusal(limit: str, wanted: str, used: str) -> str:
    return f"the budget of {limit} is used up: {used} spent or reserved, the next request may need {wanted}"
