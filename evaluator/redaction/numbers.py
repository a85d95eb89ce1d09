"""Finds addresses and numbers that belong to a person: e-mail, account, card, personal and telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from typing import NamedTuple

from evaluator.packs.text import fold
from evaluator.redaction.words import vocabulary

_LOCAL = re.compile(r"[\w.+%'-]{1,64}\Z")
_DOMAIN = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_IBAN = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{2,4}){3,8}(?![^\W_])")
# Letters beside a number make it a code: only the Finnish hetu has one inside.
_NUMBER = re.compile(r"(?<![\w+.,/-])\(?\+?\(?\d(?:[ \u00a0()./-]{0,3}\d){5,24}(?![\w])(?![.,/-]\d)")
_HETU = re.compile(r"(?<!\w)\d{6}[-+A-FU-Ya-fu-y]\d{3}[0-9A-Ya-y](?!\w)")
_DATE = re.compile(
    r"(?:\d{1,2}[./-] ?\d{1,2}[./-] ?\d{2,4}|\d{4}[./-] ?\d{1,2}[./-] ?\d{1,2})(?:[ T]+\d{1,2}(?:[.:]\d{2})?)?"
)
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0.]\d{3})+")
_CARD = re.compile(r"(?:4\d{12}(?:\d{3})?|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6(?:011|5\d\d)\d{12})")
# Without a cue: with the trunk prefix, or in groups that the countries without one write.
_LIKE_PHONE = re.compile(
    r"\(?(?:0|8[ \u00a0(-]|86\d\d[ -]"
    r"|(?:1\D{1,2})?\(?\d{3}\D{1,3}\d{3}\D?(?:\d{3,4}|\d{2}\D?\d{2})$"
    r"|\d{3}(?:\D\d\d){3}$)"
)
_BEFORE = 40
_AFTER = 8

# National numbers that their form gives away, with the library's check of their digits; others need a cue.
_IDS: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"\d{6}/\d{3,4}"), "stdnum.cz.rc"),
    (re.compile(r"[1-6]\d{10}"), "stdnum.lt.asmens"),
    (re.compile(r"[1-8]\d{10}"), "stdnum.ee.ik"),
    (re.compile(r"\d{6}-\d{5}"), "stdnum.lv.pvn"),
    (re.compile(r"\d{3}-\d{2}-\d{4}"), "stdnum.us.ssn"),
)
# Philippine TIN and SSS have no check digit that is public.
_PLAIN_ID = re.compile(r"\d{3}-\d{3}-\d{3}(?:-\d{3,5})?|\d{2}-\d{7}-\d")


class Found(NamedTuple):
    """A span of personal data."""

    start: int
    end: int
    kind: str


def may_be_in(text: str) -> bool:
    """Whether it is worth to `find` them: quick, and true wherever there is one."""
    return "@" in text or bool(_has_digit(text))


def find(text: str, language: str | None) -> Iterator[Found]:
    """Personal addresses and numbers in the text; spans may overlap, the surer kind comes first."""
    if "@" in text:
        yield from _emails(text)
    if not _has_digit(text):
        return
    yield from (Found(*span, "iban") for span in _ibans(text))
    for found in _HETU.finditer(text):
        if _valid("stdnum.fi.hetu", found[0].upper()):
            yield Found(found.start(), found.end(), "id")
    for found in _NUMBER.finditer(text):
        kind = _kind(text, found, language)
        if kind:
            yield Found(found.start(), found.end(), kind)


_has_digit: Callable[[str], object] = re.compile(r"\d").search


def _emails(text: str) -> Iterator[Found]:
    at = text.find("@")
    while at >= 0:
        after = _DOMAIN.match(text, at + 1)
        before = _LOCAL.search(text, max(0, at - 64), at) if after else None
        if before and after:
            # "mailto:" and "?email=" end where the address begins; a full stop after it ends the sentence.
            yield Found(before.start(), after.end(), "email")
            at = after.end() - 1
        at = text.find("@", at + 1)


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    for found in _IBAN.finditer(text):
        start, end = found.span()
        # A word that follows may look like one more group.
        while end - start >= 15:
            if _valid("stdnum.iban", text[start:end]):
                yield start, end
                break
            cut = max(text.rfind(" ", start, end), text.rfind("-", start, end))
            if cut < 0:
                break
            end = cut


def _kind(text: str, found: re.Match[str], language: str | None) -> str | None:
    number = found[0]
    if _DATE.fullmatch(number) or _is_amount(text, found):
        return None
    before = fold_before(text, found.start())
    words = vocabulary()
    if number.lstrip("(").startswith("+"):
        return "phone" if _is_phone(number, ()) else None
    if words.other.search(before):
        return None
    digits = re.sub(r"\D", "", number)
    spaced = len(digits) != len(number)
    is_card = _CARD.fullmatch(digits) or (13 <= len(digits) <= 19 and words.card.search(before))
    if is_card and _valid("stdnum.luhn", digits):
        return "card"
    if words.identity.search(before) or _is_checked_id(number):
        return "id"
    cued = bool(words.phone.search(before))
    if digits.startswith("00") and len(digits) > 9 and _is_phone("+" + digits[2:], ()):
        return "phone"
    if cued and 7 <= len(digits) <= 15:
        return "phone"
    regions = words.regions.get(language or "", ())
    if _PLAIN_ID.fullmatch(number) and "PH" in regions:
        return "id"
    # A bare number is a telephone's only where the trunk prefix shows it.
    is_like = (spaced or digits.startswith("0")) and _LIKE_PHONE.match(number)
    if is_like and _is_phone(number, regions):
        return "phone"
    return "id" if _PLAIN_ID.fullmatch(number) else None


def fold_before(text: str, start: int) -> str:
    """What stands before a number, as cues are written."""
    return fold(text[max(0, start - _BEFORE) : start])


def _is_amount(text: str, found: re.Match[str]) -> bool:
    after = text[found.end() : found.end() + _AFTER].casefold().lstrip()
    before = text[max(0, found.start() - 4) : found.start()].casefold().rstrip()
    units = vocabulary().units
    if any(before.endswith(unit) for unit in units if not unit.isalpha()):
        return True
    unit = re.match(r"[€$₱%]|[^\W\d_]+", after)
    return bool(unit and unit[0] in units)


def _is_checked_id(number: str) -> bool:
    return any(form.fullmatch(number) and _valid(module, number) for form, module in _IDS)


@lru_cache(maxsize=4096)
def _is_phone(number: str, regions: tuple[str, ...]) -> bool:
    import phonenumbers

    if _GROUPED.fullmatch(number) and not number.startswith("+") and len(number) < 10:
        return False
    for region in regions or (None,):
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(number, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False


@lru_cache(maxsize=4096)
def _valid(module: str, number: str) -> bool:
    return bool(import_module(module).is_valid(number))
