"""The fact check: what a proposed closing says must stand in the chat, or be a placeholder for somebody to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from evaluator.injection.detect import suspicions
from evaluator.language import detect, known_words
from evaluator.models import Conversation, Role, Turn
from evaluator.packs.matcher import Matcher
from evaluator.packs.pack import Templates
from evaluator.packs.text import fold
from evaluator.suggest.address import is_form
from evaluator.suggest.formality import Formality, formality

Kind = Literal["link", "number", "name", "promise", "language", "formality", "mask", "instruction"]

_PLACEHOLDER = re.compile(r"\{[^{}\n]{1,40}\}")
_LINK = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|(?<![\w.])(?!\d+\.)[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}\b(?:[/?#]\S*)?"
)
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?")
_NUMBER = re.compile(r"[^\W\d_]*-?\d[\w.,:/–-]*")
_THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")
MASK = re.compile(r"\[[A-Z]{3,}(?:_[A-Z]+)*_?\d*\]")
_WORD = re.compile(r"[^\W\d_]+")
# A word behind one of these goes on with a sentence.
_GOES_ON = ",;–—-&/"
_OPEN = "___"
_SHORTEST_NAME, _STEM, _ENDING = 3, 4, 4
_PROMISES = frozenset({"commit", "escalate", "defer", "vague_next", "transfer", "redirect"})
_LANGUAGE_WORDS = 4


class Fault(NamedTuple):
    """What is wrong with a proposal: the kind, and the words."""

    kind: Kind
    what: str


def faults(
    messages: Sequence[str],
    conversation: Conversation,
    language: str,
    expected: Formality,
    matcher: Matcher,
    templates: Templates,
) -> tuple[Fault, ...]:
    """Everything in `messages` that the chat does not bear out, is not in its language, or is no closing at all."""
    said = "\n".join(turn.text for turn in conversation.turns)
    names = " ".join(turn.name for turn in conversation.turns if turn.name)
    agents = "\n".join(turn.text for turn in conversation.turns if turn.is_agent_side)
    found: list[Fault] = []
    for message in messages:
        plain = _PLACEHOLDER.sub(_OPEN, message)
        # Braces do not make a fact a placeholder.
        bare = MASK.sub(" ", message).replace("{", " ").replace("}", " ")
        found += _links(bare, said)
        found += _numbers(_LINK.sub(" ", bare), said)
        found += _counts(bare, said, templates)
        found += _names(bare, f"{said}\n{names}", language, matcher, templates)
        found += _promises(plain, agents, matcher)
        found += (Fault("mask", match[0]) for match in MASK.finditer(message))
        found += _manner(plain, language, expected, matcher)
    proposed = Conversation(id="proposal", turns=tuple(Turn(role=Role.AGENT, text=text) for text in messages))
    found += (Fault("instruction", one.quote) for one in suspicions(proposed))
    return tuple(dict.fromkeys(found))


def placeholders(messages: Iterable[str]) -> tuple[str, ...]:
    """The placeholders in the messages, in order, each once, without braces."""
    return tuple(
        dict.fromkeys(match[0][1:-1] for message in messages for match in _PLACEHOLDER.finditer(message))
    )


def _links(text: str, said: str) -> Iterator[Fault]:
    """Links and addresses that are none of the chat's, nor the start of one up to a slash."""
    known = [_address(match[0]) for match in _LINK.finditer(said)]
    for match in _LINK.finditer(text):
        link = _address(match[0])
        if not any(one == link or one.startswith((f"{link}/", f"{link}?", f"{link}#")) for one in known):
            yield Fault("link", match[0].rstrip(".,;:!?)"))


def _address(link: str) -> str:
    return _SCHEME.sub("", link.rstrip(".,;:!?)/”“\"'").casefold())


def _numbers(text: str, said: str) -> Iterator[Fault]:
    known = {_groups(match[0]) for match in _NUMBER.finditer(said)}
    known |= {("", *groups) for _, *groups in known}
    for match in _NUMBER.finditer(text):
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


def _counts(text: str, said: str, templates: Templates) -> Iterator[Fault]:
    """Numbers in words, days and months that the chat does not name, in whatever case."""
    known = {fold(word) for word in _WORD.findall(said)}
    for entry in templates.facts:
        forms = [fold(form) for form in entry.split("/")]
        for word in _WORD.findall(text):
            if _is_one_of(fold(word), forms) and not any(_is_one_of(other, forms) for other in known):
                yield Fault("number", word)


def _is_one_of(word: str, forms: Sequence[str]) -> bool:
    return any(word.startswith(form[:-1]) if form.endswith("*") else word == form for form in forms)


def _names(text: str, said: str, language: str, matcher: Matcher, templates: Templates) -> Iterator[Fault]:
    """Words with a capital that neither the chat nor the pack's own sentences have.

    At a sentence's start only those that are like no word of the language: others cannot be told from names.
    """
    pieces = " ".join((*templates.formal.model_dump().values(), *templates.informal.model_dump().values()))
    heard = _WORD.findall(f"{said}\n{pieces}")
    known, names = {fold(word) for word in heard}, {word for word in heard if word[0].isupper()}
    words, hits = matcher.find(text, "agent")
    polite = {words.starts[hit.first] for hit in hits if hit.move in ("formal", "informal")}
    for match in _WORD.finditer(text):
        word, folded = match[0], fold(match[0])
        if len(word) < _SHORTEST_NAME or not word[0].isupper() or match.start() in polite:
            continue
        if folded in known or any(is_form(word, name) for name in names if len(name) >= _SHORTEST_NAME):
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


def _promises(text: str, agents: str, matcher: Matcher) -> Iterator[Fault]:
    """Steps where the agent side never named any, and times beside a step that it never gave."""
    words, hits = matcher.find(text, "agent")
    known, made = matcher.find(agents, "agent")
    promised = not _PROMISES.isdisjoint(hit.move for hit in made)
    for number, (first, last, asks) in enumerate(words.sentences):
        inside = [hit for hit in hits if hit.sentence == number]
        moves = {hit.move for hit in inside}
        following = words.starts[last] if last < len(words.starts) else len(text)
        sentence = text[words.starts[first] : following].strip()
        # A question promises nothing, nor does what a placeholder leaves open; closing the chat is no step.
        if asks or not moves & _PROMISES or _OPEN in sentence or "close_announce" in moves:
            continue
        if not promised:
            yield Fault("promise", sentence)
        for hit in inside:
            if hit.move == "when" and not set(words.folded[hit.first : hit.last]) <= set(known.folded):
                yield Fault("promise", text[words.starts[hit.first] : words.ends[hit.last - 1]])


def _manner(text: str, language: str, expected: Formality, matcher: Matcher) -> Iterator[Fault]:
    if len(text.split()) >= _LANGUAGE_WORDS:
        turn = Turn(role=Role.AGENT, text=text)
        written = detect(Conversation(id="proposal", turns=(turn,))).agent
        if written not in (None, language) and {written, language} != {"tl", "en"}:
            yield Fault("language", text)
    moves = [hit.move for hit in matcher.find(text, "agent")[1]]
    if formality(moves, expected) != expected:
        yield Fault("formality", text)
