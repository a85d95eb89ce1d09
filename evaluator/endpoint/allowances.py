"""All allowances that hold for an endpoint: the user's own and those that its headers tell of."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.endpoint.allowance import Allowance, number, seconds

_LEARN_EVERY = 0.05  # seconds; each answer carries the headers


class Allowances:
    """Requests and tokens a minute. The user's are kept evenly; what the endpoint allows at once is used."""

    def __init__(self, requests_per_minute: float | None, tokens_per_minute: float | None) -> None:
        self._requests: list[Allowance] = []
        self._tokens: list[Allowance] = []
        if requests_per_minute:
            self._requests.append(Allowance(requests_per_minute / 60, 1))
        if tokens_per_minute:
            self._tokens.append(Allowance(tokens_per_minute / 60, tokens_per_minute / 60))
        self._told: dict[str, Allowance] = {}
        self._learnt_at = float("-inf")

    def ready_at(self, tokens: int, now: float) -> float:
        """When a request with so many tokens may leave."""
        at = now
        for allowance in self._requests:
            at = max(at, allowance.ready_at(1, now))
        for allowance in self._tokens:
            at = max(at, allowance.ready_at(tokens, now))
        return at

    def take(self, tokens: int, now: float) -> None:
        """A request leaves."""
        for allowance in self._requests:
            allowance.take(1, now)
        self.correct(tokens, now)

    def correct(self, tokens: int, now: float) -> None:
        """So many tokens more than were taken were used; fewer, if negative."""
        for allowance in self._tokens:
            allowance.take(tokens, now)

    def learn(self, headers: Mapping[str, str], requests: int, tokens: int, now: float) -> None:
        """Heed ``x-ratelimit-*``; so many requests and tokens are under way and perhaps not counted yet."""
        if now - self._learnt_at < _LEARN_EVERY:
            return
        self._learnt_at = now
        self._heed(headers, "requests", self._requests, requests, now)
        self._heed(headers, "tokens", self._tokens, tokens, now)

    def _heed(
        self, headers: Mapping[str, str], what: str, kept: list[Allowance], under_way: int, now: float
    ) -> None:
        limit = number(headers.get(f"x-ratelimit-limit-{what}"))
        if not limit:
            return
        if what not in self._told:
            self._told[what] = Allowance(limit / 60, limit)
            kept.append(self._told[what])
        remaining = number(headers.get(f"x-ratelimit-remaining-{what}"))
        reset = seconds(headers.get(f"x-ratelimit-reset-{what}"))
        self._told[what].told(limit, remaining, reset, under_way, now)
