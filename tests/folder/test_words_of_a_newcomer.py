"""An ontology and shapes that somebody brings along, written as elsewhere on the semantic web."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from commands import rolegraph

ONTOLOGY = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix q: <https://quality.example/ns#> .

<https://quality.example/ns> a owl:Ontology ;
    owl:imports <https://w3id.org/rolegraph/ontology> ;
    owl:versionIRI <https://quality.example/ns/1.2> ;
    rdfs:label "Quality office" .

q:Occupation a owl:Class ; rdfs:subClassOf rg:Role ; rdfs:label "Occupation"@en .
q:Skill a owl:Class ; rdfs:subClassOf skos:Concept ; rdfs:label "Skill"@en .
q:essentialSkill a owl:ObjectProperty ; rdfs:label "essential skill"@en .
"""
SHAPES = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix q: <https://quality.example/ns#> .
@prefix qs: <https://quality.example/shapes#> .

<https://quality.example/shapes> owl:imports <https://quality.example/ns> .
qs:OccupationShape a sh:NodeShape ; sh:targetClass q:Occupation ;
    sh:property [ sh:path q:essentialSkill ; sh:class q:Skill ; sh:message "A skill, please." ] .
qs:SkillShape a sh:NodeShape ; sh:targetClass q:Skill ; sh:nodeKind sh:IRI .
"""
DATA = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix q: <https://quality.example/ns#> .

<https://quality.example/o/auditor> a q:Occupation ;
    skos:prefLabel "Auditor"@en ;
    skos:definition "An auditor checks what others do."@en ;
    q:essentialSkill <https://quality.example/s/audit> .
<https://quality.example/s/audit> a q:Skill ; skos:prefLabel "carry out audits"@en .
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A new catalogue with words, rules and data of its own, and the profile for drafts."""
    made = rolegraph(
        *("init", tmp_path / "office", "--yes", "--title", "Office"),
        *("--base", "https://quality.example/"),
    )
    assert 0 == made.returncode, made.stderr
    for name, text in (("ontology", ONTOLOGY), ("shapes", SHAPES), ("data", DATA)):
        (tmp_path / "office" / name).mkdir(exist_ok=True)
        (tmp_path / "office" / name / "quality.ttl").write_text(text)
    return tmp_path / "office"


def findings(office: Path) -> list[dict[str, Any]]:
    """Return what a check of the catalogue finds."""
    ran = rolegraph("check", "--format", "json", folder=office)
    found: list[dict[str, Any]] = json.loads(ran.stdout)["findings"]
    return found


def test_what_a_draft_lacks_in_its_ontology_is_no_violation(office: Path) -> None:
    """The guide says that the first check has none, and here were twenty-two."""
    found = findings(office)

    assert [] == [f for f in found if f["severity"] == "Violation"]
    assert {"Info"} == {f["severity"] for f in found if f["rule"].startswith("ModuleShape-")}
    assert {"ModuleShape-creator", "ModuleShape-license", "ModuleShape-versionIri"} <= {
        f["rule"] for f in found
    }


def test_a_term_may_have_its_name_as_rdfs_label(office: Path) -> None:
    """Most ontologies have it there; a term with none is told."""
    file = office / "ontology" / "quality.ttl"
    assert [] == [f for f in findings(office) if f["rule"].startswith("TermShape-label")]

    file.write_text(ONTOLOGY.replace('rdfs:label "Skill"@en', "rdfs:seeAlso q:Occupation"))
    told = [f for f in findings(office) if f["rule"].startswith("TermShape-label")]

    assert [("Warning", "https://quality.example/ns#Skill")] == [
        (f["severity"], f["focus"]) for f in told
    ]
    assert "rdfs:label" in told[0]["message"]


def test_what_an_ontology_imports_is_no_term(office: Path) -> None:
    """Neither the ontology of rolegraph nor one of the catalogue's own."""
    assert "undeclared-term" not in {f["rule"] for f in findings(office)}


