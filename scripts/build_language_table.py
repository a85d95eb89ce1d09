"""Build `evaluator/languageid/`: the table that language identification reads, the word lists and the names.

Run it in an environment of its own; it needs packages that the project itself does not::

    pip install wordfreq==3.1.1 simplemma==2.0.0 faker==40.63.0
    python scripts/build_language_table.py evaluator/languageid

Sources: wordfreq's frequency lists (data CC BY-SA 4.0), simplemma's Estonian forms, Faker's names (MIT), and
`language_register.txt` beside this script. No chat of the project is read.

The table holds costs (negative log probability under each language, in units of 1/`UNIT` nat): of words, of a
letter given the two before it, and of a letter's diacritics given the letter. The last lane is the
background: "none of these languages".
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from faker import Faker
from simplemma.strategies.dictionaries import DefaultDictionaryFactory
from wordfreq import get_frequency_dict

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT.parent))
from evaluator.languageid.fold import fold, is_word  # noqa: E402  (the checkout's own folding, by path)

SUPPORTED = ("cs", "sk", "fi", "lt", "en", "tl")
LANGUAGES = (*SUPPORTED, "pl", "et", "lv", "de", "ru", "uk", "es", "fr", "it", "pt", "nl", "sv", "hu", "id")
WORDFREQ_CODE = {"tl": "fil"}
WORDS_KEPT = {code: 6000 if code in SUPPORTED else 2500 for code in LANGUAGES}
WORDS_KEPT["et"] = 280  # all from the register: the forms without frequencies only teach spelling
LIST_LENGTH = 15_000
NAME_LISTS = re.compile(r"first_name|last_name|^cit(y|ies)(_name)?s?$|^towns?$")
RARE_GRAM = 3e-5  # of a language's letters
LOCALES = (
    *(
        "cs_CZ",
        "sk_SK",
        "fi_FI",
        "lt_LT",
        "en_US",
        "en_GB",
        "pl_PL",
        "et_EE",
        "lv_LV",
        "de_DE",
        "ru_RU",
        "uk_UA",
    ),
    *("es_ES", "fr_FR", "it_IT", "pt_PT", "nl_NL", "sv_SE", "hu_HU"),
)
# Chats in every language borrow English words; Tagalog switches freely.
ENGLISH_SHARE = {"tl": 0.25}
BORROWED = 0.02
WORD_SHARE = 0.9  # of the probability goes to the list, the rest to spelling
FLATTEN = (
    0.35  # spelling is learnt from words weighted by frequency to this power: rare words are what it is for
)
BACKOFF = 6.0
UNIT = 4  # costs are quarters of a nat
WORD_CAP, MARK_CAP, GRAM_CAP = 8.0, 6.0, 14.0
UNSEEN = 10.5  # nats for a trigram that is in no row, in every language alike
BACKGROUND = (
    5.9,
    2.9,
)  # nats a word and a letter for "no language of these"; beats languages on what fits none


def frequencies(code: str) -> dict[str, float]:
    """Map folded words to their probability, with the chat register mixed in."""
    counts: defaultdict[str, float] = defaultdict(float)
    if code == "et":
        forms = [
            w for w in map(str, DefaultDictionaryFactory().get_dictionary("et")) if is_word(w) and w.islower()
        ]
        counts.update({fold(w): 0 for w in forms})
        for word in list(counts):
            counts[word] = 0.2 / len(counts)
    else:
        for word, p in get_frequency_dict(WORDFREQ_CODE.get(code, code), "best").items():
            if is_word(word):
                counts[fold(word)] += p
    for word, p in register(code).items():
        counts[fold(word)] = max(counts[fold(word)], p)
    total = sum(counts.values())
    return {word: p / total for word, p in counts.items()}


def register(code: str) -> dict[str, float]:
    """Return the project's own words of a language with their assumed probability."""
    found: dict[str, float] = {}
    for line in (ROOT / "language_register.txt").read_text("utf-8").splitlines():
        head, _, words = line.partition(":")
        if not line.startswith("#") and head.split()[0] == code:
            found.update(dict.fromkeys(words.split(), 10 ** (float(head.split()[1]) - 9)))
    return found


