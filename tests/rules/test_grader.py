import ast
from pathlib import Path

import evaluator
from evaluator.packs.pack import load_pack, moves
from evaluator.rubric import load_rubric

SOURCE = Path(evaluator.__file__).parent
FILES = [
    *(SOURCE / "rules").glob("*.py"),
    SOURCE / "closing.py",
    SOURCE / "marking.py",
    *(SOURCE / "suggest").glob("*.py"),
]


def _strings(tree: ast.AST) -> set[str]:
    """The words of a module's strings, without those of its docstrings."""
    nodes = list(ast.walk(tree))
    docstrings = {id(n.value) for n in nodes if isinstance(n, ast.Expr)}
    texts = [n.value for n in nodes if isinstance(n, ast.Constant) and id(n) not in docstrings]
    return {word for text in texts if isinstance(text, str) for word in text.split()}


LITERALS = {word for file in FILES for word in _strings(ast.parse(file.read_text("utf-8")))}


def test_every_move_that_packs_give_words_to_is_read_by_a_rule():
    assert set(moves()) - LITERALS == set()


def test_every_reason_is_given_by_a_rule():
    cases = {key.split(".")[1] for key in load_pack("en")[0].reasons if "." in key}
    assert cases - LITERALS == set()


def test_every_criterion_has_reasons_and_a_tip():
    texts = load_pack("en")[0]
    assert {key.split(".")[0] for key in texts.reasons} - {"unscored"} == set(load_rubric().ids)
    assert set(texts.tips) == set(load_rubric().ids)
