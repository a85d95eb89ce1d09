"""Generated pages are up to date, and what the pages show works."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import jsonschema
import pytest

from evaluator.errors import DataFileError
from evaluator.models import Conversation, Evaluation, Role, Status, Turn
from evaluator.rubric import load_rubric

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_docs", ROOT / "scripts" / "build_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_are_up_to_date(build: ModuleType) -> None:
    stale = [path.name for path, text in build.pages().items() if path.read_text("utf-8") != text]
    assert not stale, "run python scripts/build_docs.py"


def test_check_names_a_stale_page_and_writes_nothing(
    build: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "DOCS", tmp_path / "docs")
    assert build.main(["--check"]) == 1
    assert "docs/criteria.md is stale: run python scripts/build_docs.py" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
    assert build.main([]) == 0
    assert build.main(["--check"]) == 0


def schema(name: str) -> jsonschema.Draft202012Validator:
    loaded = json.loads((ROOT / "docs" / "schema" / f"{name}.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(loaded)
    return jsonschema.Draft202012Validator(loaded)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs" / "schema").glob("*.json")), ids=lambda path: path.stem
)
def test_every_schema_is_one(path: Path) -> None:
    schema(path.stem)


def test_a_conversation_fits_its_schema() -> None:
    turns = (Turn(role=Role.CUSTOMER, text="Ačiū!"), Turn(role=Role.AGENT, text="Geros dienos!"))
    sample = Conversation(id="a", turns=turns).model_dump(mode="json")
    assert schema("conversation").is_valid(sample)
    assert schema("conversation").is_valid({"id": "a", "turns": [{"role": "bot", "text": ""}]})
    assert not schema("conversation").is_valid({"id": "a", "turns": [{"role": "robot", "text": ""}]})


def test_an_evaluation_fits_its_schema() -> None:
    sample = Evaluation(conversation_id="a", status=Status.ERROR, error="broken").model_dump(mode="json")
    assert schema("evaluation").is_valid(sample)
    assert not schema("evaluation").is_valid(sample | {"score": 101})


def test_the_table_lists_every_criterion_with_its_weight() -> None:
    page = (ROOT / "docs" / "criteria.md").read_text("utf-8")
    for criterion in load_rubric().criteria:
        assert re.search(
            rf"^\| `{criterion.id}`(?: \*\*C\*\*)? \| {criterion.weight:g} \|", page, re.MULTILINE
        )


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / "docs" / page).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_example_of_a_rubric_of_ones_own_works(tmp_path: Path) -> None:
    (example,) = blocks("rubrics.md", "yaml")
    file = tmp_path / "webshop.yaml"
    file.write_text(example)
    rubric = load_rubric(file)
    assert rubric.criterion("thanks").weight == 4
    assert rubric.criterion("farewell").critical
    assert "feedback" not in rubric.ids
    assert rubric.ids[-1] == "upsell"


def test_the_example_of_a_mistake_is_what_is_said(tmp_path: Path) -> None:
    (example,), (said,) = blocks("rubrics.md", "yaml"), blocks("rubrics.md", "text")
    file = tmp_path / "webshop.yaml"
    file.write_text(example.replace("id: thanks", "id: thankss"))
    with pytest.raises(DataFileError) as caught:
        load_rubric(file)
    assert str(caught.value) == f"{tmp_path}/{said.strip()}"