def mixed(tables: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Give each language its share of English words."""
    english = tables["en"]
    result = {"en": english}
    for code, table in tables.items():
        if code != "en":
            share = ENGLISH_SHARE.get(code, BORROWED)
            both = {word: p * (1 - share) for word, p in table.items()}
            for word, p in english.items():
                if word in both or p * share > 1e-8:
                    both[word] = both.get(word, 0.0) + p * share
            result[code] = both
    return result


class Spelling:
    """A letter trigram model: P(c | ab), interpolated with the bigram and the letter."""

    def __init__(self, table: dict[str, float]) -> None:
        self.three: Counter[str] = Counter()
        self.two: Counter[str] = Counter()
        self.one: Counter[str] = Counter()
        self.before3: Counter[str] = Counter()
        self.before2: Counter[str] = Counter()
        floor = 1e-8
        for word, p in table.items():
            if p < floor:
                continue
            weight = (p / floor) ** FLATTEN
            padded = f"  {word} "
            for i in range(2, len(padded)):
                self.three[padded[i - 2 : i + 1]] += weight
                self.two[padded[i - 1 : i + 1]] += weight
                self.one[padded[i]] += weight
                self.before3[padded[i - 2 : i]] += weight
                self.before2[padded[i - 1]] += weight
        self.total = sum(self.one.values())

    def probability(self, gram: str) -> float:
        """Return P(c | ab) of a trigram ``abc``."""
        p1 = (self.one[gram[2]] + 0.5) / (self.total + 200)
        p2 = (self.two[gram[1:]] + BACKOFF * 10 * p1) / (self.before2[gram[1]] + BACKOFF * 10)
        return (self.three[gram] + BACKOFF * 10 * p2) / (self.before3[gram[:2]] + BACKOFF * 10)

    def word(self, word: str) -> float:
        """Return the log probability of a whole word's letters."""
        padded = f"  {word} "
        return sum(math.log(self.probability(padded[i - 2 : i + 1])) for i in range(2, len(padded)))


def quantised(costs: list[float], cap: float) -> bytes:
    """Return costs in units, up to `cap` nats."""
    return bytes(round(max(0.0, min(cap, cost)) * UNIT) for cost in costs)


def relative(costs: list[float]) -> bytes:
    """Return costs over the least of them: more than `WORD_CAP` says no more than `WORD_CAP`."""
    return quantised([cost - min(costs) for cost in costs], WORD_CAP)


def mark_rows() -> dict[str, bytes]:
    """Map a letter with diacritics to its cost per language of writing it so, given the letter without."""
    seen: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    base: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for code in LANGUAGES:
        if code == "et":
            words = {w: 1e-6 for w in map(str, DefaultDictionaryFactory().get_dictionary("et")) if is_word(w)}
        else:
            words = {
                w: p
                for w, p in get_frequency_dict(WORDFREQ_CODE.get(code, code), "best").items()
                if is_word(w)
            }
        for word, p in words.items():
            for letter in word:
                base[fold(letter)][code] += p
                if fold(letter) != letter:
                    seen[letter][code] += p
    rows = {}
    for letter, by_code in seen.items():
        shares = [by_code[c] / base[fold(letter)][c] if base[fold(letter)][c] else 0.0 for c in LANGUAGES]
        if max(shares) > 1e-3:
            rows[letter] = quantised([*(-math.log(share + 2e-4) for share in shares), MARK_CAP / 2], MARK_CAP)
    return rows


def names() -> set[str]:
    """List folded given names, surnames and towns of the locales."""
    found: set[str] = set()
    for locale in LOCALES:
        for provider in Faker(locale).providers:
            kind: Any = type(provider)
            for attribute in dir(kind):
                values = getattr(kind, attribute)
                if NAME_LISTS.search(attribute) and isinstance(values, tuple | list | dict):
                    found.update(fold(str(v)) for v in values if is_word(str(v)))
    return found


def word_row(word: str, tables: dict[str, dict[str, float]], models: dict[str, Spelling]) -> bytes:
    """Return the cost of a whole word: its frequency, or its spelling."""
    costs = []
    for code in LANGUAGES:
        spelt = math.exp(models[code].word(word))
        costs.append(-math.log(WORD_SHARE * tables[code].get(word, 0.0) + (1 - WORD_SHARE) * spelt))
    return relative([*costs, BACKGROUND[0] + BACKGROUND[1] * len(word)])


def build(target: Path) -> None:
    """Write all data files into `target`."""
    plain = {code: frequencies(code) for code in LANGUAGES}
    ranked = {code: sorted(table, key=lambda w: (-table[w], w)) for code, table in plain.items()}
    tables = mixed(plain)
    models = {code: Spelling(plain[code]) for code in LANGUAGES}
    words = sorted({word for code in LANGUAGES for word in ranked[code][: WORDS_KEPT[code]]})
    grams = sorted({g for m in models.values() for g, n in m.three.items() if n / m.total > RARE_GRAM})
    marks = mark_rows()
    sections = {
        "words": (words, [word_row(word, tables, models) for word in words]),
        "grams": (grams, [gram_row(gram, models) for gram in grams]),
        "marks": (list(marks), list(marks.values())),
    }
    header = {
        "languages": LANGUAGES,
        "unit": UNIT,
        "unseen": round(UNSEEN * UNIT),
        "background": [round(BACKGROUND[0] * UNIT), BACKGROUND[1] * UNIT],
        "names": sorted(names() & set(words)),
    }
    keys = "\n\n".join(
        [json.dumps(header, ensure_ascii=False), *("\n".join(k) for k, _ in sections.values())]
    )
    write(
        target / "table.bin.gz",
        keys.encode() + b"\0" + b"".join(columnwise(rows) for _, rows in sections.values()),
    )
    for code in SUPPORTED:
        write(target / f"words-{code}.txt.gz", "\n".join(sorted(ranked[code][:LIST_LENGTH])).encode())


def gram_row(gram: str, models: dict[str, Spelling]) -> bytes:
    """Return the cost of a letter after two others; the background pays by the letter, outside the table."""
    return quantised([*(-math.log(models[code].probability(gram)) for code in LANGUAGES), 0.0], GRAM_CAP)


def columnwise(rows: list[bytes]) -> bytes:
    """Put one language after the other: that compresses better than row by row."""
    return b"".join(bytes(row[i] for row in rows) for i in range(len(LANGUAGES) + 1))


def write(path: Path, content: bytes) -> None:
    """Write compressed, the same bytes each time."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(content)
    sys.stderr.write(f"{path.name}: {path.stat().st_size} bytes\n")


if __name__ == "__main__":
    build(Path(sys.argv[1]))
