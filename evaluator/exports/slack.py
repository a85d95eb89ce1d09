"""Slack's export: a zip or folder with a folder a channel, and in it one file a day."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from pathlib import Path, PurePosixPath

from pydantic_core import from_json

from evaluator.errors import RecordError
from evaluator.readers.json_values import LARGEST, Found
from evaluator.readers.slack_export import DAY, USERS

Open = Callable[[], bytes]


def read_values(path: Path) -> Iterator[Found | RecordError]:
    """Yield what is one conversation each: a thread, or what a channel says in a day outside of threads.

    A channel is held in memory: its threads go on for days.

    Raises `RecordError` where the whole is no export of Slack.
    """
    if path.is_dir():
        files = {str(file.relative_to(path).as_posix()): _from_folder(file) for file in path.rglob("*.json")}
        yield from _values(str(path), files)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            yield from _values(str(path), {one.filename: _from_zip(archive, one) for one in members})
    # Nothing is left to do here: `ZipFile` itself raises NotImplementedError for an archive of a later version
    # of the format than it knows, or a compression that it lacks.
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise RecordError(str(path), f"cannot be unpacked: {error}") from error


def _from_folder(file: Path) -> Open:
    return file.read_bytes


def _from_zip(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Open:
    def read() -> bytes:
        if member.file_size > LARGEST:
            raise ValueError(f"larger than {LARGEST >> 20} MiB; unpack the archive and split the file")
        return archive.read(member)

    return read


def _values(name: str, files: Mapping[str, Open]) -> Iterator[Found | RecordError]:
    """`files` by their path in the export; its top may be a folder of its own, as zips often have."""
    users_file = min((one for one in files if PurePosixPath(one).name == USERS), key=len, default=None)
    if users_file is None:
        raise RecordError(name, f"is no export of Slack: it holds no {USERS}; unpack other archives first")
    top = PurePosixPath(users_file).parent
    users = _json(name, users_file, files)
    if isinstance(users, RecordError):
        yield users
        users = []
    days = sorted(one for one in files if _is_day(PurePosixPath(one), top))
    for channel, of_channel in groupby(days, lambda day: PurePosixPath(day).parent.name):
        parts: dict[str, tuple[str, list[object]]] = {}
        for day in of_channel:
            messages = _json(name, day, files)
            if isinstance(messages, list):
                _sort_in(parts, day, f"{name}/{day}", messages)
            elif isinstance(messages, RecordError):
                yield messages
            else:
                yield RecordError(f"{name}/{day}", "must be a list of messages")
        for part, (where, said) in parts.items():
            chat = {"id": f"{channel}/{part}", "channel_name": channel, "users": users, "messages": said}
            yield Found(where, chat)
    if not days:
        raise RecordError(
            name, "is no export of Slack: it holds no days of a channel, such as help/2026-11-02.json"
        )


def _is_day(path: PurePosixPath, top: PurePosixPath) -> bool:
    return path.parent.parent == top and DAY.fullmatch(path.name) is not None


def _json(name: str, file: str, files: Mapping[str, Open]) -> object:
    where = f"{name}/{file}"
    try:
        return from_json(files[file]())
    except (ValueError, OSError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
        return RecordError(where, f"cannot be read: {str(error).partition(chr(10))[0]}")


def _sort_in(
    parts: dict[str, tuple[str, list[object]]], day: str, where: str, messages: list[object]
) -> None:
    """Add the messages of a day to the threads, which may have begun before, or to the day."""
    for message in messages:
        thread = message.get("thread_ts") if isinstance(message, dict) else None
        parts.setdefault(str(thread or PurePosixPath(day).stem), (where, []))[1].append(message)
