from evaluator.packs.pack import moves, read_pack
from evaluator.packs.proof import problems
from evaluator.packs.skeleton import skeleton


def test_a_skeleton_loads_and_lacks_only_the_words(tmp_path):
    file = tmp_path / "et.yaml"
    file.write_text(skeleton("et"), encoding="utf-8")
    pack, rules = read_pack(file)
    assert (pack.code, rules) == ("et", ())
    assert list(problems(pack, rules)) == [f"move {move!r} has no entry" for move in moves()]
