"""The fact check: what a proposed closing says must stand in the chat, or be a placeholder for somebody to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from evaluator.injection.detect import suspicions
from evaluator.language import detect
from evaluator.models import Conversation, Role, Turn
from evaluator.packs.matcher import Matcher
from evaluator.packs.pack import Templates
from evaluator.suggest.formality import Formality, formality
from evaluator.suggest.stated import Fault, counts, links, names, numbers

_PLACEHOLDER = re.compile(r"\{[^{}\n]{1,40}\}")
MASK = re.compile(r"\[[A-Z]{3,}(?:_[A-Z]+)*_?\d*\]")
_OPEN = "___"
_PROMISES = frozenset({"commit", "escalate", "defer", "vague_next", "transfer", "redirect"})
_LANGUAGE_WORDS = 4


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
    called = " ".join(turn.name for turn in conversation.turns if turn.name)
    agents = "\n".join(turn.text for turn in conversation.turns if turn.is_agent_side)
    found: list[Fault] = []
    for message in messages:
        plain = _PLACEHOLDER.sub(_OPEN, message)
        # Braces do not make a fact a placeholder.
        bare = MASK.sub(" ", message).replace("{", " ").replace("}", " ")
        found += links(bare, said)
        found += numbers(bare, said)
        found += counts(bare, said, templates)
        found += names(bare, f"{said}\n{called}", language, matcher, templates)
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
