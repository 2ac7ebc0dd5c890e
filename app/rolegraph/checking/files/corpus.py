"""Everything the checks look at: the files, their triples by part, labels and places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, reduce
from operator import add
from typing import TYPE_CHECKING
from typing import Literal as OneOf

from rolegraph.checking.files.endings import UnreadFile
from rolegraph.checking.files.locate import Locator
from rolegraph.checking.files.sources import (
    DATA,
    DOCUMENTS,
    ONTOLOGY,
    QUERIES,
    SHAPES,
    NothingToRead,
    Source,
    by_part,
)
from rolegraph.rdf.namespaces import PREFIXES, RDF, ROLES, SH
from rolegraph.rdf.namespaces import SHAPES as SHAPE_TERMS
from rolegraph.rdf.terms import BlankNode, NamedNode, Quad, RdfFormat, Term
from rolegraph.rdf.triple_text import TripleText
from rolegraph.resources import MANIFEST
from rolegraph.shacl.engines.validator import EngineName, Validator
from rolegraph.shacl.findings import Finding, Place
from rolegraph.shacl.known_terms import BUILT_IN
from rolegraph.shacl.lint.lint import Linted, lint
from rolegraph.shacl.report import RuleHelp, shortened
from rolegraph.shacl.shapes import Shapes
from rolegraph.shacl.writing import NodeLabels
from rolegraph.store.files.fidelity import in_stored_form

if TYPE_CHECKING:
    from rolegraph.folder.catalogue_folder import CatalogueFolder
    from rolegraph.folder.manifest import RuleSeverity

TYPE = NamedNode(RDF + "type")
_QUOTED_OR_IRI = re.compile(r"\"[^\"]*\"|https?://[^\s<>\"{}|^`\\;,)]*[^\s<>\"{}|^`\\;,).]")
READS = SHAPE_TERMS + "reads"
Part = OneOf["subject", "predicate", "object"]


class Corpus:
    """The files of a check, read, with what several checks need of them.

    Args:
        sources: the files.
        engine: the SHACL engine.
        validator: the compiled shapes of these files, if they are known already.
        folder: the catalogue whose `rolegraph.toml` speaks for them, if there is one.
        notes: remarks on how the files were found.
        passed: files in the given folders that were not read.
        unserved: names of files of RDF in the catalogue that no service has.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        engine: EngineName = "auto",
        validator: Validator | None = None,
        folder: CatalogueFolder | None = None,
        notes: Sequence[str] = (),
        passed: Sequence[UnreadFile] = (),
        unserved: Sequence[str] = (),
    ) -> None:
        self.folder = folder
        self.unserved = tuple(unserved)
        self.passed = tuple(passed)
        self.notes = tuple(notes)
        self.as_stored = False
        """Whether triples are judged as the store will keep them; set before they are."""
        self._validator = validator
        self.sources = tuple(sources)
        self.engine: EngineName = engine
        self.locator = Locator(sources, self.reads)
        self._things: dict[str, list[str]] = {}
        self.helps: dict[str, RuleHelp] = {}
        """What rules ask for that are neither shapes nor among `rules.RULES`."""

    @cached_property
    def is_ours(self) -> bool:
        """Whether the rules are those of a catalogue of roles: shipped ones, or others like them.

        Then links, terms and documents are checked as well.
        """
        shapes = self.part(SHAPES)
        return any(source.lent or ROLES in source.text for source in shapes or self.sources)

    @property
    def judged(self) -> Iterable[Quad]:
        """The triples of ontology and data as they are judged; see `as_judged`."""
        return self.as_judged(self.quads) if self.as_stored else self.triples

    def as_judged(self, quads: Iterable[Quad]) -> list[Quad]:
        """Return triples as they are judged: as they stand, or as the store will keep them."""
        return in_stored_form(list(quads)) if self.as_stored else list(quads)

    def reads(self, shape: str) -> list[str]:
        """Return the predicates that the query of a shape reads, as far as the shape says."""
        return [str(term)[1:-1] for term in self.shapes.values(shape, READS)]

    def part(self, *parts: str) -> list[Source]:
        """Return the files that play one of some parts."""
        return by_part(self.sources, *parts)

    @cached_property
    def triples(self) -> TripleText:
        """The triples of ontology and data."""
        return reduce(add, (source.triples for source in self.part(ONTOLOGY, DATA)), TripleText())

    @cached_property
    def quads(self) -> list[Quad]:
        """The same as objects, for checks that look at every one of them, several times."""
        return [quad for source in self.part(ONTOLOGY, DATA) for quad in source.quads]

    @cached_property
    def linted(self) -> Linted:
        """The shapes graph, looked through: what is wrong in it, and what can be judged by."""
        quads = (
            Quad(quad.subject, quad.predicate, quad.object, NamedNode(source.base))
            for source in self.part(SHAPES)
            for quad in source.quads
        )
        return lint(quads, BUILT_IN[SH])

    @cached_property
    def shapes(self) -> Shapes:
        """The shapes graph, so far as it can be judged by, as the catalogue wants it.

        Its literals are as they are judged; see `as_judged`.

        Raises:
            ConfigurationError: the `rolegraph.toml` names a rule that there is not.
        """
        if self._validator:
            return self._validator.shapes
        quads = self.as_judged(self.linted.sound)
        if self.folder is None:
            return Shapes(quads)
        from rolegraph.folder.rules import effective_shapes

        name = str(self.folder.root / MANIFEST)
        return Shapes(effective_shapes(quads, self.folder.manifest, name))

    @cached_property
    def severities(self) -> dict[str, RuleSeverity]:
        """The severities that the catalogue gives to rules that are no shapes."""
        if self.folder is None:
            return {}
        from rolegraph.folder.rules import file_severities

        return file_severities(self.folder.manifest)

    @cached_property
    def shape_parents(self) -> dict[Term, list[Term]]:
        """Node of the shapes graph → the nodes that point to it."""
        found: dict[Term, list[Term]] = defaultdict(list)
        for source in self.part(SHAPES):
            for quad in source.quads:
                if isinstance(quad.object, BlankNode):
                    found[quad.object].append(quad.subject)
        return found

    @cached_property
    def validator(self) -> Validator:
        """The shapes, compiled."""
        if self._validator is None:
            self._validator = Validator(self.shapes, self.engine)
            self._validator.writer.as_stored = self.as_stored
        return self._validator

    @cached_property
    def labels(self) -> NodeLabels:
        """The labels of all things and terms."""
        return NodeLabels(self.quads)

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Namespace → prefix, as the data files declare them, the package's own first."""
        found = {namespace: prefix for prefix, namespace in PREFIXES.items()}
        for source in self.part(DATA, ONTOLOGY, SHAPES):
            for prefix, namespace in source.prefixes.items():
                if source.report.rdf_format != RdfFormat.JSON_LD or namespace.endswith(("#", "/")):
                    found.setdefault(namespace, prefix)
        return found

    def short(self, iri: str) -> str:
        """Return an IRI as the files would write it, with one of their prefixes."""
        return shortened(iri, self.prefixes)

    def readable(self, text: str) -> str:
        """Abbreviate the IRIs in a text, but for those in quotes, which are values."""
        return _QUOTED_OR_IRI.sub(
            lambda match: match[0] if match[0].startswith('"') else self.short(match[0]), text
        )

    def full(self, name: str) -> str:
        """Return the IRI that a name with a prefix of the files stands for, else the name."""
        prefix, _, local = name.partition(":")
        spaces = {prefix: namespace for namespace, prefix in self.prefixes.items()}
        return spaces[prefix] + local if prefix in spaces else name

    def shape_place(self, node: str) -> Place | None:
        """Return where the shapes name a shape first; `node` is its IRI or label."""
        for source in self.part(SHAPES):
            span = self.locator.open(source).subject(node) if source.triples else None
            if span:
                return self.locator.place(source, span)
        return None

    @cached_property
    def types(self) -> dict[str, frozenset[str]]:
        """IRI of a thing → IRIs of its asserted classes."""
        found: dict[str, set[str]] = defaultdict(set)
        for kind, things in self.triples.instances.items():
            for thing in things if kind.startswith("<") else ():
                found[thing.strip("<>")].add(kind[1:-1])
        return {thing: frozenset(classes) for thing, classes in found.items()}

    def things_of(self, kind: str) -> list[str]:
        """Return the IRIs of the things of a class, in order."""
        if kind not in self._things:
            found = set(self.triples.instances.get(f"<{kind}>", ()))
            self._things[kind] = sorted(thing.strip("<>") for thing in found)
        return self._things[kind]

    def placed(self, finding: Finding, source: Source, quad: Quad, part: Part) -> Finding:
        """Return a finding at the place where a file writes a part of a triple."""
        return finding.at(self.triple_place(source, quad, part))

    def triple_place(
        self, source: Source, quad: Quad, part: Part = "object", note: str = ""
    ) -> Place | None:
        """Return the place where a file writes a part of a triple, or None."""
        return next(self.triple_places(source, quad, part, note), None)

    def triple_places(
        self, source: Source, quad: Quad, part: Part = "object", note: str = ""
    ) -> Iterator[Place]:
        """Yield every place where a file writes a triple."""
        places = self.locator.open(source)
        node = str(quad.subject).strip("<>")
        for triple in places.triples(node):
            if triple.predicate == quad.predicate and triple.object == quad.object:
                span = {
                    "subject": triple.at_subject,
                    "predicate": triple.at_predicate,
                    "object": triple.at_object,
                }[part]
                yield self.locator.place(source, span, note)

    def named(self, finding: Finding) -> Finding:
        """Return a finding with the label of its thing."""
        return replace(finding, focus_label=self.labels.label(finding.focus))


def require_content(corpus: Corpus) -> None:
    """Make sure that the files say something, or cannot be read, which is reported.

    A catalogue with a `rolegraph.toml` may begin with nothing.

    Raises:
        NothingToRead: none of the files that were asked for says anything.
    """
    shown = [source for source in corpus.sources if source.shown and source.parts != {SHAPES}]
    said = any(s.triples or s.report.faults or s.parts & {QUERIES, DOCUMENTS} for s in shown)
    if shown and not said and corpus.folder is None:
        names = ", ".join(source.name for source in shown[:3])
        raise NothingToRead(f"{names}: nothing to check, there is no triple in it.")
