"""Reads one line of a plain-text transcript: who speaks, when, and what."""

from __future__ import annotations

import re
from typing import NamedTuple

from evaluator.readers.roles import role_of

SYSTEM = "system"

# Quantifiers are bounded where they could meet each other: a line may be megabytes of anything.
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d{1,6})?(?:\s?[AaPp]\.?[Mm]\.?)?(?:Z|[+-]\d\d:?\d\d)?"
_DAY = r"(?:\d{4}[-/.]\d\d[-/.]\d\d|\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d\d)|\d{1,2}/\d{1,2}/(?:\d{4}|\d\d))"
_TIME = rf"(?:{_DAY}(?:T|,?\s{{1,3}}(?:klo\s)?))?{_CLOCK}"
_NAME = r"[^\W\d_][^:\[\]<>\n]{0,59}?"
_TIMED = re.compile(
    rf"(?:[\[(](?P<boxed>{_TIME})[\])]|(?P<bare>{_TIME}))(?:\s{{0,3}}[-–—|]\s{{0,3}}|:?\s{{1,3}})(?P<rest>\S.*)",
    re.DOTALL,
)
_NAME_FIRST = re.compile(
    rf"(?P<name>{_NAME})\s{{0,3}}[\[(](?P<time>{_TIME})[\])]\s{{0,3}}[:：]?(?P<text>.*)", re.DOTALL
)
# A copied chat window: the name and the time stand above what is said.
_ABOVE = re.compile(rf"(?P<name>{_NAME})\s{{1,3}}(?:[-–—|•·,]\s{{0,3}})?(?P<time>{_TIME})", re.DOTALL)
_PLAIN = re.compile(rf"(?P<name>{_NAME})\s{{0,3}}[:：](?!//)(?P<text>.*)", re.DOTALL)
_TAGGED = re.compile(r"(?P<box>[\[<])(?P<name>[^\W\d_][^:\[\]<>\n]{0,59})[\]>]:?(?P<text>.*)", re.DOTALL)
_INVISIBLE = " \t\ufeff\u200b\u200e\u200f\u202a\u202c"


class Line(NamedTuple):
    """One line. `text` is what `label` says; `raw` the line as it stands.

    `label` is None where nobody is named. A line that is not `sure` may also be running text: "Note: …".
    """

    number: int
    raw: str
    label: str | None = None
    text: str = ""
    time: str | None = None
    sure: bool = False


def is_separator(line: str) -> bool:
    """Whether the line parts two chats: ``-----``, ``=====``, or a title as in ``=== Chat 12 ===``."""
    bare = line.strip()
    if not bare.startswith(("---", "===")):
        return False
    return not bare.strip("-=") or (bare.startswith("===") and bare.endswith("==="))


def read_line(line: str, number: int) -> Line:
    """Read ``[14:05] Jana: …``, ``14:05 - Jana: …``, ``Jana (14:05): …``, ``Jana 14:05``, ``Jana: …``, ``*** ***``."""
    raw = line.rstrip("\r\n")
    bare = raw.strip(_INVISIBLE)
    if event := _event(bare):
        return Line(number, raw, SYSTEM, event, sure=True)
    if timed := _TIMED.fullmatch(bare):
        return _after_time(raw, timed, number)
    if first := _NAME_FIRST.fullmatch(bare):
        return Line(number, raw, first["name"].strip(), first["text"].strip(), first["time"], sure=True)
    if above := _ABOVE.fullmatch(bare):
        return Line(number, raw, above["name"].strip(), "", above["time"])
    if (tagged := _TAGGED.fullmatch(bare)) and role_of(tagged["name"]):
        return Line(number, raw, tagged["name"], tagged["text"].strip(), sure=True)
    if plain := _PLAIN.fullmatch(bare):
        return Line(number, raw, plain["name"].strip(), plain["text"].strip())
    return Line(number, raw)


def _after_time(raw: str, timed: re.Match[str], number: int) -> Line:
    time, rest = timed["boxed"] or timed["bare"], timed["rest"]
    if event := _event(rest):
        return Line(number, raw, SYSTEM, event, time, sure=True)
    tagged = _TAGGED.fullmatch(rest)
    if tagged and tagged["box"] == "[" and not role_of(tagged["name"]):
        tagged = None
    if said := tagged or _PLAIN.fullmatch(rest):
        return Line(number, raw, said["name"].strip(), said["text"].strip(), time, sure=True)
    # A time and no speaker is an event, "[14:10] Chat closed"; without brackets it may be a sentence.
    return Line(number, raw, SYSTEM, rest, time, sure=bool(timed["boxed"]))


def _event(bare: str) -> str | None:
    """Return what a line such as ``*** chat ended ***`` or ``--- Jana left ---`` says."""
    for mark in ("**", "--"):
        if len(bare) > 2 * len(mark) and bare.startswith(mark) and bare.endswith(mark):
            return bare.strip("*- ") or None
    return None
