"""The fact check: what a proposed closing says must stand in the chat, or be a placeholder for somebody to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from evaluator.injection.detect import suspicions
from evaluator.language import detect, known_words
from evaluator.models import Conversation, Role, Turn
from evaluator.packs.matcher import Matcher
from evaluator.packs.text import fold
from evaluator.suggest.formality import Formality, formality

Kind = Literal[
    "link", "number", "name", "promise", "language", "formality", "mask", "instruction", "placeholder"
]

_PLACEHOLDER = re.compile(r"\{[^{}\n]{1,40}\}")
_LINK = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|cz|sk|fi|lt|eu|org|net|io|ph|example)\b\S*"
)
_NUMBER = re.compile(r"(?<!\w)[A-Z]{0,6}-?\d[\w.,:/–-]*")
MASK = re.compile(r"\[[A-Z]{3,}(?:_[A-Z]+)*_?\d*\]")
_NAME = re.compile(r"(?<=[\w,;:–(] )[^\W\d_]{3,}")
_OPEN = "___"
_STEM = 4
_PROMISES = frozenset({"commit", "escalate", "defer", "vague_next", "transfer", "redirect"})
_LANGUAGE_WORDS = 4


class Fault(NamedTuple):
    """What is wrong with a proposal: the kind, and the words."""

    kind: Kind
    what: str


def faults(
    messages: Sequence[str], conversation: Conversation, language: str, expected: Formality, matcher: Matcher
) -> tuple[Fault, ...]:
    """Everything in `messages` that the chat does not bear out, is not in its language, or is no closing at all."""
    said = "\n".join(turn.text for turn in conversation.turns)
    names = " ".join(turn.name for turn in conversation.turns if turn.name)
    agents = "\n".join(turn.text for turn in conversation.turns if turn.is_agent_side)
    found: list[Fault] = []
    for message in messages:
        plain = _PLACEHOLDER.sub(_OPEN, message)
        found += _links(plain, said)
        found += _numbers(_LINK.sub(" ", plain), said)
        found += _names(plain, f"{said}\n{names}", language)
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
    known = said.casefold()
    for match in _LINK.finditer(text):
        link = match[0].rstrip(".,;:!?)")
        if link.casefold() not in known:
            yield Fault("link", link)


def _numbers(text: str, said: str) -> Iterator[Fault]:
    known = {_digits(match[0]) for match in _NUMBER.finditer(said)}
    for match in _NUMBER.finditer(text):
        if _digits(match[0]) not in known:
            yield Fault("number", match[0].rstrip(".,:"))


def _digits(number: str) -> str:
    return re.sub(r"[^\d]", "", number)


def _names(text: str, said: str, language: str) -> Iterator[Fault]:
    """Words with a capital inside a sentence that the chat does not have, and that are no words of the language."""
    known = {fold(word)[:_STEM] for word in re.findall(r"[^\W\d_]+", said)}
    for match in _NAME.finditer(text):
        folded = fold(match[0])
        if match[0][0].isupper() and folded[:_STEM] not in known and folded not in known_words(language):
            yield Fault("name", match[0])


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
