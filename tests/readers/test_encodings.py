from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.readers.encodings import Encoding, detect_encoding

CS = "Dobrý den, děkuji za trpělivost. Přeji hezký zbytek dne a na shledanou, paní Žůrková!"
SK = "Dobrý deň, ďakujem za trpezlivosť. Želám pekný zvyšok dňa, ľutujeme čakanie."
LT = "Ačiū už kantrybę. Linkiu gražios dienos, viso gero! Ar galiu dar kuo nors padėti? Įrašėme jūsų prašymą."
FI = "Kiitos kärsivällisyydestäsi. Hyvää päivänjatkoa, näkemiin! Terveisin Åke Sjöström"
TL = "Salamat po, Gng. Peña. Ingat po kayo!"
RU = "Спасибо за терпение, хорошего дня, до свидания"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(b"plain", Encoding("utf-8"), id="ASCII"),
        pytest.param(CS.encode(), Encoding("utf-8"), id="UTF-8"),
        pytest.param(CS.encode("utf-8-sig"), Encoding("utf-8-sig"), id="UTF-8 with mark"),
        pytest.param(CS.encode("utf-16"), Encoding("utf-16"), id="UTF-16 with mark"),
        pytest.param(
            b"\xfe\xff" + CS.encode("utf-16-be"), Encoding("utf-16"), id="UTF-16 big-endian with mark"
        ),
        pytest.param(CS.encode("utf-32"), Encoding("utf-32"), id="UTF-32 with mark"),
        pytest.param(CS.encode("utf-16-le"), Encoding("utf-16-le"), id="UTF-16 little-endian, no mark"),
        pytest.param(CS.encode("utf-16-be"), Encoding("utf-16-be"), id="UTF-16 big-endian, no mark"),
        pytest.param(CS.encode("cp1250"), Encoding("cp1250", guessed=True), id="Czech"),
        pytest.param(SK.encode("cp1250"), Encoding("cp1250", guessed=True), id="Slovak"),
        pytest.param(LT.encode("cp1257"), Encoding("cp1257", guessed=True), id="Lithuanian"),
        pytest.param(FI.encode("cp1252"), Encoding("cp1252", guessed=True), id="Finnish"),
        pytest.param(TL.encode("cp1252"), Encoding("cp1252", guessed=True), id="Tagalog"),
        pytest.param(
            "“Bye” – it’s 5 €".encode("cp1252"), Encoding("cp1250", guessed=True), id="only curly quotes"
        ),
        pytest.param(RU.encode("cp1251"), None, id="Russian is not guessed"),
        pytest.param(bytes(range(256)), None, id="binary"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(128, 255)), None, id="image"),
        pytest.param(
            CS.encode() + b"\n caf\xe9 \n", Encoding("utf-8"), id="one broken line does not change the rest"
        ),
        pytest.param(
            "Žluť".encode("cp1250") + b"\n" + "č".encode(), Encoding("cp1250", guessed=True), id="mostly not"
        ),
    ],
)
def test_detect(head: bytes, expected: Encoding | None) -> None:
    assert detect_encoding(head) == expected


@pytest.mark.parametrize("text", [CS, SK, LT, FI], ids=["cs", "sk", "lt", "fi"])
def test_a_character_cut_off_at_the_end_of_the_head_is_no_mistake(text: str) -> None:
    data = text.encode()
    assert all(detect_encoding(data[:n], whole=False) == Encoding("utf-8") for n in range(1, len(data)))
    assert detect_encoding("caf\xe9".encode("latin-1")) == Encoding("cp1250", guessed=True)


@given(st.binary(max_size=200), st.booleans())
def test_any_bytes(head: bytes, whole: bool) -> None:
    found = detect_encoding(head, whole=whole)
    assert found is None or isinstance(head.decode(found.name, "replace"), str)
