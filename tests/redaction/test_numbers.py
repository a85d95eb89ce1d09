"""Which numbers and addresses are masked, and which stay."""

from __future__ import annotations

import pytest

from tests.redaction.chats import masked

FOUND = {
    "email": ("cs", "Pište na jan.novak@example.com.", "Pište na [EMAIL_1]."),
    "email in brackets": ("en", "Me (a.b+c@mail.example.co.uk)", "Me ([EMAIL_1])"),
    "email with accents": ("cs", "šárka@příklad.cz, díky", "[EMAIL_1], díky"),
    "email after mailto": ("en", "mailto:x_y@a-b.lt", "mailto:[EMAIL_1]"),
    "phone with country": ("en", "Call +420 777 123 456 now", "Call [PHONE_1] now"),
    "phone with country, any language": (None, "+358 40 123 4567", "[PHONE_1]"),
    "phone with two zeros": ("cs", "00420777123456", "[PHONE_1]"),
    "phone cs in threes": ("cs", "jsem na 777 123 456", "jsem na [PHONE_1]"),
    "phone cs hard spaces": ("cs", "777\u00a0123\u00a0456", "[PHONE_1]"),
    "phone cs hyphens": ("cs", "777-123-456", "[PHONE_1]"),
    "phone cs bare after a cue": ("cs", "telefon: 777123456", "telefon: [PHONE_1]"),
    "phone cs cue without accents": ("cs", "muj telefon je 777123456", "muj telefon je [PHONE_1]"),
    "phone sk": ("sk", "Volajte 0905 123 456.", "Volajte [PHONE_1]."),
    "phone fi": ("fi", "Numeroni on 040 123 4567", "Numeroni on [PHONE_1]"),
    "phone fi bare": ("fi", "tässä 0401234567", "tässä [PHONE_1]"),
    "phone lt": ("lt", "Skambinkite 8 612 34567", "Skambinkite [PHONE_1]"),
    "phone en": ("en", "It is (212) 555-0123, ok?", "It is [PHONE_1], ok?"),
    "phone tl": ("tl", "Ito po: 0917 123 4567", "Ito po: [PHONE_1]"),
    "iban in fours": ("cs", "CZ65 0800 0000 1920 0014 5399 děkuji", "[IBAN_1] děkuji"),
    "iban in one": ("fi", "FI2112345600000785", "[IBAN_1]"),
    "iban small": ("lt", "lt121000011101001000.", "[IBAN_1]."),
    "card in fours": ("en", "4111 1111 1111 1111", "[CARD_1]"),
    "card bare": ("en", "4111111111111111", "[CARD_1]"),
    "card hyphens": ("tl", "5500-0000-0000-0004", "[CARD_1]"),
    "card of 19 digits after a cue": ("en", "card 6304000000000000000", "card [CARD_1]"),
    "rodné číslo": ("cs", "Narozen 710319/2745", "Narozen [ID_1]"),
    "rodné číslo bare after a cue": ("cs", "rodné číslo 7103192745", "rodné číslo [ID_1]"),
    "rodné číslo sk": ("sk", "RČ: 710319/2745", "RČ: [ID_1]"),
    "hetu": ("fi", "131052-308T", "[ID_1]"),
    "asmens kodas": ("lt", "Mano kodas 33309240064", "Mano kodas [ID_1]"),
    "asmens kodas after a cue": ("lt", "a. k. 12345678901", "a. k. [ID_1]"),
    "isikukood": ("en", "I am 36805280109", "I am [ID_1]"),
    "ssn": ("en", "536-90-4399", "[ID_1]"),
    "tin": ("tl", "TIN 123-456-789-000", "TIN [ID_1]"),
    "sss": ("tl", "34-1234567-8", "[ID_1]"),
}

STAYS = {
    "order bare": ("cs", "123456789"),
    "order with a cue": ("cs", "Objednávka 777 123 456"),
    "order with a cue, no accents": ("cs", "objednavka c. 777123456"),
    "order by year": ("fi", "2024-12345"),
    "order by year and slash": ("sk", "2024/00123"),
    "order with letters": ("en", "OBJ-20240115 and FA123456789"),
    "order fi": ("fi", "tilausnumero 0401234567"),
    "order lt": ("lt", "Užsakymo nr. 8 612 34567"),
    "order tl": ("tl", "order number 0917 123 4567"),
    "ticket": ("en", "Ticket #212-555-0123"),
    "invoice": ("cs", "faktura 2024 000 123"),
    "parcel": ("en", "tracking 1Z999AA10123456784"),
    "amount": ("cs", "stálo to 777 123 456 Kč"),
    "amount in euro": ("fi", "1 234 567 €"),
    "amount with its unit before": ("en", "$ 212 555 0123"),
    "grouped thousands": ("cs", "1 234 567"),
    "date": ("cs", "24. 12. 2024 v 18:00"),
    "date of computers": ("en", "2024-12-24 18:00"),
    "time": ("fi", "klo 12.30.45"),
    "version": ("en", "version 10.15.7.1234"),
    "dotted": ("en", "192.168.100.200"),
    "serial": ("en", "serial 4111111111111112"),
    "imei": ("cs", "IMEI 490154203237518"),
    "postal code": ("cs", "110 00 Praha 1"),
    "link": ("en", "https://shop.example/orders/7771234567"),
    "card of a wrong digit": ("en", "4111 1111 1111 1112"),
    "iban of a wrong digit": ("cs", "CZ66 0800 0000 1920 0014 5399"),
    "rodné číslo of a wrong digit": ("cs", "710319/2746"),
    "hetu of a wrong digit": ("fi", "131052-308U"),
    "handle": ("en", "write to @shop"),
    "at sign alone": ("en", "2 pcs @ 5"),
}


@pytest.mark.parametrize(("language", "text", "expected"), FOUND.values(), ids=FOUND)
def test_personal_numbers_are_masked(language, text, expected):
    assert masked(text, language) == expected


@pytest.mark.parametrize(("language", "text"), STAYS.values(), ids=STAYS)
def test_other_numbers_stay(language, text):
    assert masked(text, language) == text
