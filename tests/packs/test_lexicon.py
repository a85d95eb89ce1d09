import pytest

from evaluator.packs.lexicon import Lexicon

LEXICON = Lexicon(
    {"=anything", "=nabidneme", "=thank", "=day", "=appreciate", "trpelivos*", "help*", "#"},
    frozenset({"thanks"}),
)


@pytest.mark.parametrize(
    ("word", "atoms"),
    [
        ("anything", ("=anything",)),
        ("naything", ("=anything",)),
        ("anyhting", ("=anything",)),
        ("apreciatte", ("=appreciate",)),
        ("helping", ("help*",)),
        ("trplivost", ()),
        ("trpleivosti", ("trpelivos*",)),
        ("thanks", ()),
        ("thamk", ("=thank",)),
        ("nenabidneme", ()),
        ("dya", ()),
        ("#", ("#",)),
        ("xylophone", ()),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_atoms_of_a_word(word, atoms):
    assert LEXICON.atoms(word) == atoms
