from __future__ import annotations

import pytest

from evaluator.models import Role
from evaluator.readers.roles import UnknownSpeakersError, assign, read_label, role_of
from evaluator.readers.words import fold

C, A, B, S = Role.CUSTOMER, Role.AGENT, Role.BOT, Role.SYSTEM


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("customer", C), ("User", C), ("VISITOR", C), ("client", C), ("end-user", C), ("end_user", C),
        ("agent", A), ("operator", A), ("assistant", A), ("support", A), ("rep", A), ("moderator", A),
        ("bot", B), ("chatbot", B), ("Chat-Bot", B), ("system", S), ("tool", S),
        ("zákazník", C), ("zakaznik", C), ("zákaznik", C), ("Operátor", A), ("zákaznická podpora", A),
        ("používateľ", C), ("zákaznícka podpora", A), ("Systém", S),
        ("asiakas", C), ("Asiakaspalvelija", A), ("järjestelmä", S), ("botti", B),
        ("klientas", C), ("Klientė", C), ("konsultantas", A), ("pokalbių robotas", B),
        ("kliyente", C), ("ahente", A), ("taga-suporta", A),
    ],
)  # fmt: skip
def test_role_words(word: str, role: Role) -> None:
    assert role_of(word) is role


def test_other_words_are_no_role() -> None:
    assert role_of("foo") is None
    assert role_of("") is None
    assert role_of("agent" * 1_000_000) is None


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Agent", (A, None)),
        ("Agent Jana", (A, "Jana")),
        ("Agent - Jana", (A, "Jana")),
        ("Agent 2", (A, "2")),
        ("Jana (agent)", (A, "Jana")),
        ("Operátor [Jana]", (A, "Jana")),
        ("Jana Nováková", (None, "Jana Nováková")),
        ("Jana (Praha)", (None, "Jana (Praha)")),
        ("x" * 200, (None, "x" * 200)),
    ],
)
def test_labels_split_into_role_and_name(label: str, expected: tuple[Role | None, str | None]) -> None:
    assert read_label(label) == expected


@pytest.mark.parametrize(
    ("labels", "names", "infer", "expected"),
    [
        pytest.param(["user", "agent"], (), False, [C, A], id="words"),
        pytest.param(
            ["Petr", "Jana"], ("jana",), False, [C, A], id="a named agent makes the other the customer"
        ),
        pytest.param(
            ["Petr", "Jana", "Eva", "system"], ("Jana", "Eva"), False, [C, A, A, S], id="several agents"
        ),
        pytest.param(["Petr", "Agent"], (), True, [C, A], id="one known side, inferred"),
        pytest.param(["customer", "Jana"], (), True, [C, A], id="the agent inferred from the customer"),
        pytest.param(["Agent Jana", "Petr"], ("Jana",), True, [A, C], id="agent name inside a label"),
        pytest.param(["user"], ("user",), False, [A], id="agent names come before words"),
        pytest.param([], (), True, [], id="nobody"),
    ],
)
def test_assign(labels: list[str], names: tuple[str, ...], infer: bool, expected: list[Role]) -> None:
    roles = assign(labels, names, infer=infer)
    assert [roles[label] for label in labels] == expected


@pytest.mark.parametrize(
    ("labels", "names", "infer", "unknown"),
    [
        pytest.param(["user", "foo"], (), False, ("foo",), id="an odd role is not guessed"),
        pytest.param(["Jana", "Petr"], (), True, ("Jana", "Petr"), id="two names, none known"),
        pytest.param(["Jana", "Petr", "Eva"], ("Jana",), True, ("Petr", "Eva"), id="two left over"),
        pytest.param(["agent", "user", "Eva"], (), True, ("Eva",), id="both sides taken"),
        pytest.param(["system", "Eva"], (), True, ("Eva",), id="no side known"),
    ],
)
def test_assign_says_whom_it_cannot_place(
    labels: list[str], names: tuple[str, ...], infer: bool, unknown: tuple[str, ...]
) -> None:
    with pytest.raises(UnknownSpeakersError) as error:
        assign(labels, names, infer=infer)
    assert error.value.labels == unknown


def test_fold() -> None:
    assert fold(" Zákaznická_Podpora ") == "zakaznicka podpora"
    assert fold("end-user") == fold("End.User") == "end user"
