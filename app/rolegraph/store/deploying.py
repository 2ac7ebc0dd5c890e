"""Brings what is deployed with a catalogue into a store: ontology, rules, description, first data.

Rules are not content. They come from files, at the first start and whenever the files have changed
since, or from an administrator; what an administrator added beside the files stays.
"""

from __future__ import annotations

from collections.abc import Iterable

from rolegraph import __version__
from rolegraph.errors import StoreError
from rolegraph.folder.catalogue_folder import RULE_PARTS, CatalogueFolder
from rolegraph.folder.description import Description, description_of
from rolegraph.rdf.namespaces import CATALOGUE_GRAPH, graph_of_file
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import NamedNode, Quad
from rolegraph.store.engine.reading import EngineReader
from rolegraph.store.files.loading import Warn, data_quads, rule_quads
from rolegraph.store.journal.entry_format import SERVICE


def first_quads(folder: CatalogueFolder, *, data: bool, warn: Warn) -> Iterable[Quad]:
    """Yield what a new store begins with.

    Args:
        folder: the catalogue.
        data: whether its data belong to it, beside ontology and rules.
        warn: told of literals that the store will keep in another form.
    """
    yield from rule_quads(folder, warn)
    if data:
        yield from data_quads(folder, warn)


def headers_of(folder: CatalogueFolder, *, data: bool) -> dict[str, str]:
    """Return author and message of the commit that fills a new store."""
    what = "The catalogue" if data else "Ontology and rules of the catalogue"
    source = f"as shipped with rolegraph {__version__}"
    if not folder.is_sample:
        source = f"{folder.manifest.catalogue.title!r} as its files have it"
    return {"author": SERVICE, "message": f"{what} {source}"}


def newer_rules(store: EngineReader, folder: CatalogueFolder, warn: Warn) -> Patch | None:
    """Return what brings a store's ontology, rules and description up to the files.

    Args:
        store: a store that is not new.
        folder: the catalogue whose files are deployed.
        warn: told of literals that the store will keep in another form.

    Returns:
        None where the store holds no catalogue, or the files have not changed.

    Raises:
        StoreError: the store holds another catalogue.
    """
    held = description_of(store)
    if held is None and not (folder.is_sample and _has_rules(store, folder)):
        return None
    if held is not None:
        _check_same(held, folder)
        if held.deployed == folder.digest:
            return None
    files = {file.key for file in folder.files(*RULE_PARTS)}
    graphs = {graph_of_file(key) for key in {*files, *(held.files if held else ())}}
    present = {
        quad
        for graph in sorted({*graphs, CATALOGUE_GRAPH})
        for quad in store.match(graph=NamedNode(graph))
    }
    wanted = set(rule_quads(folder, warn))
    return Patch(added=frozenset(wanted - present), removed=frozenset(present - wanted))


def _check_same(held: Description, folder: CatalogueFolder) -> None:
    if held.base != folder.base:
        raise StoreError(
            f"The data directory holds the catalogue {held.title!r} with the base {held.base}, and "
            f"{folder.root} is {folder.manifest.catalogue.title!r} with the base {folder.base}. "
            "Choose another data directory with --data-dir, or name the folder of the catalogue "
            "that it holds: rolegraph serve FOLDER."
        )


def _has_rules(store: EngineReader, folder: CatalogueFolder) -> bool:
    graphs = {name.value for name in store.graph_names()}
    return any(graph_of_file(file.key) in graphs for file in folder.files("shapes"))
