"""Imports any document that is read here; what `rolegraph documents import` and `init` call."""

from __future__ import annotations

import hashlib
import os
import shlex
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from errno import ENOENT
from functools import cached_property, partial
from pathlib import Path, PurePosixPath

from rolegraph.documents.drift.graph_there import refuse_shared
from rolegraph.documents.drift.inputs import read_graph
from rolegraph.documents.graph.builder import GraphBuilder, term
from rolegraph.documents.graph.described import Described, is_from_reading
from rolegraph.documents.graph.generated import PLURALS
from rolegraph.documents.graph.header import graph_file
from rolegraph.documents.graph.moved import KnownIds, moved_statements
from rolegraph.documents.graph.record import mark_of
from rolegraph.documents.graph.retained import retained
from rolegraph.documents.importing.answers import FOLDED, Answers, is_answers, read_answers
from rolegraph.documents.importing.answers_file import answers_text
from rolegraph.documents.importing.conflicts import find_conflicts
from rolegraph.documents.importing.continued import Continued, find_continued
from rolegraph.documents.importing.elsewhere import Elsewhere, Elsewheres
from rolegraph.documents.importing.identify import understand
from rolegraph.documents.importing.people import touches, without_people
from rolegraph.documents.importing.reading_graph import ReadingGraph, UnansweredQuestion
from rolegraph.documents.language.words import Words
from rolegraph.documents.outline import Heading, Outline, walk
from rolegraph.documents.readers import outline_of
from rolegraph.documents.reading import Reading
from rolegraph.documents.text.home import Home, lying
from rolegraph.documents.text.identity import Naming
from rolegraph.documents.text.model import Span
from rolegraph.folder.catalogue_folder import graph_key
from rolegraph.rdf.namespaces import PREFIXES, graph_of_file
from rolegraph.rdf.terms import Triple
from rolegraph.rdf.turtle.writer import write_turtle
from rolegraph.rdf.values.letters import with_plain_letters

_HASH_DIGITS = 12
_STATUS_OF = term("rg:status")


@dataclass(frozen=True)
class ImportResult:
    """An imported document; nothing is written yet.

    Attributes:
        reading: what was read.
        target: the file that the graph belongs in.
        curation_target: the file that the curation belongs in.
        graph: IRI of the named graph that the triples belong in.
        triples: the graph.
        layout: prefixes, base and comment of the Turtle file.
        curation: the text of the curation file, complete, with what a person wrote before.
        waiting: what is not in the graph until a person answers, with its line and why.
        joined: the name of a role here, and what another document calls it, where these differ.
        continued: new roles that seem to go on from some that are gone.
        tag: the language that its texts have in the graph.
    """

    reading: Reading
    target: Path
    curation_target: Path
    graph: str
    triples: AbstractSet[Triple]
    layout: tuple[Mapping[str, str], str, str]
    curation: str
    waiting: tuple[UnansweredQuestion, ...]
    joined: tuple[tuple[str, str], ...] = ()
    continued: tuple[Continued, ...] = ()
    tag: str = ""

    @property
    def tag_of_others(self) -> str:
        """The tag, where the document plainly has another language; empty otherwise."""
        reading = self.reading
        is_other = reading.language.partition("-")[0] != self.tag.partition("-")[0]
        return self.tag if is_other and not reading.language_source.startswith("assumed") else ""

    @cached_property
    def turtle(self) -> str:
        """The graph as a Turtle file, always the same text for the same input."""
        prefixes, base, comment = self.layout
        comment = f"{comment}\n{mark_of(self.triples)}"
        return write_turtle(self.triples, prefixes, base=base, comment=comment)


