"""Reads plain-text transcripts: a line names who speaks, and lines that name nobody go on with the message.

Several chats in one file are parted by a line of dashes or equal signs. With times on the messages, a line
without a time is never a new message, so "Address: …" inside a message stays there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from evaluator.errors import RecordError
from evaluator.models import Role
from evaluator.readers.native import make_record
from evaluator.readers.record import Format, ReadOptions, Record
from evaluator.readers.roles import read_label, role_of
from evaluator.readers.surrogates import BROKEN_BYTES, has_broken_bytes
from evaluator.readers.text import Text
from evaluator.readers.transcript_line import Line, is_separator, read_line
from evaluator.readers.words import fold

_SNIFFED_LINES = 60


def _parse(text: Text, options: ReadOptions) -> Iterator[Record]:
    for number, lines in enumerate(_chats(text), 1):
        where = f"{text.name}:{lines[0].number}"
        if any(has_broken_bytes(line.raw) for line in lines):
            yield Record.failed(RecordError(where, BROKEN_BYTES))
        else:
            yield _record(lines, where, f"{text.stem}#{number}", options)


def _chats(text: Text) -> Iterator[list[Line]]:
    """Collect the lines of each chat, from its first line that is not blank."""
    lines: list[Line] = []
    for line in text:
        if is_separator(line):
            if lines:
                yield lines
            lines = []
        elif lines or not line.isspace():
            lines.append(read_line(line, text.line))
    if lines and not text.failure:
        yield lines


def _record(lines: Sequence[Line], where: str, default_id: str, options: ReadOptions) -> Record:
    lines = _heads_or_text(lines)
    timed = _is_timed(lines)
    running = _running_text(lines, options.agent_names, timed=timed)
    preamble: list[str] = []
    turns: list[tuple[Line, list[str]]] = []
    swallowed: list[Line] = []
    for line in lines:
        if line.label and (line.sure or (timed if line.time else not timed and line.label not in running)):
            turns.append((line, [line.text]))
            continue
        (turns[-1][1] if turns else preamble).append(line.raw)
        if line.label and turns and not timed and not line.time:
            swallowed.append(line)
    if not turns:
        what = "no line says who speaks; expected 'Name: text', '[14:05] Name: text' or 'Name (14:05): text'"
        return Record.failed(RecordError(where, what))
    before = "\n".join(preamble).strip()
    value = {
        "turns": [{"role": x.label, "text": "\n".join(parts).strip(), "at": x.time} for x, parts in turns],
        "metadata": {"preamble": before} if before else {},
    }
    return make_record(value, where, default_id, options, _notes(swallowed, before), infer=True)


def _heads_or_text(lines: Sequence[Line]) -> Sequence[Line]:
    """Take "Praha 14:05" for text where speakers stand on the line of what they say, and not above it."""
    if not any(line.time and line.label and line.text and not _is_event(line) for line in lines):
        return lines
    return [
        line._replace(label=None, time=None) if line.time and not line.text and not line.sure else line
        for line in lines
    ]


def _notes(swallowed: Sequence[Line], preamble: str) -> tuple[str, ...]:
    notes = []
    if swallowed:
        first = swallowed[0]
        notes.append(f"{first.label!r} in line {first.number} is read as part of a message, not as a speaker")
    if preamble:
        notes.append("text before the first speaker is not part of the chat")
    return tuple(notes)


def _is_timed(lines: Sequence[Line]) -> bool:
    """Whether the messages carry times: the first that names a speaker does."""
    return next((line.time is not None for line in lines if line.label and not _is_event(line)), False)


def _is_event(line: Line) -> bool:
    """Whether the line is an event rather than somebody's words."""
    return line.label is not None and role_of(line.label) is Role.SYSTEM


def _running_text(lines: Sequence[Line], agent_names: Collection[str], *, timed: bool) -> set[str]:
    """Find what looks like a speaker and is only a word before a colon.

    Where both sides are known, that is any other label that stands once; else all but the frequent ones.
    """
    counts = Counter(line.label for line in lines if line.label and not line.sure and not line.time)
    if timed:
        return set(counts)
    names = {fold(name) for name in agent_names}
    roles = {label: Role.AGENT if fold(label) in names else read_label(label)[0] for label in counts}
    sides = {Role.AGENT if role is Role.BOT else role for role in roles.values()} & {
        Role.AGENT,
        Role.CUSTOMER,
    }
    unknown = [label for label, role in roles.items() if role is None]
    often = [label for label in unknown if counts[label] > 1]
    if len(sides) == 2:
        return set(unknown) - set(often)
    return set(unknown) - set(often or (unknown[:1] if sides else unknown))


def _looks_like_transcript(head: str) -> bool:
    lines = [read_line(line, 0) for line in head.split("\n", _SNIFFED_LINES)[:_SNIFFED_LINES] if line.strip()]
    named = [line for line in lines if line.label]
    return any(line.sure or role_of(line.label or "") for line in named) or len(named) > len(lines) / 2


TRANSCRIPT = Format(
    "transcript",
    (".txt", ".log"),
    "plain text: 'Agent: ...', '[14:05] Jana: ...', 'Jana (14:05): ...'; chats parted by a line of ---",
    _looks_like_transcript,
    _parse,
)
