"""Rows of SSSOM tables are exchanged like things of Turtle files."""

from __future__ import annotations

import pytest
from exchanging import FILES, Place

from rolegraph.exchange.files.folder import Folder

TABLE = FILES["mappings.sssom.tsv"]
ANALYST = TABLE.splitlines()[-2]
NEW = """file:mappings.sssom.tsv {
  mapping:analyst-broadMatch-dcwf-111 a rg:RoleMapping ;
    skos:prefLabel "Analyst is a broad match of All-Source Analyst (DCWF)"@en ;
    owl:annotatedSource role:analyst ; owl:annotatedProperty skos:broadMatch ;
    owl:annotatedTarget external:dcwf-111 ;
    sssom:mapping_justification semapv:ManualMappingCuration ; sssom:confidence 0.5 ;
    rg:curationStatus "unreviewed" }
"""


def settled(place: Place) -> None:
    """Everything is exchanged: neither direction finds anything to do."""
    before, revision = place.bytes(), place.store.revision
    place.push()
    place.pull()
    place.forget()
    place.pull()
    place.push()
    assert (before, revision) == (place.bytes(), place.store.revision)
    assert place.view() == Folder(place.folder).view


def test_a_changed_mapping_is_a_changed_row(place: Place) -> None:
    """One line of the table differs, in one cell."""
    place.change(
        "file:mappings.sssom.tsv { mapping:analyst-closeMatch-dcwf-422 sssom:confidence 0.9 }",
        "file:mappings.sssom.tsv { mapping:analyst-closeMatch-dcwf-422 sssom:confidence 0.4 }",
    )

    place.pull()

    assert TABLE.replace("0.9", "0.4") == place.text("mappings.sssom.tsv")
    settled(place)


def test_a_new_mapping_is_a_row_behind_those_of_its_role(place: Place) -> None:
    """Labels come back out of the sentence that they went into."""
    place.change(added=NEW)

    place.pull()

    row = "role:analyst\tAnalyst\tskos:broadMatch\t\tDCWF:111\tAll-Source Analyst\t"
    row += "semapv:ManualMappingCuration\t0.5\t\tunreviewed"
    assert TABLE.replace(ANALYST, f"{ANALYST}\n{row}") == place.text("mappings.sssom.tsv")
    settled(place)


def test_a_removed_mapping_is_a_removed_row(place: Place) -> None:
    """And a removed row a removed mapping."""
    place.change(added=NEW)
    place.pull()
    place.change(removed=NEW)

    place.pull()

    assert TABLE == place.text("mappings.sssom.tsv")
    place.edit("mappings.sssom.tsv", ANALYST + "\n", "")
    place.push()
    assert not place.holds(
        "file:mappings.sssom.tsv { mapping:analyst-closeMatch-dcwf-422 a rg:RoleMapping }"
    )
    settled(place)


def test_a_row_written_by_hand_is_pushed(place: Place) -> None:
    """With its label, and all that reading the table gives."""
    place.edit("mappings.sssom.tsv", ANALYST, ANALYST + "\n" + ANALYST.replace("422", "423"))

    place.push()

    assert place.holds(
        "file:mappings.sssom.tsv { mapping:analyst-closeMatch-dcwf-423 sssom:confidence 0.9 ; "
        'skos:prefLabel "Analyst is a close match of Data Analyst (DCWF)"@en }'
    )
    settled(place)


@pytest.mark.parametrize(
    ("triples", "table_changes"),
    [
        ("mapping:odd a rg:RoleMapping ; skos:prefLabel 'Named by a person'@en .", False),
        (NEW[NEW.index("{") + 1 : NEW.rindex("}")].replace("Analyst is a broad", "A broad"), False),
        ("mapping:analyst-closeMatch-dcwf-422 rdfs:seeAlso <urn:x> .", False),
        ("mapping:analyst-closeMatch-dcwf-422 rdfs:comment 'Two\\nlines'@en .", False),
        ("mapping:tester-exactMatch-not-dcwf-623 rdfs:comment 'A word.'@en .", True),
    ],
    ids=["other name", "other label", "no column", "no cell", "a cell"],
)
def test_what_a_table_cannot_hold_goes_beside_it(
    place: Place, triples: str, table_changes: bool
) -> None:
    """Nothing said of a mapping is lost because a table has no place for it."""
    place.change(added=f"file:mappings.sssom.tsv {{ {triples} }}")

    place.pull()

    assert table_changes == (place.text("mappings.sssom.tsv") != TABLE)
    assert table_changes == (not (place.folder / "mappings.ttl").exists())
    settled(place)


def test_a_table_described_otherwise_in_the_service_is_said(place: Place) -> None:
    """Its head is YAML that people wrote; pull does not rewrite it, and push does not undo it."""
    place.pull()
    title = (
        "file:mappings.sssom.tsv { file:mappings.sssom.tsv <http://purl.org/dc/terms/title> %s }"
    )
    place.change(title % "'Mappings'@en", title % "'New'@en")

    outcome = place.pull()
    place.push()

    assert () == outcome.changes
    assert "its head is yours to edit" in outcome.notes[0]
    assert place.holds(title % "'New'@en")
    place.edit("mappings.sssom.tsv", "title: Mappings", "title: New")
    settled(place)
