"""Documents: what a Markdown document and its graph do not both say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.sources import DATA, DOCUMENTS, Source
from rolegraph.errors import InputError
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.report import RuleHelp

if TYPE_CHECKING:
    from rolegraph.documents.importing.elsewhere import Elsewheres


def check_documents(corpus: Corpus) -> Iterator[Finding]:
    """Yield the drift of every document that has its graph beside it."""
    from rolegraph.documents.text.home import lying  # slow to load, and only documents need it

    graphs = {source.path: source for source in corpus.part(DATA)}
    others: dict[Path, Elsewheres | None] = {}
    for document in corpus.part(DOCUMENTS):
        if lying(document.path).graph in graphs:
            yield from _drift(corpus, document, others)


def _drift(
    corpus: Corpus, document: Source, others: dict[Path, Elsewheres | None]
) -> Iterator[Finding]:
    """Yield the drift of one document; `others` has what graphs hold, by folder, read once."""
    from rolegraph.documents.comparison import drifts
    from rolegraph.documents.drift import drift
    from rolegraph.documents.importing import service
    from rolegraph.documents.importing.reading_sync import drift_of
    from rolegraph.documents.text.home import lying

    place = lying(document.path)
    root = place.folder.root if place.folder else document.path.parent
    if root not in others:
        others[root] = service.elsewheres_of(document.path)
    held = others[root]
    strict = service.is_strict(document.path) or not place.curation.exists()
    try:
        base = base_of(document)
        if strict:
            findings = drift.check(document.path, base=base)
        else:
            elsewhere = held.without(place.graph) if held else None
            findings = drift_of(document.path, base=base, elsewhere=elsewhere)
    except InputError:
        return  # the graph beside it is not that of a role document
    for finding in findings:
        name, description = drifts.RULES[finding.rule]
        corpus.helps[finding.rule] = RuleHelp(finding.rule, finding.rule_iri, name, description)
        yield finding


def base_of(source: Source) -> Path:
    """Return the folder that the name of a file is relative to."""
    depth = len(PurePath(source.name).parts)
    absolute = PurePath(source.name).is_absolute()
    return Path(source.path.anchor) if absolute else source.path.parents[depth - 1]