def test_a_term_of_a_vocabulary_that_is_borrowed_from_is_told_with_the_way_to_declare_it(
    office: Path,
) -> None:
    """It named the subject itself: “Did you mean q:Occupation?”, of q:Occupation."""
    file = office / "ontology" / "quality.ttl"
    file.write_text(ONTOLOGY.replace("rg:Role ;", "rg:Role, schema:Occupation ;"))

    (told,) = [f for f in findings(office) if f["rule"] == "undeclared-term"]

    assert "Did you mean" not in told["hint"]
    assert "declare schema:Occupation in a file in ontology/" in told["hint"]
    file.write_text(file.read_text() + 'schema:Occupation a owl:Class ; rdfs:label "job"@en .\n')
    assert "undeclared-term" not in {f["rule"] for f in findings(office)}


def test_a_blank_node_in_data_is_told_by_check_and_at_its_line_by_push(office: Path) -> None:
    """Check was silent, and push named another one each time, and no line."""
    file = office / "data" / "quality.ttl"
    label = "<https://quality.example/s/audit> a q:Skill ;"
    more = f'{label} skos:note [ skos:note "a" ] ; skos:changeNote [ skos:note "b" ] ;'
    file.write_text(DATA.replace(label, more))

    (told,) = [f for f in findings(office) if f["rule"] == "blank-node"]
    pushed = rolegraph("push", "--dry-run", folder=office)

    line = 1 + file.read_text()[: file.read_text().index(more)].count("\n")
    assert ("Info", "data/quality.ttl", line) == (told["severity"], told["file"], told["line"])
    assert 2 == pushed.returncode
    assert (
        f"data/quality.ttl:{line}: blank nodes: <https://quality.example/s/audit>" in pushed.stderr
    )
    assert "and 1 more" in pushed.stderr


TABLE = """#curie_map:
#  o: https://quality.example/o/
#  esco: http://data.europa.eu/esco/occupation/
#mapping_set_id: https://quality.example/mappings/esco
#mapping_set_title: To ESCO
#license: https://creativecommons.org/licenses/by/4.0/
subject_id\tpredicate_id\tobject_id\tmapping_justification
o:auditor\tskos:closeMatch\tesco:99\tsemapv:ManualMappingCuration
"""


def test_the_entry_of_a_mapping_that_is_nowhere_is_told_with_what_to_write(office: Path) -> None:
    """Tables of SSSOM come without descriptions of what they map to."""
    (office / "data" / "esco.sssom.tsv").write_text(TABLE)

    (told,) = [f for f in findings(office) if f["rule"] == "RoleMappingShape-object"]

    assert "Describe it in a file in data/, as rg:ExternalRole with a label." in told["hint"]
    (office / "data" / "esco.ttl").write_text(
        "@prefix rg: <https://w3id.org/rolegraph/ontology#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<http://data.europa.eu/esco/occupation/99> a rg:ExternalRole ;\n"
        '    skos:prefLabel "auditor"@en .\n'
    )
    assert [] == [f for f in findings(office) if f["severity"] == "Violation"]


def test_a_class_that_no_page_shows_is_told_and_how_to_show_it(office: Path) -> None:
    """Skills were in no list and at no address, and nothing said so."""
    (told,) = [f for f in findings(office) if f["rule"] == "class-without-page"]

    assert "https://quality.example/ns#Skill" == told["focus"]
    assert "ontology/quality.ttl" in told["file"]
    assert "rgsh:pluralName" in told["hint"]
    shapes = office / "shapes" / "quality.ttl"
    shapes.write_text(
        "@prefix rgsh: <https://w3id.org/rolegraph/shapes#> .\n"
        + SHAPES.replace("sh:nodeKind sh:IRI", 'rgsh:pluralName "skills"; sh:nodeKind sh:IRI')
    )
    assert "class-without-page" not in {f["rule"] for f in findings(office)}
