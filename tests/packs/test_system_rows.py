"""System rows as Chatwoot and Live Helper Chat write them in our languages, which both have translated."""

from __future__ import annotations

import pytest

from evaluator.ruled import matcher

ROWS = {
    "cs": [
        ("Konverzace byla vyřešena uživatelem Jana", "s_closed"),
        ("Přiřazeno k Petr uživatelem Jana", "s_transfer"),
        ("Chat byl ukončen pomocí cronu z důvodu neaktivity!", "s_inactive"),
        ("Tento rozhovor je již uzavřen. Okno můžete zavřít.", "s_closed"),
        ("Návštěvník opustil rozhovor!", "s_left"),
        ("Člen týmu podpory se připojil k tomuto rozhovoru", "s_joined"),
        (
            "Byli jste přeloženi. Počkejte prosím na operátora, abyste se mohli připojit k chatu...",
            "s_transfer",
        ),
    ],
    "en": [
        ("Conversation was marked resolved by Jane", "s_closed"),
        ("Conversation was marked resolved by system due to 30 minutes of inactivity", "s_inactive"),
        ("Assigned to Petr by Jane", "s_transfer"),
        ("Jane self-assigned this conversation", "s_joined"),
        ("Customer left the chat", "s_left"),
    ],
    "fi": [
        ("Jaana merkitsi keskustelun ratkaistuksi", "s_closed"),
        (
            "Keskustelu merkittiin ratkaistuksi automaattisesti, sillä on kulunut 3 päivää viimeisestä viestistä",
            "s_inactive",
        ),
        ("Keskustelu siirrettiin operaattorille!", "s_transfer"),
        ("Vierailija on lähtenyt chatistä!", "s_left"),
        ("Jaana on liittynyt keskusteluun!", "s_joined"),
    ],
    "lt": [
        ("Pokalbį pažymėjo Jana kaip baigtą", "s_closed"),
        ("Sistema pokalbį pažymėjo kaip baigtą dėl 3 neaktyvumo dienų", "s_inactive"),
        ("Pokalbis buvo perduotas operatoriui!", "s_transfer"),
        ("Jana pervedė pokalbį į Pagalba", "s_transfer"),
        ("Jana patvirtino pokalbį!", "s_joined"),
        ("Lankytojas paliko pokalbį!", "s_left"),
    ],
    "sk": [
        ("Pridelené Petr od Jana", "s_transfer"),
        ("Tento chat je zatvorený. Už nemôžete písať správy.", "s_closed"),
        ("Návštevník opustil chat!", "s_left"),
        ("Jana sa pripojil k chatu!", "s_joined"),
    ],
}


@pytest.mark.parametrize(
    ("code", "row", "move"), [(code, *row) for code, rows in ROWS.items() for row in rows], ids=str
)
def test_a_row_says_what_happened(code, row, move):
    assert move in {hit.move for hit in matcher(code).find(row, "system")[1]}