def import_document(
    path: Path,
    home: Home | None = None,
    *,
    curation: Path | None = None,
    answers: Answers | None = None,
    previous: Iterable[Triple] = (),
    elsewhere: Elsewhere | None = None,
    language: str | None = None,
    sheet: str | None = None,
    fields: Mapping[str, str] | None = None,
    shown_as: str | None = None,
    outline: Outline | None = None,
) -> ImportResult:
    """Import a document: Markdown, CSV, TSV, XLSX, YAML, JSON or Word.

    Nothing is written: `result.turtle` belongs in the file `result.target`, and `result.curation`
    in `result.curation_target`. Call it again after a person has answered there. Names follow from
    the path of the document below the folder of its catalogue.

    Args:
        path: the document.
        home: base IRI, language, creator and licence; what the `rolegraph.toml` around the
            document says, unless given.
        curation: the curation file as it is; the one beside the document or its graph, if there is
            one, unless given.
        answers: what that file says, where it is known already.
        previous: the graph as it was; what it knows of earlier versions is kept, and what this
            version no longer has is retired.
        elsewhere: what other documents of the catalogue say, so that a role that two of them
            define stays one.
        language: the language of the document; None takes what the curation or the catalogue's
            entry says, or finds it out.
        sheet: the sheet of a workbook.
        fields: for records, the name of a field → what it holds.
        shown_as: the document's name in faults.
        outline: what a reader made of it, where that is known; read unless given, and where a
            sheet or fields are named.

    Raises:
        OSError: a file cannot be read.
        MalformedDocument: document or curation cannot be read; with every fault and its place.
        ConfigurationError: the `rolegraph.toml` around the document cannot be used, or the graph
            is that of another document which is there as well.
    """
    place = lying(path)
    home = home or place.home
    name = PurePosixPath(place.name)
    target = place.graph
    previous = tuple(previous)
    refuse_shared(place, previous)
    answered = curation or place.curation
    if curation is not None and not curation.exists():
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), str(curation))
    answers = answers if answers is not None else _answers(answered)
    entry = place.entry
    name_shown = shown_as or str(path)
    sheet = sheet or answers.document.sheet or entry.sheet
    fields = fields or answers.document.fields or None
    if outline is None or sheet or fields:
        spoken = language or answers.document.language or entry.language or home.language
        outline = outline_of(path, name_shown, sheet=sheet, fields=fields, language=spoken)
    elsewhere = elsewhere or Elsewhere()
    before = Described(previous)
    naming = _naming(answers, before, elsewhere)
    understood = understand(
        outline,
        name_shown,
        answers,
        home,
        elsewhere,
        before,
        naming,
        language=language or answers.document.language or entry.language,
        own=place.words,
    )
    reading, answers, iris = understood.reading, understood.answers, understood.iris
    identified = understood.identified
    told = answers.by_topic()
    continued = find_continued(reading, iris, before, elsewhere.roles, told, answers.questions)
    conflicts = find_conflicts(
        reading, iris, elsewhere, Words.load(reading.language, place.words), told
    )
    asked = (*reading.questions, *identified.questions, *conflicts.questions)
    reading = replace(reading, questions=(*asked, *(each.question for each in continued)))
    outside = name.relative_to("data") if name.parts[:1] == ("data",) else name
    named = naming.of(str(outside.with_suffix("")), partial(home.iri, "schemes"))
    identifier = answers.document.id or named or "document"
    hidden = () if entry.keep_people else reading.people
    title, heading = _title(reading, answers, name, hidden)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    home = replace(home, language=_tag(reading, home, place.tags))
    version = home.iri("document-versions", f"{identifier}-{sha256[:_HASH_DIGITS]}")
    builder = GraphBuilder(without_people(reading.outline.source.text, hidden), version, home)
    scheme = home.iri("schemes", identifier)
    graph = graph_of_file(graph_file(str(name)))
    _head(builder, identifier, title, graph, str(name), sha256)
    _scheme(builder, scheme, title, answers, heading)
    known = KnownIds(before)
    written = ReadingGraph(
        builder,
        answers,
        scheme,
        elsewhere,
        conflicts.waiting,
        identified.identifiers,
        known,
        naming,
    ).write(reading)
    _keep(builder, before, elsewhere)
    command = f"rolegraph documents import {shlex.quote(str(name))}"
    comment = f"Generated from {name} and its curation; change those, then run:\n{command}"
    prefixes = PREFIXES | {prefix: home.iri(plural, "") for prefix, plural in PLURALS.items()}
    answers = _marked(answers, naming, reading)
    return ImportResult(
        reading=reading,
        target=target,
        curation_target=answered,
        graph=graph,
        triples=builder.triples,
        layout=(prefixes, home.base, comment),
        curation=answers_text(reading, answers, identifier, title, str(name), command),
        waiting=tuple(written.waiting),
        joined=tuple(written.joined),
        continued=continued,
        tag=home.language,
    )


def _naming(answers: Answers, before: Described, elsewhere: Elsewhere) -> Naming:
    """Return how names become ends of IRIs: those that are there stay, new ones are plain."""
    is_new = answers.document.id is None or bool(before.triples)
    return Naming(
        is_new or answers.document.letters == FOLDED,
        lambda iri: iri in before or iri in elsewhere.roles or iri in elsewhere.taken,
    )


def _marked(answers: Answers, naming: Naming, reading: Reading) -> Answers:
    """Note that IRIs have plain letters, so that an import from nothing gives the same ones."""
    text = reading.outline.source.text
    if not naming.is_folded or with_plain_letters(text) == text:
        return answers
    about = answers.document.model_copy(update={"letters": FOLDED})
    return answers.model_copy(update={"document": about})


