"""Compares language identifiers on short closings and on whole chats; prints Markdown.

    python benchmarks/language_identification.py --closings short_closings.jsonl --gold tests/golden/dev

`--closings` holds lines ``{"lang", "text"}``; `--gold` is a folder of ``<code>.jsonl`` chats. py3langid, eld
and pycld2 are compared where they are installed, each in a process of its own, so that load time and memory
are its own.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import resource
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

CODES = ("cs", "sk", "fi", "lt", "en", "tl", "pl", "et", "lv")
Identify = Callable[[str], str | None]
Sample = tuple[str, str]


def ours() -> Identify:
    """Load the table of this project."""
    from evaluator.language import identify

    return lambda text: identify(text).code


def py3langid() -> Identify:
    """Load py3langid, restricted to `CODES`."""
    module: Any = importlib.import_module("py3langid.langid")
    identifier = module.LanguageIdentifier.from_model_file(module.MODEL_FILE)
    identifier.set_languages(list(CODES))
    return lambda text: str(identifier.classify(text)[0])


def eld() -> Identify:
    """Load eld, restricted to `CODES`."""
    detector: Any = importlib.import_module("eld").LanguageDetector()
    detector.dynamic_lang_subset(list(CODES))
    return lambda text: detector.detect(text).language


def pycld2() -> Identify:
    """Load pycld2, which cannot be restricted."""
    module: Any = importlib.import_module("pycld2")

    def identify(text: str) -> str | None:
        code = module.detect(text)[2][0][1]
        return None if code == "un" else str(code)

    return identify


CANDIDATES: dict[str, Callable[[], Identify]] = {
    "ours": ours,
    "py3langid": py3langid,
    "eld": eld,
    "pycld2": pycld2,
}


def plain(text: str) -> str:
    """Return `text` without diacritics."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("ł", "l")


def closings(path: Path) -> list[Sample]:
    """Read the short closings."""
    rows = map(json.loads, path.read_text("utf-8").splitlines())
    return [(row["lang"], row["text"]) for row in rows]


def gold(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the chats of a folder with their language."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            yield path.stem, json.loads(line)


def samples(arguments: argparse.Namespace) -> dict[str, list[Sample]]:
    """Collect the texts to identify, by kind."""
    short = closings(arguments.closings)
    chats = list(gold(arguments.gold))
    sides, turns = [], []
    for code, chat in chats:
        # Chats whose language criterion is not met are in several languages on purpose.
        if chat["gold"]["labels"]["language"] == "met":
            for roles in (("customer",), ("agent", "bot")):
                texts = [t["text"] for t in chat["turns"] if t["role"] in roles]
                turns += [(code, text) for text in texts if len(text.split()) >= 4]
                if len(texts) >= 3:
                    sides.append((code, "\n".join(texts)))
    long = [(code, text) for code, text in short if len(text.split()) >= 4]
    first = [(code, " ".join(text.split()[:3])) for code, text in short]
    named = {
        "closing ≥ 4 words": long,
        "first 3 words": first,
        "side of a chat": sides,
        "turn ≥ 4 words": turns,
    }
    return named | {
        f"{name}, no diacritics": [(c, plain(t)) for c, t in rows] for name, rows in named.items()
    }


def measure(name: str, sets: dict[str, list[Sample]]) -> dict[str, Any]:
    """Run one candidate on everything."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    identify = CANDIDATES[name]()
    identify("Na shledanou, hezký den")
    load = time.process_time() - start
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    start = time.process_time()
    for _, text in sets["closing ≥ 4 words"] * 5:
        identify(text)
    each = (time.process_time() - start) / (5 * len(sets["closing ≥ 4 words"]))
    shares = {}
    for label, rows in sets.items():
        answers = [(code, identify(text)) for code, text in rows]
        by_code = {}
        for code in dict.fromkeys(c for c, _ in rows):
            own = [answer for c, answer in answers if c == code]
            by_code[code] = (sum(a == code for a in own) / len(own), sum(a is None for a in own) / len(own))
        shares[label] = by_code
    return {"load": load, "rss": memory, "micros": each * 1e6, "shares": shares}


def table(results: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield the results as Markdown."""
    yield "| | load, s CPU | RSS, MB | µs a closing |\n|---|---|---|---|"
    for name, result in results.items():
        yield f"| {name} | {result['load']:.2f} | {result['rss']:.0f} | {result['micros']:.0f} |"
    labels = next(iter(results.values()))["shares"]
    for label, by_code in labels.items():
        yield f"\n{label}: right, % (and null, %)\n"
        yield f"| | {' | '.join(by_code)} |\n|---{'|---' * len(by_code)}|"
        for name, result in results.items():
            cells = (
                f"{right:.0%} ({null:.0%})" if null else f"{right:.0%}"
                for right, null in result["shares"][label].values()
            )
            yield f"| {name} | {' | '.join(cells).replace('%', '')} |"


def main() -> None:
    """Measure what is installed and print it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--closings", type=Path, required=True)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--only", choices=CANDIDATES, help="measure one, print JSON")
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps(measure(arguments.only, samples(arguments))))
        return
    results = {}
    for name in CANDIDATES:
        if name == "ours" or importlib.util.find_spec(name):
            command = [sys.executable, __file__, *sys.argv[1:], "--only", name]
            results[name] = json.loads(
                subprocess.run(command, check=True, capture_output=True, text=True).stdout
            )
    print("\n".join(table(results)))


if __name__ == "__main__":
    main()
