"""Check language packs: every example, every move. With a text, show the moves found in it.

python scripts/check_packs.py cs sk
python scripts/check_packs.py cs "Mohu pro vás ještě něco udělat?"
"""

from __future__ import annotations

import sys

from evaluator.errors import ClosureError
from evaluator.packs.matcher import Matcher
from evaluator.packs.pack import load_pack, pack_files, read_pack
from evaluator.packs.proof import problems


def main(arguments: list[str]) -> int:
    """Print what is wrong, or the moves of a text; 1 when something is wrong."""
    files = pack_files()
    wrong = 0
    if len(arguments) == 2 and arguments[1] not in files:
        matcher = Matcher(load_pack(arguments[0])[1])
        for side in ("agent", "customer", "system"):
            words, hits = matcher.find(arguments[1], side)
            for hit in hits:
                span = arguments[1][words.tokens[hit.first].start : words.tokens[hit.last - 1].end]
                print(f"{side:8} {hit.entry:32} {span}")
        return 0
    for code in arguments or sorted(files):
        try:
            pack, rules = read_pack(files[code])
            found = list(problems(pack, rules))
        except ClosureError as error:
            found = [str(error)]
        wrong += len(found)
        for line in found:
            print(f"{code}: {line}")
        print(f"{code}: {len(found)} problems")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
