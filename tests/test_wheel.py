"""The built package works where nothing of the checkout is at hand."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CHAT = """\
Customer: The invoice shows the wrong address, can you fix it?
Agent: I have corrected the address and sent you the new invoice. Can you see it in your mail?
Customer: Yes, it is right now. Thank you!
Agent: Glad to hear that. Is there anything else I can help you with?
Customer: No, that is all.
Agent: Thank you for your patience, and have a lovely day!
"""

pytestmark = pytest.mark.slow


def _run(*command, cwd):
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The wheel, built from the source archive: what is not in the archive is missed here."""
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=ROOT)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    source = archive.name.removesuffix(".tar.gz")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=folder / source)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory):
    """The scripts of an empty environment with the wheel in it."""
    home = tmp_path_factory.mktemp("env")
    venv.create(home, with_pip=True)
    scripts = home / ("Scripts" if sys.platform == "win32" else "bin")
    lock = ROOT / "requirements.lock"
    pip = ("-m", "pip", "install", "-q", "--disable-pip-version-check")
    _run(scripts / "python", *pip, "--constraint", lock, built, cwd=home)
    return scripts


def test_the_wheel_holds_the_data_and_no_more_than_it_needs(built):
    with zipfile.ZipFile(built) as wheel:
        names = wheel.namelist()
    tops = {name.split("/")[0] for name in names}
    assert tops == {"evaluator", next(top for top in tops if top.endswith(".dist-info"))}
    packs = {f"evaluator/rubrics/languages/{code}.yaml" for code in ("cs", "sk", "fi", "lt", "en", "tl")}
    wanted = {"evaluator/py.typed", "evaluator/rubrics/closure.yaml", *packs}
    assert wanted - set(names) == set()
    assert {"LICENSE", "NOTICE"} <= {Path(name).name for name in names}
    assert built.stat().st_size < 3_000_000


def test_the_installed_command_grades_a_chat(installed, tmp_path):
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    line = json.loads(_run(installed / "closure", "grade", "chat.txt", "--json", cwd=tmp_path))
    assert (line["status"], line["outcome"], line["language"]) == ("rules", "resolved", "en")
    assert line["score"] >= 85
    assert "graceful" in _run(installed / "closure", "grade", "chat.txt", cwd=tmp_path)


def test_the_installed_command_grades_a_batch(installed, tmp_path):
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    _run(installed / "closure", "batch", "chat.txt", "-o", "out.jsonl", cwd=tmp_path)
    assert len((tmp_path / "out.jsonl").read_text("utf-8").splitlines()) == 1


def test_the_installed_library_grades_a_chat(installed, tmp_path):
    code = "import doctest, evaluator; raise SystemExit(doctest.testmod(evaluator).failed)"
    _run(installed / "python", "-c", code, cwd=tmp_path)
