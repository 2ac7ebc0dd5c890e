"""Sentences outside of lists that say what somebody does, must do or must not do."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.documents.reading import Reading, read_file

CLUB = """# Rules of the club

The club has a boat, and was founded in 1990.

The Treasurer keeps the books and pays the bills. He may spend up to 100 pounds. The Secretary is
elected for two years, and takes the minutes. She does not sign contracts.

The Chair presides over meetings. The committee meets every month.

Members elect the Chair. A member pays the fee in January.
"""

STATUTES = """Der Kassenwart führt die Bücher. Mitglied kann jeder werden. Ein Mitglied kann
durch Beschluss ausgeschlossen werden. Näheres regelt die Ordnung."""


def read(folder: Path, text: str, language: str | None = None) -> Reading:
    path = folder / "document.md"
    path.write_text(text, encoding="utf-8")
    return read_file(path, language=language)


def stated(reading: Reading) -> list[tuple[str, str | None, str]]:
    return [
        (role.name, each.kind, each.passage.plain)
        for role in reading.roles
        for each in role.statements
    ]


def test_what_the_officers_of_a_club_do_is_told_of_them(tmp_path: Path) -> None:
    """Rules of clubs have no lists; nothing of them was read."""
    reading = read(tmp_path, CLUB)

    assert [
        ("Treasurer", "responsibility", "The Treasurer keeps the books and pays the bills."),
        ("Treasurer", "privilege", "He may spend up to 100 pounds."),
        (
            "Secretary",
            "responsibility",
            "The Secretary is elected for two years, and takes the minutes.",
        ),
        ("Secretary", "exclusion", "She does not sign contracts."),
        ("Chair", "responsibility", "The Chair presides over meetings."),
    ] == stated(reading)
    assert {"inferred", "asked"} == {s.status for role in reading.roles for s in role.statements}
    assert all(role.waits_for == "role" for role in reading.roles)
    assert 2 == len(reading.questions)


def test_a_word_means_the_one_role_whose_name_ends_with_it(tmp_path: Path) -> None:
    """“The committee” after “Steering Committee” made a second role."""
    text = "# Steering Committee\n\n## Duties\n\n- Meet\n\n# Budget\n\nThe committee sets it.\n"

    assert ["Steering Committee"] == [role.name for role in read(tmp_path, text).roles]


@pytest.mark.parametrize(
    "text",
    [
        "Member organizations are asked to tell, and must pay a fee.",
        "The fee of the club (or treasurer must say) is due.",
        "The treasurer is elected by members who pay.",
        "A treasurer meets the auditor, as the rules say.",
    ],
)
def test_what_others_do_is_no_duty_of_whom_the_sentence_begins_with(
    tmp_path: Path, text: str
) -> None:
    """“Member” is no member in “member organizations”."""
    assert [] == stated(read(tmp_path, f"# Rules\n\n{text}\n"))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "de",
            STATUTES,
            [("Kassenwart", "responsibility", "Der Kassenwart führt die Bücher.")],
        ),
        (
            "fr",
            "Le trésorier tient les comptes. Le président ne peut pas signer seul.",
            [
                ("trésorier", "responsibility", "Le trésorier tient les comptes."),
                ("président", "exclusion", "Le président ne peut pas signer seul."),
            ],
        ),
        (
            "es",
            "El tesorero lleva las cuentas. El presidente puede convocar reuniones.",
            [
                ("tesorero", "responsibility", "El tesorero lleva las cuentas."),
                ("presidente", "privilege", "El presidente puede convocar reuniones."),
            ],
        ),
        (
            "ru",
            "Казначей отвечает за счета. Председатель не вправе подписывать один.",
            [
                ("Казначей", "responsibility", "Казначей отвечает за счета."),
                ("Председатель", "exclusion", "Председатель не вправе подписывать один."),
            ],
        ),
        (
            "ru",
            "Казначей подписывает счета. Член клуба может быть исключён.",
            [("Казначей", "responsibility", "Казначей подписывает счета.")],
        ),
        (
            "pl",
            (
                "Skarbnik podpisuje przelewy. Sekretarz może zwoływać zebrania. Członek może zostać "
                "wykluczony. Zarząd składa się z pięciu osób. Prezes nie może podpisywać sam."
            ),
            [
                ("Skarbnik", "responsibility", "Skarbnik podpisuje przelewy."),
                ("Sekretarz", "privilege", "Sekretarz może zwoływać zebrania."),
                ("Prezes", "exclusion", "Prezes nie może podpisywać sam."),
            ],
        ),
        (
            "uk",
            (
                "Скарбник підписує рахунки. Секретар може скликати збори. Член може бути виключений. "
                "Голова не вправі підписувати сам."
            ),
            [
                ("Скарбник", "responsibility", "Скарбник підписує рахунки."),
                ("Секретар", "privilege", "Секретар може скликати збори."),
                ("Голова", "exclusion", "Голова не вправі підписувати сам."),
            ],
        ),
        (
            "zh",
            "财务经理审核每月报表。秘书可以召集会议。审核流程如下。项目经理不得单独签署合同。",
            [
                ("财务经理", "responsibility", "财务经理审核每月报表。"),
                ("秘书", "privilege", "秘书可以召集会议。"),
                ("项目经理", "exclusion", "项目经理不得单独签署合同。"),
            ],
        ),
        (
            "ja",
            (
                "会計担当者は帳簿を管理する。会計担当者は総会で選出される。"
                "書記は会議を招集することができる。委員長は契約書に一人で署名してはならない。"
            ),
            [
                ("会計担当者", "responsibility", "会計担当者は帳簿を管理する。"),
                ("書記", "privilege", "書記は会議を招集することができる。"),
                ("委員長", "exclusion", "委員長は契約書に一人で署名してはならない。"),
            ],
        ),
    ],
)
def test_statutes_in_other_languages(
    tmp_path: Path, language: str, text: str, expected: list[tuple[str, str, str]]
) -> None:
    """A verb at the second place, or a passive, says nothing of whom the sentence begins with."""
    assert expected == stated(read(tmp_path, f"# X\n\n{text}\n", language))


def test_what_may_only_be_done_in_part_is_asked_about(tmp_path: Path) -> None:
    """“May serve only three terms” is a limit, and was taken for a right."""
    text = "# Director\n\n## Rights\n\n- May only serve three terms\n- May vote\n"

    assert ["asked", "read"] == [
        each.status for role in read(tmp_path, text).roles for each in role.statements
    ]
