"""closure.toml: what it may say, and what is said about a mistake in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.errors import ClosureError, DataFileError
from evaluator.settings import Settings, resolve


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    return tmp_path / "closure.toml"


def read(file: Path, text: str, **environ: str) -> Settings:
    file.write_bytes(text.encode("utf-8"))
    return resolve({}, environ=environ, start=file.parent).settings


def test_every_kind_of_value(file: Path):
    settings = read(
        file,
        'model = ["a", "b"]\ntimeout = 5\ntemperature = "none"\nredact = false\nrubric = "ours.yaml"\n'
        'languages_dir = "packs"\nprices = "/etc/prices.yaml"\n[headers]\nX-Team = "qa ${RUN}"\n',
        RUN="7",
    )
    assert settings == Settings(
        models=("a", "b"),
        timeout=5.0,
        temperature=None,
        redact=False,
        rubric=str(file.parent / "ours.yaml"),
        languages_dir=file.parent / "packs",
        prices=Path("/etc/prices.yaml"),
        headers={"X-Team": "qa 7"},
    )


def test_one_model_and_a_shipped_rubric_are_plain_text(file: Path):
    settings = read(file, '\ufeffmodel = "a"\r\nrubric = "closure"\r\n')
    assert (settings.models, settings.rubric) == (("a",), "closure")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("vote = 3", "closure.toml:1:1: unknown setting 'vote'; did you mean 'votes'?"),
        ('models = "x"', "closure.toml:1:1: unknown setting 'models'; did you mean 'model'?"),
        ("seed = 1\n[closure]\nvotes = 1", "closure.toml:2:2: unknown setting 'closure'; "),
        ('votes = "3"', "closure.toml:1:9: votes: expected a whole number, got '3'"),
        ("\nvotes = true", "closure.toml:2:9: votes: expected a whole number, got true"),
        ("votes = 0", "closure.toml:1:9: votes: expected a number of at least 1, got 0"),
        ("max_tokens = -5", "closure.toml:1:14: max_tokens: expected a number above 0, got -5"),
        ("max_cost = nan", "closure.toml:1:12: max_cost: expected a finite number, got nan"),
        ('cache = "no"', "closure.toml:1:9: cache: expected true or false, got 'no'"),
        ("model = 3", "closure.toml:1:9: model: expected a list, got 3"),
        ('model = ["a", 3]', "closure.toml:1:9: model: expected text, got 3"),
        ("prices = 3", "closure.toml:1:10: prices: expected text, got 3; put it in quotes"),
        ("[headers]\nX-A = 1", "closure.toml:2:7: X-A: expected text, got 1"),
        (
            'headers = { X-B = "1", X-A = "é" }',
            "closure.toml:1:30: header 'X-A': expected printable ASCII text",
        ),
        ('headers.X-A = ""', "closure.toml:1:15: header 'X-A': expected printable ASCII text"),
        (
            '[headers]\nX-A = "${NOPE}"',
            "closure.toml:2:7: header 'X-A': environment variable NOPE is not set",
        ),
        ('base_url = "ftp://x"', "closure.toml:1:12: expected an address such as https://host/v1"),
        ("votes = ", "closure.toml:1:9: is no TOML: invalid value"),
        ("a = 1\na = 2", "closure.toml:2:6: is no TOML: cannot overwrite a value"),
        ("votes = 3 [", "closure.toml:1:11: is no TOML: "),
        ("seed = " + "9" * 5000, "closure.toml: is no TOML: "),
        ("seed = " + "9" * 30, "closure.toml:1:8: seed: "),
        ("a = " + "[" * 5000, "closure.toml: is nested too deeply"),
        ('x = """\nvotes = 1\n"""\nvotes = 0', "closure.toml:1:1: unknown setting 'x'"),
        ("#" + " " * 1_000_001, "closure.toml: is larger than a megabyte"),
        ('cache_dir = "a\\u0000"', "closure.toml:1:13: no path holds a null character"),
        ('key_file = "~no-such-user/k"', "closure.toml:1:12: key_file "),
        ('key_file = "none.txt"', "closure.toml:1:12: key_file "),
    ],
)
def test_a_mistake_has_its_place(file: Path, text: str, message: str):
    with pytest.raises(DataFileError) as error:
        read(file, text)
    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)


def test_further_mistakes_follow_as_notes(file: Path):
    with pytest.raises(DataFileError, match=r"^closure.toml:1:9: votes") as error:
        read(file, "votes = 0\nsed = 2\ntimeout = -1")
    assert [note.partition(" ")[0] for note in error.value.__notes__] == [
        "closure.toml:2:1:",
        "closure.toml:3:11:",
    ]


def test_text_over_several_lines_does_not_mislead(file: Path):
    with pytest.raises(DataFileError, match=r"^closure.toml:4:9: votes"):
        read(file, 'rubric = """\nvotes = 1\n"""\nvotes = 0')


def test_bytes_that_are_no_text(file: Path):
    file.write_bytes(b"votes = 1\nseed = \xff")
    with pytest.raises(DataFileError, match=r"^closure.toml:2: is not UTF-8"):
        resolve({}, environ={}, start=file.parent)


@pytest.mark.parametrize("key", ["key", "api_key", "api-key", "OPENAI_API_KEY", "token"])
def test_a_key_is_refused_and_not_repeated(file: Path, key: str):
    with pytest.raises(DataFileError, match="set CLOSURE_API_KEY, or name a file that holds it") as error:
        read(file, f'{key} = "sk-secret-of-ours"')
    assert "sk-secret" not in str(error.value)


@pytest.mark.parametrize("header", ["Authorization", "api-key", "X-Api-Key", "Cookie", "X-Auth-Token"])
def test_a_secret_header_has_to_name_a_variable(file: Path, header: str):
    with pytest.raises(DataFileError, match=r"^closure.toml:2:\d+: header .* environment variable") as error:
        read(file, f'[headers]\n{header} = "Bearer sk-secret-of-ours"')
    assert "sk-secret" not in str(error.value)
    settings = read(file, f'[headers]\n{header} = "Bearer ${{T}}"', T="t-1")
    assert settings.headers == {header: "Bearer t-1"}


def test_offline_needs_no_secret(file: Path):
    settings = read(
        file, 'offline = true\nkey_file = "none"\n[headers]\nX-A = "${NOPE}"', CLOSURE_API_KEY="k"
    )
    assert settings.key is None


@given(
    text=st.text(max_size=60)
    | st.from_regex(r"([a-z_]{1,9} ?= ?[\"\[\{0-9a-z.]{0,5}\n?){1,4}", fullmatch=True)
)
def test_any_text_is_settings_or_one_clear_error(tmp_path_factory: pytest.TempPathFactory, text: str):
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    said = ""
    try:
        resolve({"config": file}, environ={})
    except ClosureError as error:
        said = str(error)
    assert "\n" not in said
