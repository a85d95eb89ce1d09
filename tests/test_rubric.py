"""The shipped rubric, rubrics that extend it, and their mistakes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from evaluator.errors import DataFileError
from evaluator.models import Level, Outcome
from evaluator.resources import data_dir
from evaluator.rubric import Rubric, load_rubric, rubric_schema

SHIPPED = data_dir("rubrics") / "closure.yaml"
HEAD = "extends: closure\nid: shop\nversion: '1'\n"


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def write(content: str, name: str = "shop.yaml") -> Path:
        (tmp_path / name).write_text(content, encoding="utf-8")
        return tmp_path / name

    return write


def shipped(**changes: object) -> str:
    """The shipped file with other values."""
    return yaml.safe_dump(yaml.safe_load(SHIPPED.read_text("utf-8")) | changes, sort_keys=False)


class TestShipped:
    def test_criteria_weights_and_critical_ones(self) -> None:
        rubric = load_rubric()
        assert {c.id: c.weight for c in rubric.criteria} == {
            "resolution": 10,
            "recap": 8,
            "next_steps": 10,
            "handover": 8,
            "honesty": 8,
            "thanks": 8,
            "further_help": 8,
            "feedback": 4,
            "farewell": 8,
            "personal": 6,
            "empathy": 6,
            "tone": 8,
            "clarity": 6,
            "language": 4,
            "last_word": 8,
            "pace": 3,
            "resources": 3,
        }
        assert [c.id for c in rubric.criteria if c.critical] == ["honesty", "tone", "last_word"]

    def test_outcomes_bands_and_cap(self) -> None:
        rubric = load_rubric()
        assert [o.id for o in rubric.outcomes] == list(Outcome)
        assert [(b.name, b.start) for b in rubric.bands] == [
            ("graceful", 85),
            ("good", 70),
            ("needs work", 50),
            ("poor", 0),
        ]
        assert rubric.cap == 40

    def test_what_always_applies_has_no_na(self) -> None:
        always = [c.id for c in load_rubric().criteria if Level.NA not in c.allowed]
        assert always == ["honesty", "thanks", "personal", "tone", "last_word"]

    def test_the_bonus_is_met_or_does_not_apply(self) -> None:
        assert load_rubric().criterion("resources").allowed == (Level.MET, Level.NA)

    def test_every_source_is_used_and_every_criterion_has_one(self) -> None:
        rubric = load_rubric()
        assert {seed for c in rubric.criteria for seed in c.seeds} == set(rubric.sources)
        assert all(c.seeds for c in rubric.criteria)

    @pytest.mark.parametrize(
        "source", [None, "closure", SHIPPED, str(SHIPPED)], ids=["default", "name", "path", "text"]
    )
    def test_is_found_by(self, source: str | Path | None) -> None:
        assert load_rubric(source) == load_rubric()


@pytest.mark.parametrize(
    ("score", "band"), [(100, "graceful"), (85, "graceful"), (84.9, "good"), (50, "needs work"), (0, "poor")]
)
def test_band_starts_at_its_own_score(score: float, band: str) -> None:
    assert load_rubric().band(score) == band


class TestHash:
    def test_does_not_depend_on_the_layout(self, write: Any) -> None:
        assert load_rubric(write(shipped())).sha256 == load_rubric().sha256

    def test_follows_the_content(self, write: Any) -> None:
        assert load_rubric(write(shipped(cap=30))).sha256 != load_rubric().sha256


class TestExtending:
    def test_changes_what_is_named_and_keeps_the_rest(self, write: Any) -> None:
        rubric = load_rubric(
            write(
                HEAD + "cap: 20\n"
                "criteria: [{id: thanks, weight: 1.5, critical: true, levels: {met: Any thanks.}}]\n"
            )
        )
        old, new = load_rubric().criterion("thanks"), rubric.criterion("thanks")
        assert (rubric.id, rubric.version, rubric.cap, rubric.title) == ("shop", "1", 20, load_rubric().title)
        assert (new.weight, new.critical, new.levels.met) == (1.5, True, "Any thanks.")
        assert (new.question, new.levels.partial, new.na, new.seeds) == (
            old.question,
            old.levels.partial,
            None,
            old.seeds,
        )
        assert rubric.ids == load_rubric().ids

    def test_switches_off(self, write: Any) -> None:
        rubric = load_rubric(write(HEAD + "criteria: [{id: pace, enabled: false}]\n"))
        assert rubric.ids == tuple(i for i in load_rubric().ids if i != "pace")

    def test_switches_on_again_what_its_base_switched_off(self, write: Any) -> None:
        write(HEAD + "criteria: [{id: pace, enabled: false}]\n")
        child = write(
            "extends: shop.yaml\nid: b\nversion: '1'\ncriteria: [{id: pace, enabled: true}]\n", "b.yaml"
        )
        assert load_rubric(child).ids == load_rubric().ids

    def test_adds_a_criterion_for_the_model_alone(self, write: Any) -> None:
        levels = "{met: No ads., partial: One., missed: Many.}"
        rubric = load_rubric(
            write(HEAD + f"criteria: [{{id: ads, question: Ads?, weight: 2, levels: {levels}}}]\n")
        )
        assert rubric.ids[-1] == "ads"
        assert rubric.criterion("ads").graded_by == ("model",)

    def test_replaces_the_bands(self, write: Any) -> None:
        rubric = load_rubric(write(HEAD + "bands: [{name: pass, from: 60}, {name: fail, from: 0}]\n"))
        assert [b.name for b in rubric.bands] == ["pass", "fail"]

    def test_rewords_an_outcome(self, write: Any) -> None:
        rubric = load_rubric(write(HEAD + "outcomes: [{id: resolved, meaning: All done.}]\n"))
        assert rubric.outcomes[0].meaning == "All done."
        assert rubric.outcomes[1:] == load_rubric().outcomes[1:]

    def test_changes_what_a_level_is_worth(self, write: Any) -> None:
        assert dict(load_rubric(write(HEAD + "scale: {partial: 0.4}\n")).scale) == {
            "met": 1,
            "partial": 0.4,
            "missed": 0,
        }


NEW = "question: Q?, weight: 1, levels:"
MISTAKES = {
    "an unknown criterion with a close name": (
        HEAD + "criteria:\n  - id: thankss\n    weight: 2\n",
        ":5:9: unknown criterion 'thankss'; did you mean 'thanks'? (a new one needs question, levels too)",
    ),
    "an unknown criterion": (
        HEAD + "criteria:\n  - id: upsell\n",
        ":5:9: unknown criterion 'upsell'; known: resolution, recap",
    ),
    "a criterion twice": (
        HEAD + "criteria:\n  - id: thanks\n  - id: thanks\n",
        ":6:9: duplicate id 'thanks'",
    ),
    "a criterion without id": (HEAD + "criteria:\n  - weight: 2\n", ":5:5: field 'id' is missing"),
    "a negative weight": (
        HEAD + "criteria: [{id: thanks, weight: -1}]\n",
        ":4:33: weight: expected a number above 0, got -1",
    ),
    "a weight of zero": (
        HEAD + "criteria: [{id: thanks, weight: 0}]\n",
        ":4:33: weight: expected a number above 0, got 0",
    ),
    "an infinite weight": (
        HEAD + "criteria: [{id: thanks, weight: .inf}]\n",
        ":4:33: weight: expected a finite number",
    ),
    "a weight in words": (
        HEAD + "criteria: [{id: thanks, weight: high}]\n",
        ":4:33: weight: expected a number, got 'high'",
    ),
    "a weight that is a truth": (
        HEAD + "criteria: [{id: thanks, weight: true}]\n",
        ":4:33: weight: expected a number, got true",
    ),
    "a new criterion that lacks a level": (
        HEAD + f"criteria:\n  - {{id: ads, {NEW} {{met: a, missed: b}}}}\n",
        ":5:48: field 'partial' is missing",
    ),
    "neither a missed level nor na": (
        HEAD + f"criteria:\n  - {{id: ads, {NEW} {{met: a, partial: b, missed: null}}}}\n",
        ":5:77: without a 'missed' level, 'na' must say when it does not apply",
    ),
    "an unknown level": (
        HEAD + "criteria: [{id: thanks, levels: {good: a}}]\n",
        ":4:34: unknown field 'good'; known: met, partial, missed",
    ),
    "an empty level": (
        HEAD + "criteria: [{id: thanks, levels: {met: ''}}]\n",
        ":4:39: met: expected text of at least 1 character",
    ),
    "no level where it is needed": (
        HEAD + "criteria: [{id: thanks, levels: {met: }}]\n",
        "met: expected text, got nothing",
    ),
    "an unknown grader": (
        HEAD + "criteria: [{id: thanks, graded_by: [me]}]\n",
        ":4:37: graded_by: expected 'rules' or 'model', got 'me'",
    ),
    "an unknown source": (
        HEAD + "criteria: [{id: thanks, seeds: [S0, S9]}]\n",
        ":4:37: unknown source 'S9'; known: S0, S1, S2, S3, S4",
    ),
    "an unknown outcome": (
        HEAD + "outcomes: [{id: solved}]\n",
        ":4:17: id: expected 'resolved', 'follow_up'",
    ),
    "an unknown band field": (
        HEAD + "bands: [{name: a, min: 0}]\n",
        ":4:19: unknown field 'min'; known: name, from",
    ),
    "bands that do not descend": (
        HEAD + "bands:\n  - {name: a, from: 50}\n  - {name: b, from: 60}\n  - {name: c, from: 0}\n",
        ":6:21: bands must descend: 60 (b) follows 50 (a)",
    ),
    "bands that leave scores out": (
        HEAD + "bands: [{name: a, from: 50}]\n",
        ":4:25: the last band must start from 0, got 50",
    ),
    "no bands": (HEAD + "bands: []\n", ":4:8: bands: expected at least 1 item(s), got a list of 0"),
    "a cap above 100": (HEAD + "cap: 400\n", ":4:6: cap: expected a number of at most 100, got 400"),
    "a scale that does not descend": (
        HEAD + "scale: {partial: 0.4, missed: 0.6}\n",
        ":4:18: expected missed ≤ partial ≤ met",
    ),
    "nothing left to grade": (
        HEAD + "criteria:\n" + "".join(f"  - {{id: {i}, enabled: false}}\n" for i in load_rubric().ids),
        ":5:3: no criterion is enabled",
    ),
    "an unknown field": (HEAD + "colour: red\n", ":4:1: unknown field 'colour'; known: extends, id"),
    "an unquoted version": (
        "extends: closure\nid: shop\nversion: 1.0\n",
        ":3:10: version: expected text, got 1.0; put it in quotes",
    ),
    "no version": ("extends: closure\nid: shop\n", ":1:1: field 'version' is missing"),
    "an id with spaces": (
        "extends: closure\nid: My shop\nversion: '1'\n",
        ":2:5: id: expected text of the form",
    ),
    "an unknown rubric": (
        "extends: closur\nid: a\nversion: '1'\n",
        ":1:10: unknown rubric 'closur'; did you mean 'closure'",
    ),
    "a file that is not there": (
        "extends: none.yaml\nid: a\nversion: '1'\n",
        ":1:10: there is no file '",
    ),
    "a rubric that extends itself": (
        "extends: shop.yaml\nid: a\nversion: '1'\n",
        ":1:10: a rubric cannot extend itself: shop.yaml → shop.yaml",
    ),
    "criteria that are a mapping": (
        HEAD + "criteria: {thanks: {weight: 1}}\n",
        ":4:11: criteria: expected a list, got a mapping",
    ),
    "broken YAML": (HEAD + "criteria: [\n", "not valid YAML"),
    "a complete rubric that lacks an outcome": (
        shipped(outcomes=[{"id": "resolved", "meaning": "m"}]),
        "outcome 'follow_up' is missing",
    ),
    "a list": ("- a\n", ":1:1: file: expected a mapping"),
}


@pytest.mark.parametrize(("content", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_names_the_mistake_and_its_place(write: Any, content: str, expected: str) -> None:
    path = write(content)
    with pytest.raises(DataFileError) as caught:
        load_rubric(path)
    assert str(caught.value).startswith(f"{path}:")
    assert expected in str(caught.value)


def test_finds_a_cycle_over_several_files(write: Any) -> None:
    write("extends: b.yaml\nid: a\nversion: '1'\n", "a.yaml")
    path = write("extends: a.yaml\nid: b\nversion: '1'\n", "b.yaml")
    with pytest.raises(
        DataFileError, match=r"a.yaml:1:10: a rubric cannot extend itself: b.yaml → a.yaml → b.yaml"
    ):
        load_rubric(path)


def test_a_mistake_in_the_base_is_reported_there(write: Any) -> None:
    write(HEAD + "cap: -1\n", "a.yaml")
    with pytest.raises(DataFileError, match=r"a\.yaml:4:6: cap: "):
        load_rubric(write("extends: a.yaml\nid: b\nversion: '1'\n", "b.yaml"))


@pytest.mark.parametrize("name", ["closur", "", "nothing"])
def test_an_unknown_name_is_one_line(name: str) -> None:
    with pytest.raises(DataFileError, match="unknown rubric"):
        load_rubric(name)


def test_the_shipped_file_and_an_extending_one_fit_the_schema() -> None:
    validator = jsonschema.Draft202012Validator(rubric_schema())
    validator.check_schema(rubric_schema())
    assert validator.is_valid(yaml.safe_load(SHIPPED.read_text("utf-8")))
    assert validator.is_valid(yaml.safe_load(HEAD + "criteria: [{id: thanks, weight: 2}]\n"))
    assert not validator.is_valid(yaml.safe_load(HEAD + "criteria: [{id: thanks, weight: -2}]\n"))


def test_is_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_rubric().cap = 50  # type: ignore[misc]  # that it fails is the point


def test_a_changed_copy_has_a_hash_of_its_own() -> None:
    rubric = load_rubric()
    assert rubric.model_copy(update={"version": "next"}).sha256 != rubric.sha256
    assert rubric.model_copy().sha256 == rubric.sha256


def test_survives_a_round_trip() -> None:
    rubric = load_rubric()
    assert Rubric.model_validate(rubric.model_dump(mode="json", by_alias=True)).sha256 == rubric.sha256
