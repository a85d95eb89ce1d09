from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evaluator.readers.seen import SeenIds


@given(st.lists(st.text(max_size=3)))
def test_is_a_set(texts: list[str]) -> None:
    seen, expected = SeenIds(), set[str]()
    for text in texts:
        assert (text in seen) == (text in expected)
        assert seen.add(text) == (text not in expected)
        expected.add(text)


def test_grows() -> None:
    seen = SeenIds()
    assert all(seen.add(f"c{n}") for n in range(5000))
    assert not any(seen.add(f"c{n}") for n in range(5000))
