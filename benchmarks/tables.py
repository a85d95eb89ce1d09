"""Prints the tables of figures that the documentation shows, or puts them there.

python -m benchmarks.tables [NAME…] [--write]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from benchmarks import generalisation, robustness, suggestions

DOCS = Path(__file__).resolve().parent.parent / "docs"


class Table(NamedTuple):
    """A page, and what makes the table that stands between the marks of its name."""

    page: Path
    make: Callable[[], str]


TABLES = {
    "generalisation": Table(DOCS / "accuracy.md", generalisation.table),
    "robustness": Table(DOCS / "accuracy.md", robustness.table),
    "suggestions": Table(DOCS / "suggestions.md", suggestions.table),
}


def page_with(name: str) -> str:
    """Return the page with the table of now."""
    page, make = TABLES[name]
    before, begin, rest = page.read_text("utf-8").partition(f"<!-- {name}: begin -->\n")
    _, end, after = rest.partition(f"<!-- {name}: end -->")
    if not (begin and end):
        raise ValueError(f"{page} lacks the marks of {name}")
    return f"{before}{begin}\n{make()}\n\n{end}{after}"


def main() -> None:
    """Parse the command line, measure, print or write."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.tables",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(TABLES)}; all without one")
    parser.add_argument("--write", action="store_true", help="put the tables into their pages")
    options = parser.parse_args()
    names: Iterable[str] = options.names or TABLES
    for name in names:
        if name not in TABLES:
            parser.error(f"no table is named {name!r}; there are {', '.join(TABLES)}")
        if options.write:
            TABLES[name].page.write_text(page_with(name), "utf-8")
        else:
            print(f"{name}\n\n{TABLES[name].make()}\n")


if __name__ == "__main__":
    main()
