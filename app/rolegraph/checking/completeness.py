"""How complete the files of a catalogue are: its own questions, asked of what the files say."""

from __future__ import annotations

from collections.abc import Iterable

from rolegraph.analysis.score import Completeness, class_of, completeness, percent
from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.sources import DATA, ONTOLOGY
from rolegraph.errors import SyntaxFault
from rolegraph.folder.description import Description
from rolegraph.rdf.terms import Quad
from rolegraph.shacl.report import Completed
from rolegraph.sparql.library import QueryLibrary, load_library
from rolegraph.store.embedded import EmbeddedStore


def questions_of(corpus: Corpus | None) -> QueryLibrary | None:
    """Return the questions of a catalogue; None where it has no `rolegraph.toml`.

    Raises:
        SyntaxFault: the header of a query is wrong.
    """
    folder = corpus.folder if corpus else None
    return load_library(*folder.query_folders(), about=Description.of(folder)) if folder else None


def completeness_of(quads: Iterable[Quad], library: QueryLibrary) -> Completeness:
    """Ask what files say the questions of completeness.

    Raises:
        SyntaxFault: a query does not parse.
    """
    asked = [query for query in library.values() if class_of(query)]
    if not asked:
        return Completeness(())
    store = EmbeddedStore()
    try:
        store.load(quads)
        return completeness(store, asked)
    finally:
        store.close()


def completed(corpus: Corpus) -> Completed | None:
    """Return how complete a catalogue is, for the report of its check.

    None where the files are no catalogue with questions, or where a question is wrong, which is a
    finding of its own.
    """
    try:
        library = questions_of(corpus)
        if library is None:
            return None
        found = completeness_of(
            (quad for source in corpus.part(ONTOLOGY, DATA) for quad in source.quads), library
        )
    except (SyntaxFault, SyntaxError):
        return None
    if not found.of:
        return None
    return Completed(found.met, found.of, percent(found.share))
