import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.endpoint.prices import Price, Prices, load_prices
from evaluator.errors import DataFileError
from evaluator.resources import data_dir

USD = Price(model="large", input=10, cached_input=1, output=40)


def _file(folder, text):
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("tokens", "cost"),
    [
        pytest.param((1_000_000, 0, 0), 10.0, id="input"),
        pytest.param((1_000_000, 1_000_000, 0), 1.0, id="cached input is a part of the input"),
        pytest.param((1_000_000, 400_000, 0), 6.4, id="partly cached"),
        pytest.param((0, 0, 1_000_000), 40.0, id="output"),
        pytest.param((100, 900, 0), 0.0001, id="more cached than sent counts as all cached"),
        pytest.param((0, 0, 0), 0.0, id="nothing"),
    ],
)
def test_costs_are_per_million_tokens(tokens, cost):
    assert Prices((USD,)).cost("large", *tokens) == pytest.approx(cost)


def test_cached_input_without_a_price_costs_as_other_input():
    assert Price(model="m", input=10, output=40).cost(1_000_000, 1_000_000, 0) == 10


@pytest.mark.parametrize(
    ("model", "found"),
    [
        ("judge", "judge"),
        ("judge-2026-01-02", "judge-2026*"),
        ("judge-9", "judge*"),
        ("other", None),
        ("", None),
    ],
)
def test_the_exact_name_wins_then_the_longest_beginning(model, found):
    names = ("judge*", "judge", "judge-2026*")
    prices = Prices(tuple(Price(model=name, input=1, output=1) for name in names))

    price = prices.price(model)

    assert (price.model if price else None) == found


def test_no_price_is_no_cost():
    assert Prices().cost("large", 1, 0, 1) is None


def test_each_shipped_price_says_where_it_was_seen_and_when():
    text = (data_dir("rubrics") / "prices.yaml").read_text(encoding="utf-8")
    prices = load_prices()
    names = [
        line.split("model: ")[1].split(",")[0].strip('"') for line in text.splitlines() if "- {model" in line
    ]

    assert len(names) >= 5
    for name in names:
        price = prices.price(name)
        assert price is not None
        assert price.model == name
        assert price.source
        assert price.seen


def test_a_users_file_adds_and_overrides(tmp_path):
    mine = _file(
        tmp_path, "prices:\n- {model: gpt-4, input: 1, output: 2}\n- {model: ours*, input: 3, output: 4}\n"
    )

    prices = load_prices(mine)

    assert prices.cost("gpt-4", 1_000_000, 0, 0) == 1
    assert prices.cost("ours-7b", 0, 0, 1_000_000) == 4
    assert prices.cost("gpt-5-mini", 1_000_000, 0, 0) == load_prices().cost("gpt-5-mini", 1_000_000, 0, 0)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        pytest.param("prices:\n- {model: a, input: -1, output: 1}\n", 2, "at least 0", id="negative"),
        pytest.param("prices:\n- {model: a, input: .inf, output: 1}\n", 2, "finite", id="infinite"),
        pytest.param("prices:\n- {model: a, input: 1}\n", 2, "output", id="no output price"),
        pytest.param("prices:\n- {model: a, inptu: 1, output: 1}\n", 2, "inptu", id="a typo"),
        pytest.param(
            "prices:\n- {model: a, input: 1, output: 1}\n- {model: a, input: 2, output: 1}\n",
            3,
            "second price",
            id="twice",
        ),
        pytest.param("prices:\n- {model: a*b, input: 1, output: 1}\n", 2, "at the end", id="star inside"),
        pytest.param(
            "prices:\n- {model: a, input: 1, cached_input: 2, output: 1}\n", 2, "cached", id="cached dearer"
        ),
        pytest.param("- 1\n", 1, "mapping", id="a list"),
    ],
)
def test_a_mistake_is_told_with_its_line(text, line, what, tmp_path):
    path = _file(tmp_path, text)

    with pytest.raises(DataFileError) as caught:
        load_prices(path)

    assert caught.value.line == line
    assert what in str(caught.value)
    assert str(path) in str(caught.value)


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**7))
def test_more_cached_tokens_never_cost_more(input_tokens, cached, output):
    assert USD.cost(input_tokens, cached, output) <= USD.cost(input_tokens, 0, output) + 1e-9
