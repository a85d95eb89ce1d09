from pathlib import Path

import pytest

from evaluator.errors import DataFileError, UsageError
from evaluator.packs.pack import load_pack, moves, pack_files, read_pack
from evaluator.packs.proof import problems

SIX = ["cs", "en", "fi", "lt", "sk", "tl"]
GOOD = """\
code: xx
name: X
version: "1"
moves:
  thanks:
    - say: ["dank*"]
      yes: ["dank"]
      no: ["bitte"]
reasons: {}
tips: {}
"""


@pytest.mark.parametrize("code", SIX)
def test_every_example_of_a_shipped_pack_holds_and_no_move_lacks_words(code):
    assert list(problems(*read_pack(pack_files()[code]))) == []


@pytest.mark.parametrize("code", SIX)
def test_a_shipped_pack_has_the_texts_that_english_has(code):
    english, pack = load_pack("en")[0], load_pack(code)[0]
    assert set(pack.reasons) == set(english.reasons)
    assert set(pack.tips) == set(english.tips)


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        (('say: ["dank*"]', 'say: ["(dank"]'), ":6:13", "missing ')'"),
        (("thanks:", "thansk:"), ":5:3", "unknown move 'thansk'"),
        (('      no: ["bitte"]\n', ""), ":6:", "no"),
        (("tips: {}", "tips: 5"), ":10:7", "tips"),
    ],
    ids=["phrase", "move", "no-counter-example", "type"],
)
def test_a_mistake_is_placed(tmp_path: Path, change, where, what):
    file = tmp_path / "xx.yaml"
    file.write_text(GOOD.replace(change[0], change[1]))
    with pytest.raises(DataFileError) as caught:
        read_pack(file)
    assert what in str(caught.value)
    assert where in str(caught.value)


def test_a_folder_of_packs_adds_to_the_shipped_ones(tmp_path: Path):
    (tmp_path / "xx.yaml").write_text(GOOD.replace("name: X", "name: X\nextends: en"))
    assert load_pack("xx", tmp_path)[0].name == "X"
    assert "cs" in pack_files(tmp_path)


def test_an_unknown_language_names_those_there_are():
    with pytest.raises(UsageError, match=r"no language pack 'qq'; there are .*cs"):
        load_pack("qq")


def test_every_move_belongs_to_a_side():
    assert {m.side for m in moves().values()} == {"agent", "customer", "system"}


@pytest.mark.parametrize(
    ("files", "what"),
    [
        ({"xx": GOOD}, "moves have no entry"),
        ({"yy": GOOD}, "is the pack of 'xx'"),
        (
            {"xx": GOOD.replace("name: X", "name: X\nextends: xx")},
            "extends 'xx', which extends another itself",
        ),
    ],
    ids=["moves without words", "named after another", "extends itself"],
)
def test_a_pack_that_would_grade_wrongly_is_refused(tmp_path: Path, files, what):
    for code, text in files.items():
        (tmp_path / f"{code}.yaml").write_text(text)
    with pytest.raises(DataFileError, match=what):
        load_pack(next(iter(files)), tmp_path)
