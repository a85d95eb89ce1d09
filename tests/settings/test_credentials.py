"""Where the key comes from, and that nothing secret is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.errors import UsageError
from evaluator.settings import Resolved, Settings, resolve
from evaluator.settings.secrets import mask_key, mask_url
from evaluator.settings.show import rows

OWN, OTHER, AZURE = "sk-own-0123456789abcdef", "sk-other-0123456789abcd", "az-0123456789abcdefghij"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "flag.key").write_text("k-flag\n")
    (tmp_path / "variable.key").write_text("\ufeffk-variable\r\n", "utf-8")
    (tmp_path / "file.key").write_text("k-file")
    return tmp_path


@pytest.mark.parametrize(
    ("places", "key", "origin"),
    [
        pytest.param("flag own file", "k-flag", "--key-file", id="flag before all"),
        pytest.param("own variable other", "k-own", "CLOSURE_API_KEY", id="own variable before a key file"),
        pytest.param(
            "variable file other", "k-variable", "CLOSURE_KEY_FILE", id="variable before closure.toml"
        ),
        pytest.param(
            "file other azure", "k-file", "closure.toml:1", id="closure.toml before others' variables"
        ),
        pytest.param("azure other", "k-azure", "AZURE_OPENAI_API_KEY", id="Azure's key for Azure"),
        pytest.param("other", "k-other", "OPENAI_API_KEY", id="OpenAI's key last"),
        pytest.param("", None, "default", id="none"),
    ],
)
def test_the_key(folder: Path, places: str, key: str | None, origin: str):
    environ = {"CLOSURE_API_KEY": "k-own"} if "own" in places else {}
    if "other" in places:
        environ["OPENAI_API_KEY"] = " k-other\n"
    if "azure" in places:
        environ |= {"AZURE_OPENAI_API_KEY": "k-azure", "AZURE_OPENAI_ENDPOINT": "https://ours.azure.com"}
    if "variable" in places:
        environ["CLOSURE_KEY_FILE"] = str(folder / "variable.key")
    if "file" in places.split():
        (folder / "closure.toml").write_text('key_file = "file.key"')
    flags = {"key_file": folder / "flag.key"} if "flag" in places else {}
    resolved = resolve(flags, environ=environ, start=folder)
    assert (resolved.settings.key and resolved.settings.key.get_secret_value()) == key
    assert resolved.origins["key"] == origin


def test_azures_key_is_for_azure_alone(folder: Path):
    assert resolve({}, environ={"AZURE_OPENAI_API_KEY": AZURE}, start=folder).settings.key is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\n", "is empty"),
        (b"one\ntwo", "should hold the key and nothing else, on one line"),
        ("klíč".encode(), "should hold the key and nothing else, on one line"),
        (b"a" * 70_000, "should hold the key and nothing else, on one line"),
    ],
    ids=["empty", "lines", "not ASCII", "huge"],
)
def test_a_key_file_that_holds_no_key(folder: Path, content: bytes, message: str):
    (folder / "bad").write_bytes(content)
    with pytest.raises(UsageError, match=f"^--key-file .*bad: {message}"):
        resolve({"key_file": folder / "bad"}, environ={}, start=folder)


@pytest.mark.parametrize(
    ("key", "shown"),
    [("a" * 15 + "wxyz", "set"), ("a" * 16 + "wxyz", "set (…wxyz)")],
    ids=["short", "long"],
)
def test_how_much_of_a_key_shows(key: str, shown: str):
    assert mask_key(key) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://host:8000/v1", "https://host:8000/v1"),
        ("https://me:pw@host/v1", "https://***@host/v1"),
        (
            "https://host/v1?api-version=1&api_key=abc&sig=x",
            "https://host/v1?api-version=1&api_key=***&sig=***",
        ),
        ("https://host/v1?subscription-key=", "https://host/v1?subscription-key=***"),
    ],
)
def test_addresses_without_secrets(url: str, shown: str):
    assert mask_url(url) == shown


def _secretive(folder: Path) -> Resolved:
    (folder / "closure.toml").write_text(
        'base_url = "https://me:hunter2@host/v1"\n[headers]\nX-Auth = "${T}"'
    )
    return resolve({}, environ={"CLOSURE_API_KEY": OWN, "T": "tok-hunter2"}, start=folder)


def test_nothing_secret_is_in_the_rows_or_in_a_representation(folder: Path):
    resolved = _secretive(folder)
    written = " ".join(row.text for row in rows(resolved)) + repr(resolved) + str(resolved.settings)
    assert "hunter2" not in written
    assert OWN not in written
    shown = {row.setting: row.text for row in rows(resolved)}
    assert (shown["key"], shown["headers"]) == ("set (…cdef)", "X-Auth: ***")
    assert list(shown) == list(Settings.model_fields)
