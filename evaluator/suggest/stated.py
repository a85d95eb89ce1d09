"""What a proposed closing states as a fact, and the chat does not hold: links, numbers and names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from evaluator.language import known_words
from evaluator.packs.matcher import Matcher
from evaluator.packs.pack import Templates
from evaluator.packs.text import fold
from evaluator.rules.names import is_form

Kind = Literal["link", "number", "name", "promise", "language", "formality", "mask", "instruction"]

# Each starts where no other could: chats are long, and hostile.
_LINK = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+|(?<![\w.-])(?!\d+\.)[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}\b(?:[/?#]\S*)?"
)
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?")
_NUMBER = re.compile(r"(?<![^\W\d_])[^\W\d_]*-?\d[\w.,:/–-]*")
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
_WORD = re.compile(r"[^\W\d_]+")
# A word behind one of these goes on with a sentence.
_GOES_ON = ",;–—-&/"
_SHORTEST_NAME, _STEM, _ENDING = 3, 4, 4


class Fault(NamedTuple):
    """What is wrong with a proposal: the kind, and the words."""

    kind: Kind
    what: str


def links(text: str, said: str) -> Iterator[Fault]:
    """Links and addresses that are none of the chat's, nor the start of one up to a slash."""
    known = [_address(match[0]) for match in _LINK.finditer(said)]
    for match in _LINK.finditer(text):
        link = _address(match[0])
        if not any(one == link or one.startswith((f"{link}/", f"{link}?", f"{link}#")) for one in known):
            yield Fault("link", match[0].rstrip(".,;:!?)"))


def _address(link: str) -> str:
    return _SCHEME.sub("", link.rstrip(".,;:!?)/”“\"'").casefold())


def numbers(text: str, said: str) -> Iterator[Fault]:
    """Numbers and codes outside links that the chat does not have."""
    known = {_groups(match[0]) for match in _NUMBER.finditer(said)}
    known |= {("", *groups) for _, *groups in known}
    for match in _NUMBER.finditer(_LINK.sub(" ", text)):
        code, *groups = _groups(match[0])
        apart = not code and all(("", group) in known for group in groups)
        if (code, *groups) not in known and not apart:
            yield Fault("number", match[0].rstrip(".,:"))


def _groups(number: str) -> tuple[str, ...]:
    """The letters before a number, and its groups of digits: "17.30" is "17:30", and 44.71 is not 4471."""
    code = re.match(r"[^\W\d_]*", number)
    groups = re.findall(r"\d+", _THOUSANDS.sub("", number))
    if len(groups) > 1 and groups[-1] == "00":
        groups.pop()
    return (code[0].casefold() if code else "", *groups)


def counts(text: str, said: str, templates: Templates) -> Iterator[Fault]:
    """Numbers in words, days and months that the chat does not name, in whatever case."""
    known = {fold(word) for word in _WORD.findall(said)}
    written = [(word, fold(word)) for word in _WORD.findall(text)]
    for entry in templates.facts:
        forms = [fold(form) for form in entry.split("/")]
        for word, folded in written:
            if _is_one_of(folded, forms) and not any(_is_one_of(other, forms) for other in known):
                yield Fault("number", word)


def _is_one_of(word: str, forms: Sequence[str]) -> bool:
    return any(word.startswith(form[:-1]) if form.endswith("*") else word == form for form in forms)


def names(text: str, said: str, language: str, matcher: Matcher, templates: Templates) -> Iterator[Fault]:
    """Words with a capital that neither the chat nor the pack's own sentences have.

    At a sentence's start only those that are like no word of the language: others cannot be told from names.
    """
    pieces = " ".join((*templates.formal.model_dump().values(), *templates.informal.model_dump().values()))
    heard = _WORD.findall(f"{said}\n{pieces}")
    known, called = {fold(word) for word in heard}, {fold(word) for word in heard if word[0].isupper()}
    words, hits = matcher.find(text, "agent")
    polite = {words.starts[hit.first] for hit in hits if hit.move in ("formal", "informal")}
    for match in _WORD.finditer(text):
        word, folded = match[0], fold(match[0])
        if len(word) < _SHORTEST_NAME or not word[0].isupper() or match.start() in polite:
            continue
        if folded in known or any(is_form(folded, name) for name in called if len(name) >= _SHORTEST_NAME):
            continue
        before = text[: match.start()].rstrip(" \t\"'“”„«»(")[-1:]
        if before.isalnum() or (before and before in _GOES_ON):
            usual = word.isupper() and folded in known_words(language)
        else:
            usual = _is_like_a_word(folded, language)
        if not usual:
            yield Fault("name", word)


def _is_like_a_word(folded: str, language: str) -> bool:
    start = folded[: max(_STEM, len(folded) - _ENDING)]
    words = known_words(language)
    return folded in words or any(word.startswith(start) for word in words)
