"""What the tests of pull and push share: a small catalogue and the ways to change it."""

from __future__ import annotations

from pathlib import Path

from rolegraph.exchange.files.folder import Folder
from rolegraph.exchange.files.units import View
from rolegraph.exchange.service import LocalService
from rolegraph.exchange.sync import SyncOutcome, pull, push
from rolegraph.exchange.views import service_view
from rolegraph.history.commit import Committer
from rolegraph.rdf.namespaces import graph_of_file
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, parse
from rolegraph.store.embedded import EmbeddedStore

PREFIXES = """\
@prefix external: <https://w3id.org/rolegraph/id/external-roles/> .
@prefix file: <https://w3id.org/rolegraph/graph/data/> .
@prefix mapping: <https://w3id.org/rolegraph/id/mappings/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix persona: <https://w3id.org/rolegraph/id/personas/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix rgsh: <https://w3id.org/rolegraph/shapes#> .
@prefix role: <https://w3id.org/rolegraph/id/roles/> .
@prefix semapv: <https://w3id.org/semapv/vocab/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix sssom: <https://w3id.org/sssom/> .
@prefix tool: <https://w3id.org/rolegraph/id/tools/> .
"""
FILES = {
    "personas.ttl": """\
# People.

@prefix persona: <https://w3id.org/rolegraph/id/personas/> .
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

persona:robin a rg:Persona ;
    skos:prefLabel "Robin"@en ;
    rg:hasGoal "Tell how good it is."@en,
        "Be believed."@en .

# Ada came later.
persona:ada a rg:Persona ;
    skos:prefLabel "Ada"@en .
""",
    "tools.ttl": """\
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix tool: <https://w3id.org/rolegraph/id/tools/> .

tool:maite a rg:Tool ; skos:prefLabel "MAITE"@en .
""",
    "mappings.sssom.tsv": """\
#curie_map:
#  DCWF: https://w3id.org/rolegraph/id/external-roles/dcwf-
#  role: https://w3id.org/rolegraph/id/roles/
#  semapv: https://w3id.org/semapv/vocab/
#  skos: http://www.w3.org/2004/02/skos/core#
#mapping_set_id: https://w3id.org/rolegraph/graph/data/mappings.sssom.tsv
#mapping_set_title: Mappings
#license: https://creativecommons.org/publicdomain/zero/1.0/
#extension_definitions:
#  - slot_name: curation_status
#    property: rg:curationStatus
subject_id	subject_label	predicate_id	predicate_modifier	object_id	object_label	mapping_justification	confidence	comment	curation_status
role:analyst	Analyst	skos:closeMatch		DCWF:422	Data Analyst	semapv:ManualMappingCuration	0.9	Near.	unreviewed
role:tester	Tester	skos:exactMatch	Not	DCWF:623	AI Specialist	semapv:ManualMappingCuration	0.8		unreviewed
""",
}
SHAPES = """
GRAPH <https://w3id.org/rolegraph/graph/shapes/x.ttl> {
  rgsh:PersonaShape sh:targetClass rg:Persona ; rgsh:homeFile "data/personas.ttl" .
  rgsh:ToolShape sh:targetClass rg:Tool ; rgsh:homeFile "data/tools.ttl" .
  rgsh:MappingShape sh:targetClass rg:RoleMapping ; rgsh:homeFile "data/mappings.sssom.tsv" .
  rgsh:FrameworkShape sh:targetClass rg:Framework ; rgsh:homeFile "data/frameworks.ttl" .
  rgsh:BadShape sh:targetClass rg:Bad ; rgsh:homeFile "data/../../bad.ttl" .
}
"""


def quads(trig: str) -> frozenset[Quad]:
    return frozenset(parse(PREFIXES + trig, format=RdfFormat.TRIG))


class Place:
    """A folder, and a store that was filled from it.

    Args:
        folder: the files.
        data_dir: of the store; None for one in memory, which has no change log.
    """

    def __init__(self, folder: Path, data_dir: Path | None) -> None:
        self.folder = folder
        self.store = EmbeddedStore(data_dir)
        self.committer = Committer(self.store, None)
        self.service = LocalService("here", self.store, self.committer, "editor")
        self.store.load([*self.file_quads(), *quads(SHAPES)])

    def file_quads(self) -> list[Quad]:
        return [
            Quad(t.subject, t.predicate, t.object, NamedNode(graph_of_file(unit.file)))
            for unit, triples in Folder(self.folder).view.items()
            for t in triples
        ]

    def pull(self, **options: object) -> SyncOutcome:
        return pull(self.folder, self.service, **options)  # type: ignore[arg-type]

    def push(self, **options: object) -> SyncOutcome:
        return push(self.folder, self.service, **options)  # type: ignore[arg-type]

    def change(self, removed: str = "", added: str = "") -> None:
        """Commit a change to the store, in TriG."""
        patch = Patch(quads(removed), quads(added))
        self.committer.commit(patch, author="somebody", message="a change")

    def edit(self, name: str, old: str, new: str) -> None:
        """Edit a file as with an editor."""
        path = self.folder / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    def text(self, name: str) -> str:
        return (self.folder / name).read_text()

    def bytes(self) -> dict[str, bytes]:
        """Return the files, without the state."""
        files = sorted(self.folder.rglob("*"))
        return {f.name: f.read_bytes() for f in files if not f.name.startswith(".")}

    def forget(self) -> None:
        """Make the folder a fresh copy."""
        (self.folder / ".rolegraph-sync.json").unlink(missing_ok=True)

    def view(self) -> View:
        """Return what the store has, as files would say it."""
        return service_view(list(self.store.match()), Folder(self.folder).table).units

    def holds(self, trig: str) -> bool:
        return all(self.store.holds(quad) for quad in quads(trig))
