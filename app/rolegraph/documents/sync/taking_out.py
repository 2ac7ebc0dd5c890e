"""Takes a document out of the folder of its catalogue: file, graph, curation and entry.

What another file says as well stays. What people wrote into its graph beside it stays there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rolegraph.documents.drift.inputs import read_graph
from rolegraph.documents.graph.builder import term
from rolegraph.documents.graph.described import Described
from rolegraph.documents.graph.record import ImportRecord
from rolegraph.documents.sync.going import Going, left_of, what_goes
from rolegraph.documents.text.home import Lying, lying, shown_name
from rolegraph.errors import InputError
from rolegraph.folder.catalogue_folder import DATA, CatalogueFile, CatalogueFolder, graph_key
from rolegraph.folder.writing import without_document
from rolegraph.rdf.namespaces import PREFIXES, graph_of_file, is_people_graph
from rolegraph.rdf.sssom.graph import read_sssom
from rolegraph.rdf.terms import NamedNode, RdfFormat, Triple, parse
from rolegraph.rdf.turtle.writer import write_turtle
from rolegraph.resources import MANIFEST

_TYPE, _ROLE, _DEFINED = (term(name) for name in ("rdf:type", "rg:Role", "rg:definedIn"))


@dataclass(frozen=True)
class FolderRemoval:
    """A document that is ready to be taken out of its folder; nothing is changed yet.

    Attributes:
        place: the document.
        going: what becomes of its things.
        leaning: what refers to things that vanish: label of the thing, IRI and file of what refers.
        undefined: documents that name roles which only this one defines.
        files: the files that go.
        manifest: the text of `rolegraph.toml` without it.
        graph: the text of its graph with what people wrote into it; None where it goes as a whole.
    """

    place: Lying
    going: Going
    leaning: Sequence[tuple[str, str, str]]
    undefined: Sequence[Path]
    files: Sequence[Path]
    manifest: str
    graph: str | None

    def carry_out(self) -> None:
        """Take the document out.

        Raises:
            OSError: a file cannot be written or removed.
        """
        assert self.place.folder is not None  # noqa: S101 - planned in a folder
        (self.place.folder.root / MANIFEST).write_text(self.manifest, encoding="utf-8")
        if self.graph is not None:
            self.place.graph.write_text(self.graph, encoding="utf-8")
        for path in self.files:
            path.unlink(missing_ok=True)


def plan_removal(document: Path, *, keeps_file: bool = False) -> FolderRemoval:
    """Work out what taking a document out of the folder of its catalogue does.

    Args:
        document: the document; it may be gone already.
        keeps_file: whether the document itself stays where it is.

    Raises:
        InputError: it is none of a catalogue, or a file cannot be read.
        OSError: a file cannot be read.
    """
    place = lying(document)
    folder, key = place.folder, place.key
    if folder is None or key not in folder.manifest.documents:
        raise InputError(_unknown(document, folder))
    assert key is not None  # noqa: S101 - it is one of the documents
    text = (folder.root / MANIFEST).read_text(encoding="utf-8")
    manifest = without_document(text, key)
    if manifest is None:
        raise InputError(f"Remove the entry of {key} in {MANIFEST} by hand; its form is unusual.")
    before, left = _graph_of(place)
    others = dict(_others(folder, graph_key(key)))
    names = {graph_key(name): name for name in folder.manifest.documents}
    typed, pointed = _index(others)

    def elsewhere(iri: str) -> list[str] | None:
        there = typed.get(iri)
        if there is None:
            return None
        return sorted(names.get(e, e) for e in there if not is_people_graph(graph_of_file(e)))

    going = what_goes(before, left, elsewhere)
    leaning = [
        (each.label, by, file)
        for each in going.gone
        for by, file in sorted(pointed.get(each.iri, ()))
        if not is_people_graph(graph_of_file(file))
    ]
    record = ImportRecord(place).file
    files = [place.graph] if not left else []
    files += [place.curation, *([record] if record else []), *([] if keeps_file else [document])]
    return FolderRemoval(
        place,
        going,
        leaning,
        _undefined(folder, before, others, names),
        [each for each in files if each.exists()],
        manifest,
        _written(place, left) if left else None,
    )


def _unknown(document: Path, folder: CatalogueFolder | None) -> str:
    if folder is None:
        return f"{shown_name(document)} lies in no catalogue: no {MANIFEST} is around it."
    names = ", ".join(folder.manifest.documents)
    has = f"It has: {names}." if names else "It has none."
    return f"{shown_name(document)} is no document of the catalogue in {folder.root.name}. {has}"


def _graph_of(place: Lying) -> tuple[frozenset[Triple], frozenset[Triple]]:
    """Return what the graph of a document says, and what of that people wrote."""
    if not place.graph.exists():
        return frozenset(), frozenset()
    source = read_graph(place.graph, shown_name(place.graph))
    before = frozenset(source.described.triples)
    edited = ImportRecord(place).edited(source.text, before)
    return before, left_of(before, before if edited is None else edited.imported)


def _others(folder: CatalogueFolder, own: str) -> Iterator[tuple[str, frozenset[Triple]]]:
    """Yield the data files of a catalogue but for one: their paths, and what they say.

    Raises:
        InputError: one cannot be read.
    """
    for file in folder.files(DATA):
        if file.key != own:
            yield file.key, _said(file)


def _said(file: CatalogueFile) -> frozenset[Triple]:
    graph = NamedNode(graph_of_file(file.key))
    if file.path.suffix != ".ttl":
        return frozenset(quad.triple for quad in read_sssom(file.path, graph))
    try:
        quads = parse(file.path.read_bytes(), format=RdfFormat.TURTLE, base_iri=graph.value)
        return frozenset(quad.triple for quad in quads)
    except SyntaxError as error:
        raise InputError(f"{file.key}: {error}") from None


def _index(
    files: Mapping[str, frozenset[Triple]],
) -> tuple[dict[str, set[str]], dict[str, set[tuple[str, str]]]]:
    """Return which files describe a thing, and what refers to it, with its file."""
    typed: dict[str, set[str]] = defaultdict(set)
    pointed: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for name, triples in files.items():
        for triple in triples:
            if not isinstance(triple.subject, NamedNode):
                continue
            if triple.predicate == _TYPE:
                typed[triple.subject.value].add(name)
            elif isinstance(triple.object, NamedNode):
                pointed[triple.object.value].add((triple.subject.value, name))
    return dict(typed), dict(pointed)


def _undefined(
    folder: CatalogueFolder,
    before: frozenset[Triple],
    others: Mapping[str, frozenset[Triple]],
    names: Mapping[str, str],
) -> list[Path]:
    """Return the documents that name a role which no document defines any more."""
    has = Described(before)
    roles = {iri for iri in has.present("rg:Role") if has.links(iri, "rg:definedIn")}
    found: dict[str, set[str]] = defaultdict(set)
    for name, triples in others.items():
        for triple in triples:
            iri = getattr(triple.subject, "value", "")
            if iri not in roles:
                continue
            if triple.predicate == _DEFINED:
                roles.discard(iri)
            elif triple.predicate == _TYPE and triple.object == _ROLE and name in names:
                found[iri].add(names[name])
    naming = {name for iri in roles for name in found[iri]}
    return [folder.root / name for name in folder.manifest.documents if name in naming]


def _written(place: Lying, left: frozenset[Triple]) -> str:
    """Return the text of a graph with what people wrote into it."""
    return write_turtle(left, PREFIXES, base=place.home.base)
