"""What the pages of ontology and shapes show is kept for the next start, and follows the rules."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from rolegraph import resources
from rolegraph.catalogue import Catalogue
from rolegraph.rdf.namespaces import ONTOLOGY, ONTOLOGY_GRAPHS, RDF, SKOS
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.files.loading import catalogue_quads
from rolegraph.store.kept import RULES_FILE, KeptIndex
from rolegraph.web.reference.rules_shown import RulesShown

TERM = NamedNode(ONTOLOGY + "Buoy")


def term(graph: str) -> Patch:
    """Return a commit that adds a class."""
    of_owl = NamedNode("http://www.w3.org/2002/07/owl#Class")
    said = {RDF + "type": of_owl, SKOS + "prefLabel": Literal("buoy", language="en")}
    return Patch(
        added=frozenset(
            Quad(TERM, NamedNode(name), value, NamedNode(graph)) for name, value in said.items()
        )
    )


def test_rules_in_words_outlast_restarts_until_the_rules_change(tmp_path: Path) -> None:
    """To read and tell them takes 0.2 s, which the first reader of the page would wait."""
    with closing(EmbeddedStore(tmp_path / "data")) as store:
        store.load(catalogue_quads(resources.root()))
        catalogue = Catalogue(store)

        def start(version: str = "1") -> RulesShown:
            return RulesShown(catalogue, store, KeptIndex(store, version, RULES_FILE))

        def labels(shown: RulesShown) -> set[str]:
            return {term.label for module in shown.now().modules for term in module.terms}

        begun = start()
        begun.prepare()
        made = begun.now()
        assert "buoy" not in labels(begun)
        assert made.documents[0].path == "" != made.documents[1].path
        store.apply(term("urn:graph"))
        again = start()
        assert made == again.now()
        again.prepare()

        # What is in the file counts, where it is of the same version and rules.
        file = KeptIndex(store, "1", RULES_FILE)
        assert file.revision == store.revision
        file.write(store.revision, {"rules": b"damaged"})
        assert made == start().now() == start("2").now()
        again.prepare()

        store.apply(term(ONTOLOGY_GRAPHS + "own"))
        assert "buoy" in labels(begun)
        assert "buoy" in labels(start())
