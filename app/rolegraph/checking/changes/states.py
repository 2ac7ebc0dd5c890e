"""A catalogue's files at one revision: what they say, and what a check finds in them."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.revisions import extracted
from rolegraph.checking.files.selecting import catalogue_root, read_corpus
from rolegraph.checking.files.sources import (
    DATA,
    ONTOLOGY,
    SHAPES,
    FileSelection,
    NothingToRead,
    Source,
    read_source,
)
from rolegraph.checking.options import Options
from rolegraph.checking.run import check_corpus
from rolegraph.errors import InputError
from rolegraph.rdf.terms import BlankNode, NamedNode, Quad, Term
from rolegraph.resources import MANIFEST
from rolegraph.shacl.findings import Finding

_ABSENT = (
    "{} was not there at {}, so all of it is new. If it had another name or place, compare the "
    "folder around both: what only moved is no change."
)
_EMPTY = "{} had no file to compare at {}, so all of it is new."
_NO_CATALOGUE = (
    f"{{}} was no catalogue at {{}}: it had no {MANIFEST}, nor the folders ontology/, shapes/ and "
    "data/. Its files were read as they were."
)


@dataclass(frozen=True)
class FileState:
    """A catalogue at one revision.

    Attributes:
        quads: ontology and data, each file a graph; blank nodes are named by what they say, so
            that they are the same in two states that say the same.
        rules: name of a file of shapes → its triples.
        findings: what a check finds.
        corpus: the files; None where the catalogue was not there yet.
        reason: why there is nothing, or something else than a catalogue; a sentence for people.
        blanks: blank node → one of those that it stands for, as its file's parser named it.
    """

    quads: frozenset[Quad] = frozenset()
    rules: dict[str, frozenset[Quad]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    corpus: Corpus | None = None
    blanks: dict[BlankNode, BlankNode] = field(default_factory=dict)
    reason: str = ""

    @cached_property
    def types(self) -> dict[str, frozenset[str]]:
        """IRI of a thing → IRIs of its classes."""
        return self.corpus.types if self.corpus else {}

    def label(self, iri: str) -> str | None:
        """Return the label of a thing or term, if it has one."""
        return self.corpus.labels.label(iri) if self.corpus else None


def read_state(
    selection: FileSelection,
    root: Path,
    shipped: Path,
    when: str,
    before: FileState | None = None,
) -> FileState:
    """Read and check files.

    Args:
        selection: which files.
        root: the folder that names of files are relative to.
        shipped: the folder of the shipped catalogue.
        when: which state it is, for errors, such as `at main`.
        before: an earlier state. A file that has another name there keeps its base IRI, so that
            what it says by relative IRIs is the same.

    Raises:
        InputError: a file does not parse.
    """
    corpus = read_corpus(selection, shipped, root)
    if before and before.corpus:
        _keep_bases(corpus.sources, before.corpus.sources)
    for source in corpus.sources:
        if source.report.stopped:
            fault = source.report.faults[0]
            raise InputError(
                f"{source.name}:{fault.line}:{fault.column} {when} does not parse: "
                f"{fault.message} What changed can be told once it does."
            )
    report = check_corpus(corpus, Options())
    said = [
        Quad(q.subject, q.predicate, q.object, NamedNode(source.base))
        for source in corpus.part(ONTOLOGY, DATA)
        for q in source.quads
    ]
    rules = {source.name: _stable(source.quads) for source in corpus.part(SHAPES) if source.shown}
    names = _names(said)
    blanks = {stable: node for node, stable in names.items()}
    return FileState(_renamed(said, names), rules, report.findings, corpus, blanks)


def _keep_bases(sources: Sequence[Source], before: Sequence[Source]) -> None:
    """Read files that only have another name or place by the base IRIs that they had."""
    now, then = ({source.base for source in files} for files in (sources, before))
    gone = {source.text: source.base for source in before if source.base not in now}
    for source in sources:
        if source.base not in then and source.text in gone:
            source.base = gone.pop(source.text)
            read_source(source)


@contextmanager
def state_at(
    selection: FileSelection,
    top: Path,
    revision: str,
    shipped: Path,
    before: FileState | None = None,
) -> Iterator[FileState]:
    """Give the state of files at a git revision; empty where they were not there yet.

    What of the rules lies outside the repository, or was not there yet, is read as it is now.

    Args:
        selection: which files, as they lie now.
        top: the top of the git repository.
        revision: a commit, branch or tag.
        shipped: the folder of the shipped catalogue.
        before: see `read_state`.

    Raises:
        InputError: the revision is unknown, or a file of it does not parse.
    """
    (place,) = selection.paths
    root = place if selection.within is None else top
    with extracted(top, revision, lambda _: True) as folder:

        def then(path: Path) -> Path:
            path = path.resolve()
            old = folder / path.relative_to(top) if path.is_relative_to(top) else path
            return old if old.exists() else path

        name = place.resolve().relative_to(top)
        there = folder / name
        shown = f"{name}/" if place.is_dir() else f"{name}"
        shown = "The repository" if name == Path() else shown
        if not there.exists():
            yield FileState(reason=_ABSENT.format(shown, revision))
            return
        whole = selection.within is not None or catalogue_root(there) == there
        earlier = FileSelection(
            (there,),
            tuple(map(then, selection.ontology)),
            tuple(map(then, selection.shapes)),
            within=folder if selection.within else None if whole else there,
        )
        try:
            state = read_state(earlier, then(root), shipped, f"at {revision}", before)
        except NothingToRead:
            yield FileState(reason=_EMPTY.format(shown, revision))
            return
        yield state if whole else replace(state, reason=_NO_CATALOGUE.format(shown, revision))


def _stable(quads: Iterable[Quad]) -> frozenset[Quad]:
    """Name blank nodes by what they say; those that say the same become one."""
    quads = list(quads)
    return _renamed(quads, _names(quads))


def _renamed(quads: Iterable[Quad], names: dict[BlankNode, BlankNode]) -> frozenset[Quad]:
    if not names:
        return frozenset(quads)

    def named(term: Term) -> Term:
        return names.get(term, term) if isinstance(term, BlankNode) else term

    return frozenset(
        Quad(
            names.get(q.subject, q.subject) if isinstance(q.subject, BlankNode) else q.subject,
            q.predicate,
            named(q.object),
            q.graph_name,
        )
        for q in quads
    )


def _names(quads: Iterable[Quad]) -> dict[BlankNode, BlankNode]:
    said: dict[BlankNode, list[tuple[str, Term]]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.subject, BlankNode):
            said[quad.subject].append((str(quad.predicate), quad.object))
        if isinstance(quad.object, BlankNode):
            said.setdefault(quad.object, [])
    names: dict[BlankNode, BlankNode] = {}
    for first in said:
        stack, entered = [first], set[BlankNode]()
        while stack:
            node = stack[-1]
            inner = [o for _, o in said[node] if isinstance(o, BlankNode)]
            # What leads back to a node that is being named, stands there without a name.
            waiting = [o for o in inner if o not in names and o not in entered and o != node]
            entered.add(node)
            if waiting and node not in names:
                stack += waiting
                continue
            stack.pop()
            if node not in names:
                lines = sorted(
                    f"{predicate} {names.get(o, '_') if isinstance(o, BlankNode) else o}"
                    for predicate, o in said[node]
                )
                names[node] = BlankNode("b" + hashlib.sha256("\n".join(lines).encode()).hexdigest())
    return names
