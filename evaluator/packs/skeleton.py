"""The beginning of a new language pack: every move with what it means, and the English texts to translate."""

from __future__ import annotations

import yaml

from evaluator.packs.pack import load_pack, moves


def skeleton(code: str) -> str:
    """A pack file for `code` that loads, finds nothing yet, and says what each move wants."""
    english = load_pack("en")[0]
    lines = [
        "# Notation of phrases: docs/language-packs.md. For each move add entries such as:",
        '#   - say: ["good bye", "have a nice @daytime"]',
        '#     yes: ["Good bye!"]',
        '#     no: ["Good morning"]',
        f"code: {code}",
        f"name: {code}",
        'version: "1"',
        "",
        "classes: {}",
        "",
        "moves:",
    ]
    for name, move in moves().items():
        lines += [f"  # {move.side}: {move.means}", f"  {name}: []"]
    texts = {"reasons": dict(english.reasons), "tips": dict(english.tips)}
    if english.rewrite:
        texts["rewrite"] = english.rewrite.model_dump(mode="json")
    return "\n".join(lines) + "\n\n" + yaml.safe_dump(texts, sort_keys=False, allow_unicode=True, width=110)
