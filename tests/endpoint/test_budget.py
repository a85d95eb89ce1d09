import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.endpoint.budget import Budget
from evaluator.endpoint.failure import Failure, FailureKind
from evaluator.endpoint.prices import Price, Prices
from evaluator.errors import UsageError

PRICES = Prices((Price(model="judge", input=10, cached_input=1, output=40),))
M = 1_000_000


def _budget(max_cost=None, max_tokens=None):
    return Budget(max_cost=max_cost, max_tokens=max_tokens, prices=PRICES)


def test_without_limits_all_is_counted_and_nothing_refused():
    budget = _budget()

    cost = budget.reserve("judge", M, M).settle(M, 0, M)

    assert cost == budget.spent_cost == 50
    assert budget.spent_tokens == 2 * M


def test_what_others_reserved_counts_before_it_is_spent():
    budget = _budget(max_cost=100)
    budget.reserve("judge", M, M)
    budget.reserve("judge", M, M)

    with pytest.raises(Failure) as caught:
        budget.reserve("judge", 1, 0)

    assert caught.value.kind is FailureKind.BUDGET
    assert "100.00 USD" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_tokens_of_both_directions_are_capped():
    budget = _budget(max_tokens=1000)
    budget.reserve("judge", 600, 300)

    with pytest.raises(Failure, match="1,000 tokens"):
        budget.reserve("judge", 100, 1)
    budget.reserve("judge", 50, 50)


def test_what_was_reserved_and_not_used_can_be_reserved_again():
    budget = _budget(max_cost=50)
    budget.reserve("judge", M, M).settle(M, M, 0)

    assert budget.spent_cost == 1
    budget.reserve("judge", M, 900_000)


def test_a_request_that_never_reached_the_model_costs_nothing():
    budget = _budget(max_tokens=100)
    budget.reserve("judge", 50, 50).release()

    budget.reserve("judge", 50, 50)
    assert budget.spent_tokens == 0


def test_a_request_whose_use_nobody_knows_costs_what_was_reserved():
    budget = _budget()
    budget.reserve("judge", M, M).keep()

    assert (budget.spent_cost, budget.spent_tokens) == (50, 2 * M)


@pytest.mark.parametrize("first", ["settle", "release", "keep"])
def test_a_reservation_ends_once(first):
    budget = _budget()
    reservation = budget.reserve("judge", 10, 10)
    getattr(reservation, first)(*((5, 0, 5) if first == "settle" else ()))
    spent = budget.spent_tokens

    reservation.settle(7, 0, 7)
    reservation.release()
    reservation.keep()

    assert budget.spent_tokens == spent


def test_a_cost_limit_needs_a_price():
    with pytest.raises(UsageError, match=r"no price is known for model other: .*--prices FILE.*--max-tokens"):
        _budget(max_cost=1).check("other")
    with pytest.raises(UsageError):
        _budget(max_cost=1).reserve("other", 1, 1)


def test_without_a_cost_limit_no_price_is_needed_and_the_cost_is_unknown():
    budget = _budget(max_tokens=1000)
    budget.check("other")

    assert budget.reserve("other", 10, 10).settle(10, 0, 10) is None

    assert budget.spent_cost == 0
    assert budget.spent_tokens == 20


REQUESTS = st.lists(
    st.tuples(
        st.integers(0, 2 * M),
        st.integers(0, M),
        st.floats(0, 1),
        st.sampled_from(["settle", "release", "keep", "later"]),
    ),
    max_size=40,
)


@given(st.floats(0, 200), st.integers(0, 20 * M), REQUESTS)
def test_the_limits_are_never_exceeded(max_cost, max_tokens, requests):
    budget = _budget(max_cost, max_tokens)
    under_way = []
    for input_tokens, output_tokens, share, end in requests:
        try:
            reservation = budget.reserve("judge", input_tokens, output_tokens)
        except Failure:
            continue
        used = (int(input_tokens * share), 0, int(output_tokens * share))
        if end == "settle":
            reservation.settle(*used)
        elif end == "later":
            under_way.append((reservation, used))
        else:
            getattr(reservation, end)()
    for reservation, used in under_way:
        reservation.settle(*used)

    assert budget.spent_cost <= max_cost + 1e-6
    assert budget.spent_tokens <= max_tokens
