"""``python -m evaluator.cli``."""

from evaluator.cli.app import main

main()
