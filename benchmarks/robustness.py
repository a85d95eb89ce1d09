"""How the rules bear chats that are written differently: kappa, outcome and score of the labelled chats, perturbed."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from random import Random
from statistics import fmean

from evaluator import Conversation, Evaluator, Turn
from evaluator.agreement import grade_all, read_gold, summarise
from evaluator.agreement.grading import GradedChat
from evaluator.agreement.values import ALL
from evaluator.redaction import redact

ROOT = Path(__file__).resolve().parent.parent
HEAD = (
    "| chats | mean kappa | outcome | mean shift of the score | mean distance of the score |\n"
    "| :-- | --: | --: | --: | --: |"
)
_EMOJI = re.compile(r"[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f\u200d]+|[:;]-?[()DPp]")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")
_WORD = re.compile(r"[^\W\d_]{5,}")


def _texts(change: Callable[[str], str]) -> Callable[[Conversation], Conversation]:
    """Change every text; what becomes empty stays as it was."""

    def changed(conversation: Conversation) -> Conversation:
        turns = (
            turn.model_copy(update={"text": change(turn.text) or turn.text}) for turn in conversation.turns
        )
        return conversation.model_copy(update={"turns": tuple(turns)})

    return changed


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _with_typos(text: str) -> str:
    """Swap two letters within one longer word of each sentence."""
    return " ".join(map(_with_typo, _SENTENCE.split(text)))


def _with_typo(sentence: str) -> str:
    words = list(_WORD.finditer(sentence))
    if not words:
        return sentence
    random = Random(sentence)
    at = random.choice(words).start() + random.randrange(1, 3)
    return sentence[:at] + sentence[at + 1] + sentence[at] + sentence[at + 2 :]


def _merged(conversation: Conversation) -> Conversation:
    """Posts of one person in a row are one turn."""
    runs = [list(run) for _, run in groupby(conversation.turns, key=lambda turn: (turn.role, turn.name))]
    turns = (run[-1].model_copy(update={"text": " ".join(turn.text for turn in run)}) for run in runs)
    return conversation.model_copy(update={"turns": tuple(turns)})


def _split(conversation: Conversation) -> Conversation:
    """Every sentence of a person is a post of its own."""
    return conversation.model_copy(
        update={"turns": tuple(part for turn in conversation.turns for part in _parts(turn))}
    )


def _parts(turn: Turn) -> Iterator[Turn]:
    texts = [turn.text] if turn.role == "system" else _SENTENCE.split(turn.text)
    return (turn.model_copy(update={"text": text}) for text in texts if text.strip())


def _without_times(conversation: Conversation) -> Conversation:
    turns = (turn.model_copy(update={"at": None}) for turn in conversation.turns)
    return conversation.model_copy(update={"turns": tuple(turns)})


PERTURBED: Mapping[str, Callable[[Conversation], Conversation]] = {
    "as they are": lambda conversation: conversation,
    "without diacritics": _texts(_plain),
    "in lower case": _texts(str.lower),
    "a typo in every sentence": _texts(_with_typos),
    "without emoji": _texts(lambda text: _EMOJI.sub("", text).strip()),
    "turns merged": _merged,
    "turns split": _split,
    "without times": _without_times,
    "personal data masked": lambda conversation: redact(conversation).conversation,
}


def table() -> str:
    """Return the table, a row for each way to perturb."""
    chats = list(read_gold([ROOT / "tests" / "golden" / "dev"]))
    scores: dict[str, list[float]] = {}
    rows = []
    for name, change in PERTURBED.items():
        changed = [replace(chat, conversation=change(chat.conversation)) for chat in chats]
        graded = asyncio.run(grade_all(changed, Evaluator()))
        scores[name] = [one.score or 0.0 for one in graded]
        rows.append(_row(name, graded, scores))
    return "\n".join([HEAD, *rows])


def _row(name: str, graded: Sequence[GradedChat], scores: Mapping[str, list[float]]) -> str:
    group = summarise(graded).all_labels.group(ALL)
    shifts = [now - before for now, before in zip(scores[name], scores["as they are"], strict=True)]
    cells = (
        name,
        f"{group.mean_kappa or 0:.2f}",
        f"{group.outcome_accuracy or 0:.0%}",
        f"{fmean(shifts):+.1f}",
        f"{fmean(map(abs, shifts)):.1f}",
    )
    return f"| {' | '.join(cells)} |"
