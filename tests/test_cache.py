"""Answers on disk: shared, bounded, and harmless whatever happens to the file."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.cache import AnswerCache, default_directory, open_cache

SIZE = 50_000_000
FILE = "answers-1.sqlite"
ANSWER = {"content": "Ahoj \ud800 \u0000 😀", "usage": {"input": 10, "output": 2}, "fingerprint": None}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "made" / "cache"


def test_an_answer_comes_back_as_it_was(folder: Path):
    with AnswerCache(folder, SIZE) as cache:
        assert cache.get("k") is None
        cache.put("k", ANSWER)
        assert cache.get("k") == ANSWER
        cache.put("k", {"content": "newer"})
    with AnswerCache(folder, SIZE) as cache:
        assert cache.get("k") == {"content": "newer"}
        assert cache.info().entries == 1
        assert cache.trouble is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def any_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerCache]:
    with AnswerCache(tmp_path_factory.mktemp("any"), SIZE) as cache:
        yield cache


@given(key=st.text("0123456789abcdef"), value=st.dictionaries(st.text(), JSON))
def test_whatever_json_can_say_comes_back(any_cache: AnswerCache, key, value):
    any_cache.put(key, value)
    assert any_cache.get(key) == value


def test_the_folder_is_the_owners_alone_and_made_only_for_an_answer(folder: Path):
    with AnswerCache(folder, SIZE) as cache:
        cache.get("k")
        cache.info()
        assert cache.clear() == 0
        assert not folder.exists()
        cache.put("k", ANSWER)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_the_size_is_bounded_and_the_least_useful_go(folder: Path):
    answer = {"content": "x" * 4000}
    with AnswerCache(folder, 1_000_000) as cache:
        cache.put("kept", answer)
        with sqlite3.connect(folder / FILE) as file:
            file.execute("UPDATE answers SET used = 0")
        for number in range(100):
            cache.put(f"old-{number}", answer)
        with sqlite3.connect(folder / FILE) as file:
            file.execute("UPDATE answers SET used = 0")
        assert cache.get("kept") == answer
        for number in range(200):
            cache.put(f"new-{number}", answer)
            assert cache.info().bytes <= 1_000_000
        assert cache.get("kept") == answer
        assert cache.get("new-199") == answer
        assert cache.get("old-0") is None
        assert sum(file.stat().st_size for file in folder.iterdir()) < 6_500_000


def test_an_answer_too_large_for_the_cache_is_not_kept(folder: Path):
    with AnswerCache(folder, 80_000) as cache:
        cache.put("k", {"content": "x" * 20_000})
        assert (cache.get("k"), cache.trouble) == (None, None)


def test_clear_removes_answers_and_nothing_else(folder: Path):
    with AnswerCache(folder, SIZE) as cache, AnswerCache(folder, SIZE) as other:
        for number in range(300):
            cache.put(str(number), {"content": "x" * 1000})
        (folder / "notes.txt").write_text("mine")
        assert other.clear() == 300
        assert cache.get("7") is None
        assert (folder / "notes.txt").read_text() == "mine"
        cache.put("7", ANSWER)
        assert other.get("7") == ANSWER


def _fill(folder: Path, name: str, start: multiprocessing.synchronize.Barrier) -> None:
    with AnswerCache(folder, SIZE) as cache:
        start.wait()
        for number in range(200):
            cache.put(f"{name}-{number}", {"content": f"{name} {number} " + "x" * 2000})
            cache.put("shared", {"content": name})
        assert cache.trouble is None, cache.trouble


def test_several_processes_write_at_once(folder: Path):
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(4)
    writers = [spawn.Process(target=_fill, args=(folder, name, start)) for name in "abcd"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0, 0, 0]
    with AnswerCache(folder, SIZE) as cache:
        assert cache.info().entries == 801
        assert all(cache.get(f"{name}-{number}") for name in "abcd" for number in range(200))


def test_several_threads_share_one(folder: Path):
    with AnswerCache(folder, SIZE) as cache:

        def work(name: str) -> None:
            for number in range(100):
                cache.put(f"{name}-{number}", {"content": name})
                assert cache.get(f"{name}-{number}") == {"content": name}

        threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (cache.info().entries, cache.trouble) == (400, None)


def test_what_was_put_outlives_a_kill(folder: Path):
    code = (
        "import sys; from pathlib import Path; from evaluator.cache import AnswerCache\n"
        f"cache = AnswerCache(Path(sys.argv[1]), {SIZE})\n"
        "for number in range(10_000_000):\n"
        "    cache.put(str(number), {'content': 'x' * 500}); print(number, flush=True)\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    put = [int(writer.stdout.readline()) for _ in range(50)]
    os.kill(writer.pid, signal.SIGKILL)
    put += [int(line) for line in writer.stdout.read().split()]
    writer.wait()
    with AnswerCache(folder, SIZE) as cache:
        assert all(cache.get(str(number)) for number in put)


def _garbage(folder: Path) -> None:
    (folder / FILE).write_bytes(os.urandom(20_000))


def _cut(folder: Path) -> None:
    content = (folder / FILE).read_bytes()
    (folder / FILE).write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))


def _another_table(folder: Path) -> None:
    (folder / FILE).unlink()
    with sqlite3.connect(folder / FILE) as file:
        file.execute("CREATE TABLE answers (something)")


@pytest.mark.parametrize("damage", [_garbage, _cut, _another_table], ids=["garbage", "torn", "another table"])
def test_a_damaged_file_is_an_empty_cache_until_it_is_cleared(folder: Path, damage: Callable[[Path], None]):
    with AnswerCache(folder, SIZE) as cache:
        for number in range(50):
            cache.put(str(number), {"content": "x" * 3000})
    damage(folder)
    with AnswerCache(folder, SIZE) as cache:
        assert [cache.get(str(number)) for number in range(50)] == [None] * 50
        cache.put("k", ANSWER)
        assert cache.get("k") is None
        assert cache.trouble is not None
        assert "is damaged (" in cache.trouble
        assert "closure cache clear mends it" in cache.trouble
        assert cache.info().entries == 0
        cache.clear()
        assert cache.trouble is None
        cache.put("k", ANSWER)
        assert cache.get("k") == ANSWER


@pytest.mark.parametrize(
    "stored",
    [b"{", b"\xff", b"[1]", b"[" * 100_000, "text", 5],
    ids=["cut", "no text", "a list", "deep", "another type", "number"],
)
def test_a_damaged_answer_is_a_miss(folder: Path, stored: object):
    with AnswerCache(folder, SIZE) as cache:
        cache.put("k", ANSWER)
        cache.put("other", ANSWER)
        with sqlite3.connect(folder / FILE) as file:
            file.execute("UPDATE answers SET value = ? WHERE key = 'k'", (stored,))
        assert cache.get("k") is None
        assert (cache.get("other"), cache.trouble) == (ANSWER, None)
        cache.put("k", ANSWER)
        assert cache.get("k") == ANSWER


def test_a_file_in_place_of_the_folder_is_trouble_and_no_error(tmp_path: Path):
    (tmp_path / "cache").write_text("mine")
    with AnswerCache(tmp_path / "cache", SIZE) as cache:
        cache.put("k", ANSWER)
        assert cache.get("k") is None
        assert cache.trouble is not None
        assert cache.trouble.endswith("cannot be used: Not a directory")
        cache.clear()
    assert (tmp_path / "cache").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_folder_that_cannot_be_written_is_trouble_and_no_error(tmp_path: Path):
    tmp_path.chmod(0o500)
    with AnswerCache(tmp_path, SIZE) as cache:
        cache.put("k", ANSWER)
        assert cache.get("k") is None
        assert cache.trouble is not None
        assert cache.trouble.endswith("cannot be used: Permission denied")


def test_a_locked_file_is_trouble_after_a_while_and_is_not_removed(folder: Path, monkeypatch):
    monkeypatch.setattr("evaluator.cache.table._WAIT_SECONDS", 0.05)
    with AnswerCache(folder, SIZE) as first:
        first.put("k", ANSWER)
        holder = sqlite3.connect(folder / FILE, isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        with AnswerCache(folder, SIZE) as cache:
            cache.put("other", ANSWER)
            assert cache.trouble is not None
            assert "cannot be used: database is locked" in cache.trouble
            cache.clear()
        holder.execute("ROLLBACK")
        holder.close()
        assert first.get("k") == ANSWER


def test_settings_open_the_cache(tmp_path: Path):
    assert open_cache(tmp_path, 3).info() == (tmp_path, 0, 0, 3_000_000)
    assert open_cache(None, 1).directory == default_directory()
    assert default_directory().name == "closure-evaluator"
