"""``closure languages`` and ``closure version``: what this installation can do."""

from __future__ import annotations

from evaluator.cli.options import LanguagesDir, examples

LANGUAGES_EXAMPLES = examples("closure languages", "closure languages --languages-dir my-packs/")
VERSION_EXAMPLES = examples("closure version", "closure --version")


def languages(languages_dir: LanguagesDir = None) -> None:
    """List the languages that can be graded."""
    from evaluator.cli.tables import table
    from evaluator.packs.pack import load_pack, pack_files

    packs = [load_pack(code, languages_dir)[0] for code in sorted(pack_files(languages_dir))]
    rows = [
        (
            pack.code,
            pack.name,
            pack.version,
            f"{sum(len(e.say) for m in pack.moves.values() for e in m):,}",
            pack.extends or "",
        )
        for pack in packs
    ]
    table(("code", "language", "version", "phrases", "extends"), rows)


def version() -> None:
    """Print the version."""
    import sys

    from evaluator.version import __version__

    sys.stdout.write(f"closure-evaluator {__version__}\n")
