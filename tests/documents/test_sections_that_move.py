"""A document whose sections are renamed, split, joined, moved: identities, judgements, history."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from rdflib import Graph
from typer.testing import CliRunner

from rolegraph.cli.documents.commands import app
from rolegraph.documents.importing.service import import_document

MANIFEST = """[catalogue]
title = "Shelter roles"
base = "https://shelter.example/id/"
language = "en"
creator = "Shelter"

[documents]
"roles.md" = {}
"more.md" = {}
"""
WARDEN = """## Shelter Warden

### Responsibilities

- Open the hall in the evening
- Count the beds
- Call the ambulance
- Keep the log
"""
COOK = """## Night Cook

### Responsibilities

- Cook for all guests
- Clean the kitchen
"""
DRIVER = """## Van Driver

### Responsibilities

- Drive the van
"""
ROLES = f"# Shelter\n\n{WARDEN}\n{COOK}"
MORE = f"# More of the shelter\n\n{DRIVER}"
ID = "https://shelter.example/id/"
runner = CliRunner()


@pytest.fixture
def shelter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue with two documents; what the warden does was judged by a person."""
    (tmp_path / "rolegraph.toml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "roles.md").write_text(ROLES, encoding="utf-8")
    (tmp_path / "more.md").write_text(MORE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert 0 == runner.invoke(app, ["import"]).exit_code
    place = tmp_path / "data/roles.curation.yaml"
    text = place.read_text(encoding="utf-8")
    text = text.replace("activities: []", "activities: [opening]", 1)
    text = text.replace(
        "  Shelter Warden:  # line 3\n", "  Shelter Warden:\n    definition: Runs the night.\n"
    )
    place.write_text(text, encoding="utf-8")
    assert 0 == runner.invoke(app, ["import"]).exit_code
    return tmp_path


def sync(folder: Path, text: str) -> str:
    """Change the document and bring the graph up to it; return what was told."""
    (folder / "roles.md").write_text(text, encoding="utf-8")
    result = runner.invoke(app, ["sync", "--write", "roles.md"])
    assert result.exit_code in {0, 1}, result.output
    return result.output


def in_force(folder: Path, name: str = "roles") -> dict[str, str]:
    """Return the roles and statements that are in force: label → IRI behind the base."""
    graph = Graph().parse(folder / "data" / f"{name}.ttl")
    asked = """PREFIX rg: <https://w3id.org/rolegraph/ontology#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?iri ?label { ?iri skos:prefLabel ?label . { ?iri a rg:Role }
            UNION { ?iri rg:statementOf [] } FILTER NOT EXISTS { ?iri rg:status "retired" } }"""
    return {str(label): str(iri).removeprefix(ID) for iri, label in graph.query(asked)}


def curated(folder: Path, name: str = "roles") -> dict[str, dict[str, object]]:
    text = (folder / f"data/{name}.curation.yaml").read_text(encoding="utf-8")
    roles = yaml.safe_load(text)["roles"]
    assert isinstance(roles, dict)
    return roles


def test_a_role_with_another_heading_stays_the_role_that_it_was(shelter: Path) -> None:
    """Its page, its address and what people said of it would be of a role that is gone."""
    before = in_force(shelter)
    told = sync(shelter, ROLES.replace("Shelter Warden", "Night Coordinator"))
    after = in_force(shelter)

    assert before.pop("Shelter Warden") == after.pop("Night Coordinator")
    assert before == after
    assert "drift-renamed: “Shelter Warden” is called “Night Coordinator” now" in told
    role = curated(shelter)["Night Coordinator"]
    assert ("Shelter Warden", "Runs the night.") == (role["formerly"], role["definition"])
    assert "Shelter Warden" not in curated(shelter)


def test_a_role_that_gets_its_first_name_back_has_no_other(shelter: Path) -> None:
    """Then the name before is none that it had formerly."""
    before = in_force(shelter)
    sync(shelter, ROLES.replace("Shelter Warden", "Night Coordinator"))
    sync(shelter, ROLES)

    assert before == in_force(shelter)
    assert "formerly" not in curated(shelter)["Shelter Warden"]


def test_a_heading_in_another_language_over_the_same_list_is_the_same_role(shelter: Path) -> None:
    """Headings are translated first."""
    before = in_force(shelter)["Night Cook"]
    sync(shelter, ROLES.replace("Night Cook", "Nachtkoch (Night Cook on Duty)"))

    assert before in in_force(shelter).values()


def test_which_part_of_a_role_that_was_split_goes_on_is_asked(shelter: Path) -> None:
    """Nobody but a person knows; an import must not choose."""
    split = ROLES.replace("Shelter Warden", "Hall Warden").replace(
        "- Call the ambulance", "\n## First Aider\n\n### Responsibilities\n\n- Call the ambulance"
    )
    told = sync(shelter, split)

    assert "“Hall Warden” (line 3) says what “Shelter Warden” (2 of" in told
    assert "So does “First Aider”; only one can be that role." in told

    place = shelter / "data/roles.curation.yaml"
    text = place.read_text(encoding="utf-8")
    head, _, tail = text.partition("      - Hall Warden\n    answer:")
    place.write_text(f"{head}      - Hall Warden\n    answer: Shelter Warden{tail}", "utf-8")
    assert 0 == runner.invoke(app, ["import", "roles.md"]).exit_code

    assert "roles/shelter-warden" == in_force(shelter)["Hall Warden"]
    assert "roles/first-aider" == in_force(shelter)["First Aider"]
    assert "Runs the night." == curated(shelter)["Hall Warden"]["definition"]


def test_a_statement_below_another_role_takes_along_what_was_said_of_it(shelter: Path) -> None:
    """Its IRI is that of its role; the graph says which one it was before."""
    line = "- Open the hall in the evening\n"
    sync(shelter, ROLES.replace(line, "") + line)
    graph = (shelter / "data/roles.ttl").read_text(encoding="utf-8")
    (cook,) = [
        each
        for each in curated(shelter)["Night Cook"]["statements"]  # type: ignore[attr-defined]
        if each["text"] == line[2:].strip()
    ]

    assert ["opening"] == cook["activities"]
    assert "night-cook-open-the-hall-in-the" in in_force(shelter)[line[2:].strip()]
    assert "prov:wasRevisionOf responsibility:shelter-warden-open-the-hall-in-the" in graph


def test_what_was_said_of_a_line_that_is_gone_is_there_when_it_comes_back(shelter: Path) -> None:
    """A line that somebody took out by mistake cost the answers."""
    line = "- Open the hall in the evening\n"
    sync(shelter, ROLES.replace(line, ""))
    text = (shelter / "data/roles.curation.yaml").read_text(encoding="utf-8")
    assert "in the evening  # no longer in the document; what you wrote is kept" in text
    sync(shelter, ROLES)

    first = curated(shelter)["Shelter Warden"]["statements"][0]  # type: ignore[index]
    assert ["opening"] == first["activities"]


@pytest.mark.parametrize("names", [("roles.md", "more.md"), ("more.md", "roles.md")])
def test_a_role_in_another_file_takes_along_what_was_said_of_it(
    shelter: Path, names: tuple[str, str]
) -> None:
    """The answers lay in the curation of the file that it left."""
    (shelter / "roles.md").write_text(f"# Shelter\n\n{COOK}", encoding="utf-8")
    (shelter / "more.md").write_text(f"{MORE}\n{WARDEN}", encoding="utf-8")
    for name in names:
        runner.invoke(app, ["import", name])
    runner.invoke(app, ["import"])
    role = curated(shelter, "more")["Shelter Warden"]

    assert "Runs the night." == role["definition"]
    assert ["opening"] == role["statements"][0]["activities"]  # type: ignore[index]
    assert "roles/shelter-warden" == in_force(shelter, "more")["Shelter Warden"]


def test_statements_that_begin_alike_keep_their_iris_in_another_order(shelter: Path) -> None:
    """One has a number, and the order gave it to the other one: two histories changed places."""
    first, second = "Report what is broken to the night office", "Report what is broken to the city"
    text = ROLES + f"- {first} and the desk\n- {second} by letter\n"
    lines = text.splitlines(keepends=True)
    sync(shelter, text)
    before = in_force(shelter)
    sync(shelter, "".join([*lines[:-2], lines[-1], lines[-2]]))

    assert before == in_force(shelter)


def test_two_roles_that_became_one_are_asked_about(shelter: Path) -> None:
    """The one that goes on keeps its statements; the other one is retired with its history."""
    joined = "# Shelter\n\n## Night Team\n\n### Responsibilities\n\n" + "".join(
        line for line in ROLES.splitlines(keepends=True) if line.startswith("- ")
    )
    told = sync(shelter, joined)

    assert "“Shelter Warden” (4 of" in told
    assert "“Night Cook” (2 of 2 texts) said, which are no longer in the document" in told
    assert "Which of them is it?" in told


def test_what_a_person_said_to_be_a_role_is_one_under_its_new_name(shelter: Path) -> None:
    """Else it would be retired until the same question is answered again."""
    asked = (
        "# House rules\n\nThe porter shall open the gate of the house each morning at six.\n"
        "The porter shall keep the keys of all doors in the box of the hall.\n"
    )
    (shelter / "more.md").write_text(asked, encoding="utf-8")
    runner.invoke(app, ["import", "more.md"])
    place = shelter / "data/more.curation.yaml"
    text = place.read_text(encoding="utf-8")
    place.write_text(text.replace("    answer:\n", "    answer: yes\n"), encoding="utf-8")
    runner.invoke(app, ["import", "more.md"])
    before = in_force(shelter, "more")["porter"]

    (shelter / "more.md").write_text(asked.replace("porter", "caretaker"), encoding="utf-8")
    runner.invoke(app, ["sync", "--write", "more.md"])

    assert before == in_force(shelter, "more")["caretaker"]


def test_another_base_asks_about_no_role(shelter: Path) -> None:
    """All roles have new IRIs then, and no former name would bring the old ones back."""
    manifest = shelter / "rolegraph.toml"
    text = manifest.read_text(encoding="utf-8").replace("shelter.example", "night.example")
    manifest.write_text(text, encoding="utf-8")
    runner.invoke(app, ["import"])

    assert "topic: continues" not in (shelter / "data/roles.curation.yaml").read_text("utf-8")


def test_a_text_that_many_roles_share_hides_no_new_name(tmp_path: Path) -> None:
    """“Attends meetings” joined each old role to each new one, and all were asked about."""
    texts = [
        "## {} 3\n\n- Lifts the containers\n- Attends meetings\n",
        "## {} 5\n\n- Signals to the crew below\n- Attends meetings\n",
    ]
    before = "# Yard\n\n" + "\n".join(each.format("Crane Driver") for each in texts)
    document = tmp_path / "roles.md"
    document.write_text(before, encoding="utf-8")
    first = import_document(document)
    document.write_text(before.replace("Crane Driver", "Lift Operator"), encoding="utf-8")
    found = import_document(document, previous=first.triples).continued

    assert [("Lift Operator 3", ("Crane Driver 3",)), ("Lift Operator 5", ("Crane Driver 5",))] == [
        (each.role, each.former) for each in found if each.is_plain
    ]


def test_many_roles_under_new_names_are_found_by_what_they_say(tmp_path: Path) -> None:
    """Each laid beside each would take minutes where a register gets new names."""
    texts = [f"## {{}} {n}\n\n- Lifts load {n}\n- Attends meetings\n" for n in range(1, 31)]
    before = "# Yard\n\n" + "\n".join(each.format("Crane Driver") for each in texts)
    document = tmp_path / "roles.md"
    document.write_text(before, encoding="utf-8")
    first = import_document(document)
    document.write_text(before.replace("Crane Driver", "Lift Operator"), encoding="utf-8")
    found = import_document(document, previous=first.triples).continued

    assert 30 == len(found)
    assert all(each.is_plain for each in found)
    assert {("Lift Operator 7", ("Crane Driver 7",))} < {(e.role, e.former) for e in found}
