"""How much personal data masking finds, how often it takes other numbers for it, and how long it takes.

    python -m benchmarks.redaction

Prints Markdown. All data is made up from a seed: check digits are computed, telephone numbers are the examples of
phonenumbers with other last digits. Recall counts a positive as found when nothing of it is left.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import phonenumbers
import yaml
from phonenumbers import PhoneNumberFormat, PhoneNumberType
from stdnum import luhn
from stdnum.ee import ik
from stdnum.iso7064 import mod_97_10

from evaluator.models import Conversation, Role, Turn
from evaluator.redaction import redact

LANGUAGES = {"cs": "CZ", "sk": "SK", "fi": "FI", "lt": "LT", "en": "US", "tl": "PH"}
EACH = 300
NEGATIVES = 4000
ROUNDS = 7
HETU = "0123456789ABCDEFHJKLMNPRSTUVWXY"
SAID: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "redaction.yaml").read_text("utf-8")
)
Make = Callable[[Random, str], str]


def main() -> None:
    """Print the three tables."""
    kinds = {"email": _email, "phone": _phone, "iban": _iban, "card": _card, "id": _id}
    print("| kind |", " | ".join(LANGUAGES), "|\n|:--|" + "--:|" * len(LANGUAGES))
    for kind, make in kinds.items():
        print(f"| {kind} |", " | ".join(f"{_recall(kind, make, code):.1f} %" for code in LANGUAGES), "|")
    print(
        "| name |", " | ".join(f"{_names(code)} of {len(SAID[code]['names'])}" for code in LANGUAGES), "|\n"
    )
    hits = Counter(kind for code in LANGUAGES for kind in _false_hits(code))
    total = sum(hits.values())
    print(
        f"{NEGATIVES} other numbers: {total} masked ({100 * total / NEGATIVES:.1f} %), by kind {dict(hits)}\n"
    )
    print("| what | us |\n|:--|--:|")
    print(f"| a message, plain | {_microseconds(_plain, 20):.1f} |")
    print(f"| a message with a number or an address | {_microseconds(_numbered, 20):.1f} |")
    print(f"| an ordinary chat of 20 turns | {_microseconds(_ordinary, 1):.0f} |")


def chat(text: str, code: str, *names: str) -> Conversation:
    """A chat of one message and people of these names."""
    people = {f"name{number}": {"name": name} for number, name in enumerate(names)}
    return Conversation(id="1", turns=(Turn(role=Role.CUSTOMER, text=text),), language=code, metadata=people)


def _recall(kind: str, make: Make, code: str) -> float:
    random = Random(f"{kind} {code}")
    found = 0
    for _ in range(EACH):
        value = make(random, code)
        sentences = SAID[code].get(kind, SAID[code]["sentence"])
        redacted = redact(chat(random.choice(sentences).format(value), code))
        found += redacted.masked.get(kind, 0) == 1 and value in redacted.restore(f"[{kind.upper()}_1]")
    return 100 * found / EACH


def _names(code: str) -> int:
    found = 0
    for name, form, sentence in SAID[code]["names"]:
        found += form not in redact(chat(sentence.format(form), code, name)).conversation.turns[0].text
    return found


def _false_hits(code: str) -> Iterator[str]:
    random = Random(f"negative {code}")
    for _ in range(NEGATIVES // len(LANGUAGES) + 1):
        text = random.choice(SAID[code]["negative"]).format(_order(random))
        yield from redact(chat(text, code)).masked


def _digits(random: Random, count: int) -> str:
    return "".join(random.choices("0123456789", k=count))


def _email(random: Random, _: str) -> str:
    who = random.choice(["jan.novak", "petra_v", "m-k", "info", "a.b+shop", "virtanen77", "o'neil", "šárka"])
    where = random.choice(["example.com", "mail.example.cz", "a-b.lt"])
    return f"{who}{random.choice(['', _digits(random, 2)])}@{where}"


def _phone(random: Random, code: str) -> str:
    region = LANGUAGES[code]
    kind = random.choice([PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE])
    number = phonenumbers.example_number_for_type(region, kind)
    assert number is not None
    while True:
        digits = str(number.national_number)
        number.national_number = int(digits[:-4] + _digits(random, 4))
        if phonenumbers.is_valid_number(number):
            break
    forms = [PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.NATIONAL, PhoneNumberFormat.E164]
    form = phonenumbers.format_number(number, random.choice(forms))
    return random.choice([form, form.replace(" ", "-"), form.replace(" ", "\u00a0"), form.replace("+", "00")])


def _iban(random: Random, _: str) -> str:
    country, length = random.choice([("CZ", 20), ("SK", 20), ("FI", 14), ("LT", 16), ("DE", 18), ("EE", 16)])
    account = _digits(random, length)
    check = mod_97_10.calc_check_digits(account + country)
    iban = country + check + account
    grouped = " ".join(iban[n : n + 4] for n in range(0, len(iban), 4))
    return random.choice([iban, grouped, iban.lower(), grouped.replace(" ", "-")])


def _card(random: Random, _: str) -> str:
    number = random.choice(["4", "51", "55", "2221", "6011"])
    number += _digits(random, 15 - len(number))
    number += luhn.calc_check_digit(number)
    return random.choice([number, *(mark.join(number[n : n + 4] for n in range(0, 16, 4)) for mark in " -")])


def _id(random: Random, code: str) -> str:
    birth = f"{random.randint(60, 99)}{random.randint(1, 12):02}{random.randint(1, 28):02}"
    if code in ("cs", "sk"):
        return _czech(random, birth)
    if code == "fi":
        serial = f"{random.randint(2, 899):03}"
        day = birth[4:] + birth[2:4] + birth[:2]
        return f"{day}-{serial}{HETU[int(day + serial) % 31]}"
    if code == "lt":
        body = random.choice("34") + birth + _digits(random, 3)
        return body + ik.calc_check_digit(body + "0")
    if code == "en":
        return f"{random.randint(100, 665)}-{random.randint(10, 99)}-{random.randint(1000, 9999)}"
    form = random.choice(["{}-{}-{}", "{}-{}-{}-000"])
    return form.format(*(_digits(random, 3) for _ in range(3)))


def _czech(random: Random, birth: str) -> str:
    while True:
        body = birth + _digits(random, 3)
        check = int(body) % 11
        if check < 10:
            return f"{body[:6]}/{body[6:]}{check}"


def _order(random: Random) -> str:
    year = random.randint(2019, 2026)
    shapes = [
        _digits(random, random.randint(6, 12)),
        f"{year}{_digits(random, random.randint(4, 6))}",
        f"{year}-{_digits(random, random.randint(3, 6))}",
        f"{year}/{_digits(random, random.randint(3, 6))}",
        f"OBJ-{_digits(random, 8)}",
        f"FA{_digits(random, 9)}",
        f"#{_digits(random, random.randint(5, 10))}",
        f"{_digits(random, 3)}-{_digits(random, 4)}-{_digits(random, 2)}",
        f"{_digits(random, 3)}-{_digits(random, 7)}-{_digits(random, 7)}",
        f"{_digits(random, 4)} {_digits(random, 4)}",
        f"1Z{_digits(random, 3)}AA{_digits(random, 10)}",
        f"RR{_digits(random, 9)}CZ",
    ]
    return random.choice(shapes)


def _microseconds(make: Callable[[Random], Conversation], divisor: int) -> float:
    """The quickest of some rounds. Each has data of its own, so that what is remembered helps no later one."""
    spent = []
    for number in range(ROUNDS):
        random = Random(number)
        chats = [make(random) for _ in range(50)]
        start = time.process_time()
        for conversation in chats:
            redact(conversation)
        spent.append(time.process_time() - start)
    return 1e6 * min(spent) / len(chats) / divisor


def _plain(random: Random) -> Conversation:
    return _of_20(random, lambda said, _: f"{random.choice(said['plain'])} {_digitless(random)}", 2)


def _numbered(random: Random) -> Conversation:
    def text(said: dict[str, Any], code: str) -> str:
        make = random.choice([_email, _phone, _iban, _card, _id])
        return str(random.choice(said["sentence"]).format(make(random, code)))

    return _of_20(random, text, 2)


def _ordinary(random: Random) -> Conversation:
    """Names of people in all turns and some messages, an order number, a telephone number and an address."""
    conversation = _plain(random)
    customer, agent = _person(random), _person(random)
    code = conversation.language or "en"
    texts = [turn.text for turn in conversation.turns]
    texts[1] += f" {agent} {_digitless(random)}"
    texts[2] += f" {_order(random)}"
    texts[5] += f" {_phone(random, code)} {customer}"
    texts[9] += f" {_email(random, code)}"
    turns = (
        Turn(role=(Role.CUSTOMER, Role.AGENT)[n % 2], text=text, name=(customer, agent)[n % 2])
        for n, text in enumerate(texts)
    )
    return Conversation(id="1", turns=tuple(turns), language=code, agent=agent)


def _of_20(random: Random, text: Callable[[dict[str, Any], str], str], names: int) -> Conversation:
    code = random.choice(list(LANGUAGES))
    turns = tuple(Turn(role=Role.CUSTOMER, text=text(SAID[code], code)) for _ in range(20))
    metadata = {"customer": " ".join(_person(random) for _ in range(names))}
    return Conversation(id="1", turns=turns, language=code, metadata=metadata)


def _digitless(random: Random) -> str:
    return "".join(random.choices("abcdefghij", k=9))


def _person(random: Random) -> str:
    return f"{_digitless(random).title()} {_digitless(random).title()}"


if __name__ == "__main__":
    main()
