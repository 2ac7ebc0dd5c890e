"""Tables of systems and who has access to them; roles of other documents that use tools."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import rolegraph
from rolegraph.documents.graph.described import Described
from rolegraph.documents.reading import Reading, read_file
from rolegraph.rdf.terms import RdfFormat, parse

BASE = "https://yard.example/id/"
ROLES = "# Handbook\n\n## Roles\n\n### Registrar\n\n- Keeps the register\n\n### Technician\n\n- Packs\n\n"


def read(folder: Path, text: str, language: str = "en", name: str = "systems.md") -> Reading:
    """Read a document."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_file(path, shown_as=name, language=language)


def users(reading: Reading) -> list[tuple[str, list[str]]]:
    """Return which tools each role works with."""
    return [(role.name, [tool.name for tool in role.tools]) for role in reading.roles]


def test_a_table_of_systems_says_what_for_and_who_has_access(tmp_path: Path) -> None:
    """Neither “Systems” nor its columns were known, and the table was left out."""
    table = (
        "## 5 Systems\n\n| System | What for | Who has access |\n|---|---|---|\n"
        "| Axiell | catalogue | Registrar, Technician (read only) |\n| TMS | places | Technician |\n"
    )
    reading = read(tmp_path, ROLES + table)

    assert [("Axiell", "catalogue"), ("TMS", "places")] == [
        (tool.name, tool.purpose) for tool in reading.tools
    ]
    assert [("Registrar", ["Axiell"]), ("Technician", ["Axiell", "TMS"])] == users(reading)
    facts = (("about", "Who has access: Registrar, Technician (read only)"),)
    assert facts == reading.tools[0].facts
    assert () == reading.not_read


@pytest.mark.parametrize(
    ("language", "role", "head"),
    [
        ("en", "Registrar", "Application | Business purpose | User groups"),
        ("de", "Hausmeister", "Anwendung | Wofür | Zugriff"),
        ("fr", "Technicien", "Application | À quoi ça sert | Qui y a accès"),
        ("es", "Coordinador", "Sistema | Para qué sirve | Quién tiene acceso"),
        ("it", "Coordinatore", "Applicazione | A che serve | Chi ha accesso"),
        ("nl", "Coördinator", "Systeem | Waarvoor | Wie heeft toegang"),
        ("pt", "Coordenador", "Sistema | Para que serve | Quem tem acesso"),
        ("pl", "Koordynator", "System | Do czego | Kto ma dostęp"),
        ("ru", "Координатор", "Система | Для чего | Кто имеет доступ"),
        ("uk", "Координатор", "Система | Для чого | Хто має доступ"),
        ("tr", "Koordinatör", "Sistem | Ne için | Kimin erişimi var"),
        ("zh", "登记员", "系统 | 用途 | 谁有权限"),
        ("ja", "記録管理者", "システム | 用途 | アクセスできる人"),
    ],
)
def test_systems_are_known_in_each_language(
    tmp_path: Path, language: str, role: str, head: str
) -> None:
    above = {"zh": "# 角色\n\n", "ja": "# 役割\n\n"}.get(language, "")
    table = f"| {head} |\n|---|---|---|\n| Axiell | XYZ | {role} |\n"
    reading = read(tmp_path, f"{above}## {role}\n\n- Axiell\n- TMS\n\n# XYZ\n\n{table}", language)

    assert [("Axiell", "XYZ")] == [(tool.name, tool.purpose) for tool in reading.tools]
    assert (role, ["Axiell"]) in users(reading)


@pytest.mark.parametrize(
    "table",
    [
        "| Step | System | Output |\n|---|---|---|\n| Log it | Axiell | entry |\n",
        "| System | Owner |\n|---|---|\n| Axiell | Registrar |\n",
        "| Application | Registrar | Technician |\n|---|---|---|\n| Axiell | R | I |\n",
    ],
)
def test_a_table_with_a_system_in_it_need_not_be_one_of_tools(tmp_path: Path, table: str) -> None:
    """It may be of steps, of owners, or a matrix."""
    assert () == read(tmp_path, f"{ROLES}## Overview\n\n{table}").tools


@pytest.fixture
def yard(tmp_path: Path) -> Path:
    (tmp_path / "roles.md").write_text(ROLES, encoding="utf-8")
    (tmp_path / "kit.csv").write_text(
        "Tool,Purpose,Used by\nAxiell,catalogue,The registrars\nTMS,places,Technician; Finance\n",
        encoding="utf-8",
    )
    licence = ["--license", "https://creativecommons.org/licenses/by/4.0/", "--language", "en"]
    made = rolegraph(
        *("init", str(tmp_path), "--yes", "--title", "Yard", "--base", BASE, *licence),
        *("--creator", "Yard", "--from", str(tmp_path / "roles.md")),
        *("--from", str(tmp_path / "kit.csv")),
    )
    assert made.returncode < 2, made.stderr
    return tmp_path


def graph(folder: Path, name: str) -> Described:
    """Return the graph of a document."""
    content = (folder / "data" / f"{name}.ttl").read_bytes()
    return Described(quad.triple for quad in parse(content, format=RdfFormat.TURTLE))


def test_used_by_finds_the_roles_of_other_documents_as_a_matrix_does(yard: Path) -> None:
    """A file of tools alone has no role of its own, and linked none."""
    kit = graph(yard, "kit")

    assert [f"{BASE}tools/axiell"] == kit.links(f"{BASE}roles/registrar", "rg:usesTool")
    assert [f"{BASE}tools/tms"] == kit.links(f"{BASE}roles/technician", "rg:usesTool")
    assert [] == kit.links(f"{BASE}roles/finance", "rg:usesTool")
    told = (yard / "data" / "kit.curation.yaml").read_text("utf-8")
    assert "no role of this document is called “Finance”" in told


def test_an_import_and_a_check_of_such_a_file_change_nothing(yard: Path) -> None:
    before = (yard / "data" / "kit.ttl").read_text("utf-8")

    assert 0 == rolegraph("documents", "import", folder=yard).returncode
    assert before == (yard / "data" / "kit.ttl").read_text("utf-8")
    assert 0 == rolegraph("documents", "check", folder=yard).returncode
    assert 0 == rolegraph("check", str(yard)).returncode


NAMES = st.sampled_from(["Registrar", "Technician", "Finance", "all"])


@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(["Axiell", "TMS", "Excel", "Teams"]),
            st.lists(st.tuples(NAMES, st.sampled_from(["", " (read only)"])), max_size=3),
        ),
        min_size=1,
        max_size=4,
        unique_by=lambda row: row[0],
    )
)
def test_whoever_has_access_is_linked_or_told(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str, list[tuple[str, str]]]],
) -> None:
    cells = [(name, ", ".join(map("".join, who))) for name, who in rows]
    table = "".join(f"| {name} | work | {who} |\n" for name, who in cells)
    head = "## Systems\n\n| System | What for | Who has access |\n|---|---|---|\n"
    reading = read(tmp_path_factory.mktemp("systems"), ROLES + head + table)

    linked = {(role.name, tool.name) for role in reading.roles for tool in role.tools}
    reasons = " ".join(each.reason for each in reading.not_read)
    for name, who in rows:
        for role, _ in who:
            assert (
                role,
                name,
            ) in linked or f"“{name}”: no role of this document is called “{role}”" in reasons
