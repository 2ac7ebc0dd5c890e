"""What a release of a store holds: dump, rules, documentation and metadata as files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rolegraph.catalogue import Catalogue
from rolegraph.history.permission import makes_membership
from rolegraph.history.versions import Versions
from rolegraph.rdf.canonical import canonical_nquads
from rolegraph.rdf.namespaces import (
    ONTOLOGY_GRAPHS,
    SHAPES_GRAPHS,
    is_default_dataset_graph,
    is_people_graph,
    is_rules_graph,
)
from rolegraph.rdf.terms import Quad
from rolegraph.rdf.turtle.writer import write_turtle
from rolegraph.release.archive import (
    CRATE,
    DOCUMENTATION,
    DUMP,
    FORMATS,
    METADATA,
    ONTOLOGY,
    README,
    SHAPES,
    SUMS,
    sums,
)
from rolegraph.release.documentation import ontology_text, shapes_text
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.web.reference.dataset import (
    DESCRIPTION_PREFIXES,
    Dataset,
    DatasetFacts,
    dataset_quads,
)
from rolegraph.web.reference.vocabulary import VocabularyReader

_CRATE = "https://w3id.org/ro/crate/1.1"
_README = f"""\
Revision {{revision}}, {{time}}, {{triples}} triples. Its address is <{{base}}>.

Licence of the data: {{license}}. Each file of ontology and shapes names its own.

| file | what it is |
|---|---|
| `{DUMP}` | the data, a named graph for each file of the catalogue |
| `{ONTOLOGY}` | the words of the data, as OWL |
| `{SHAPES}` | the rules that it keeps, as SHACL |
| `{DOCUMENTATION}` | words and rules, to be read |
| `{METADATA}` | the data set described in VoID and DCAT |
| `{CRATE}` | all files described as an RO-Crate |
| `{SUMS}` | SHA-256 checksums of all other files |

`rolegraph release --verify ARCHIVE` reads all of it back: the checksums, the data, and the data
against the rules. Without rolegraph: `sha256sum --check {SUMS}`."""


@dataclass(frozen=True)
class ReleaseContent:
    """The files of a release.

    Attributes:
        files: name → content.
        facts: what is known of the catalogue.
        withheld: statements about people, which are no part of it.
    """

    files: dict[str, bytes]
    facts: DatasetFacts
    withheld: int


def content_of(store: EmbeddedStore) -> ReleaseContent:
    """Return the files of a release of the present state.

    Args:
        store: holds the catalogue with its rules.
    """
    catalogue = Catalogue(store)
    facts = Dataset(catalogue, Versions(store), open_reading=True).facts()
    data, withheld = _data(store)
    files = {DUMP: canonical_nquads(data)}
    for folder, graphs in ((ONTOLOGY, ONTOLOGY_GRAPHS), (SHAPES, SHAPES_GRAPHS)):
        for name in store.graph_names():
            if name.value.startswith(graphs):
                text = write_turtle(quad.triple for quad in store.match(graph=name))
                files[folder + name.value.removeprefix(graphs)] = text.encode()
    vocabulary = VocabularyReader(catalogue)
    files[f"{DOCUMENTATION}ontology.md"] = ontology_text(vocabulary.modules()).encode()
    files[f"{DOCUMENTATION}shapes.md"] = shapes_text(vocabulary.shapes()).encode()
    triples = {quad.triple for quad in data}
    described = [quad.triple for quad in dataset_quads(facts, triples)]
    files[METADATA] = write_turtle(described, DESCRIPTION_PREFIXES).encode()
    files[README] = _readme(facts, len(triples)).encode()
    files[CRATE] = _crate(facts, files).encode()
    files[SUMS] = sums(files)
    return ReleaseContent(files, facts, withheld)


def _data(store: EmbeddedStore) -> tuple[list[Quad], int]:
    """Return what the catalogue says, and how many quads about people are left out."""
    quads = [quad for quad in store.data() if _is_content(getattr(quad.graph_name, "value", ""))]
    kept = [quad for quad in quads if not _is_about_people(quad)]
    return kept, len(quads) - len(kept)


def _is_content(graph: str) -> bool:
    return is_default_dataset_graph(graph) and not is_rules_graph(graph)


def _is_about_people(quad: Quad) -> bool:
    return is_people_graph(getattr(quad.graph_name, "value", "")) or makes_membership(quad)


def _readme(facts: DatasetFacts, triples: int) -> str:
    about = facts.about
    said = (
        f"# {about.title}",
        about.description,
        _README.format(
            revision=facts.revision,
            time=facts.modified or "not dated",
            triples=triples,
            base=about.base,
            license=about.license or "none is named",
        ),
    )
    return "\n\n".join(filter(None, said)) + "\n"


def _crate(facts: DatasetFacts, files: dict[str, bytes]) -> str:
    about = facts.about
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": about.title,
        "description": about.description or about.title,
        "datePublished": facts.modified or "1980-01-01",
        "identifier": about.base,
        "version": str(facts.revision),
        "creator": about.creator,
        "publisher": about.publisher,
        "hasPart": [{"@id": name} for name in _names(files)],
    }
    named: list[dict[str, Any]] = []
    if about.license:
        root["license"] = {"@id": about.license}
        named = [{"@id": about.license, "@type": "CreativeWork", "name": about.license}]
    descriptor = {
        "@id": CRATE,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": _CRATE},
    }
    parts = [
        {
            "@id": name,
            "@type": "File",
            "name": name,
            "contentSize": str(len(files[name])),
            "encodingFormat": FORMATS[name[name.rindex(".") :]],
        }
        for name in _names(files)
    ]
    graph = [descriptor, {name: value for name, value in root.items() if value}, *named, *parts]
    document = {"@context": f"{_CRATE}/context", "@graph": graph}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _names(files: Iterable[str]) -> list[str]:
    return sorted(files)
