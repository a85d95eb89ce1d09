"""Every piece that a pack proposes makes the move that it is for, in both ways to address a customer."""

from __future__ import annotations

import pytest

from evaluator.packs.pack import load_pack
from evaluator.ruled import matcher

AGENT = {
    "apology": {"apology"},
    "next_steps": {"commit", "when"},
    "transfer": {"transfer", "reason"},
    "pointer": {"misdirect", "redirect"},
    "check": {"check"},
    "further_help": {"offer"},
    "still_there": {"still_there"},
    "close": {"close_announce", "invite_back"},
    "thanks": {"thanks"},
    "feedback": {"feedback_ask"},
    "farewell": {"farewell"},
    "farewell_to": {"farewell"},
}
UNWANTED = {"rude", "sarcasm", "dismissive", "overdone", "stiff", "casual", "blame_customer", "farewell_cold"}


@pytest.mark.parametrize("manner", ["formal", "informal"])
@pytest.mark.parametrize("code", ["cs", "en", "fi", "lt", "sk", "tl"])
def test_a_piece_makes_its_move(code, manner):
    templates = load_pack(code)[0].rewrite
    assert templates is not None
    wrong = []
    for piece, wanted in AGENT.items():
        text = getattr(getattr(templates, manner), piece)
        for name, example in {**templates.fills, "name": "Jana"}.items():
            text = text.replace(f"{{{name}}}", example)
        moves = {hit.move for hit in matcher(code).find(text, "agent")[1]}
        # To announce the close of a silent chat is cold by itself; with a way back it is what is wanted.
        unwanted = UNWANTED - {"farewell_cold"} if piece == "close" else UNWANTED
        if wanted - moves or moves & unwanted:
            wrong.append((piece, text, wanted - moves, moves & unwanted))
    reply = {hit.move for hit in matcher(code).find(getattr(templates, manner).reply, "customer")[1]}
    if not {"c_no_more", "c_thanks"} <= reply:
        wrong.append(("reply", getattr(templates, manner).reply, {"c_no_more", "c_thanks"} - reply, set()))
    assert wrong == []