def _keep(builder: GraphBuilder, before: Described, elsewhere: Elsewhere) -> None:
    """Keep what others said. A persona is written as a draft; another status of it stands."""
    after = Described(builder.triples)
    moved = moved_statements(before, after)
    others = (elsewhere.roles, elsewhere.taken, frozenset(elsewhere.activities.values()))
    kept = retained(before, after, builder.version, moved, others, by_reading=True)
    judged = {each.subject for each in kept if each.predicate == _STATUS_OF}
    builder.exclude(
        each
        for each in after.triples
        if each.predicate == _STATUS_OF and each.subject in judged and each not in kept
    )
    builder.include(kept)


def elsewhere_of(document: Path) -> Elsewhere:
    """Return what the other documents of the catalogue around a document say."""
    found = elsewheres_of(document)
    if found is None:
        return Elsewhere()
    found.remember()
    return found.without(lying(document).graph)


def elsewheres_of(document: Path) -> Elsewheres | None:
    """Return what all documents of the catalogue around a document say; None without a catalogue.

    Raises:
        ConfigurationError: the `rolegraph.toml` around it cannot be used.
    """
    folder = lying(document).folder
    if folder is None:
        return None
    graphs = [Path(folder.root, graph_key(key)) for key, _ in folder.documents()]
    return Elsewheres(graphs, folder.root)


def _answers(curation: Path) -> Answers:
    return read_answers(curation, str(curation)) if curation.exists() else Answers(reading=1)


def is_strict(document: Path, curation: Path | None = None) -> bool:
    """Tell whether a document is read by the strict form of `parse`.

    That is so where its curation is of that form, or its graph was made so.

    Args:
        document: the document.
        curation: its curation file; the one that belongs to it unless given.
    """
    place = curation or lying(document).curation
    if not place.exists():
        graph = lying(document).graph
        # A graph of the strict form, whose document has no curation, goes on being of it.
        return graph.exists() and not is_from_reading(read_graph(graph, str(graph)).described)
    return not is_answers(place.read_text(encoding="utf-8", errors="replace"))


def _tag(reading: Reading, home: Home, tags: Sequence[str]) -> str:
    """Return the tag of the texts: the document's language, where the catalogue has it."""
    if reading.language_source.startswith("assumed"):
        return home.language
    return reading.language if not tags or reading.language in tags else home.language


def _title(
    reading: Reading, answers: Answers, name: PurePosixPath, hidden: Sequence[Span]
) -> tuple[str, Span | None]:
    """Return the title of a document, and where it stands; else where a role is named first."""
    headings = (
        block
        for block in walk(reading.outline.blocks)
        if isinstance(block, Heading) and not touches(block.passage.span, hidden)
    )
    first = next(headings, None)
    found = first.passage if first is not None and first.passage.span.text else None
    named = [each.passage for each in reading.roles if each.passage.span.text]
    front = reading.outline.front.get("title")
    stated = answers.document.title or (front if isinstance(front, str) else None)
    found = reading.outline.title or found
    if reading.outline.rows:
        found = None  # the name of a sheet is no title of the workbook
    title = stated or (found.plain if found else None) or name.stem
    place = found or next(iter(named), None)
    return title, place.span if place else None


def _scheme(
    builder: GraphBuilder, scheme: str, title: str, answers: Answers, heading: Span | None
) -> None:
    """Write the roles as a whole, with what a person said of them."""
    builder.thing(scheme, "rg:RoleScheme", title)
    if answers.scheme is not None:
        builder.text(scheme, "skos:definition", answers.scheme.definition)
        builder.truth(scheme, "rg:isOpenList", answers.scheme.is_open)
    if heading is not None:
        builder.passage(scheme, heading)
    builder.origin(scheme, "normalised")


def _head(
    builder: GraphBuilder, identifier: str, title: str, graph: str, file: str, sha256: str
) -> None:
    """Write the graph's header, the document and its version."""
    home, text = builder.home, builder.whole
    document = home.iri("documents", identifier)
    builder.link(graph, "rdf:type", term("void:Dataset").value)
    builder.text(graph, "dcterms:title", f"{title}: what the document says")
    if home.license:
        builder.link(graph, "dcterms:license", home.license)
    builder.text(graph, "dcterms:creator", home.creator or None)
    builder.link(graph, "prov:wasDerivedFrom", builder.version)
    builder.thing(document, "rg:SourceDocument", title)
    builder.text(document, "dcterms:title", title)
    builder.thing(builder.version, "rg:DocumentVersion", f"{title}, {sha256[:_HASH_DIGITS]}")
    builder.link(builder.version, "rg:versionOf", document)
    builder.string(builder.version, "rg:sha256", sha256)
    builder.number(builder.version, "rg:characterCount", len(text))
    builder.string(builder.version, "rg:sourceFile", file)
    builder.string(builder.version, "prov:value", text)
