"""Shapes that are for no node of the data: the sign of a misspelt class or property."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.sources import SHAPES
from rolegraph.checking.rules import registry as rules
from rolegraph.checking.rules.targets import TargetsInData
from rolegraph.rdf.namespaces import OWL, RDF, RDFS, SH
from rolegraph.rdf.terms import NamedNode, Term
from rolegraph.shacl.findings import Finding
from rolegraph.shacl.report import ShapeWithoutFocus
from rolegraph.shacl.results import term_text
from rolegraph.shacl.vocabulary import namespace_of
from rolegraph.shacl.wording import counted, shown

_NAMED = 5
_CLASS = "targetClass"
_PROPERTIES = (
    *(OWL + name for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")),
    RDF + "Property",
)
_CLASSES = (OWL + "Class", RDFS + "Class")
_WORDS = {
    "targetClass": "instances of {}",
    "targetSubjectsOf": "subjects of {}",
    "targetObjectsOf": "objects of {}",
    "targetNode": "{}",
    "target": "what a query finds",
}


def idle_shapes(corpus: Corpus, targets: TargetsInData) -> tuple[ShapeWithoutFocus, ...]:
    """Return the shapes that are for no node, those with a near miss in the data first.

    Shapes of a catalogue that come with the package are for much that a catalogue need not have.
    """
    missing = list(targets.missing)
    if not missing or not _are_own(corpus):
        return ()
    found = [_idle(corpus, shape, targets.aims[shape]) for shape in missing]
    return tuple(sorted(found, key=lambda one: (one.near is None, one.shape)))


def told_idle(idle: Sequence[ShapeWithoutFocus]) -> str:
    """Return a remark that names the first of them."""
    named = []
    for one in idle[:_NAMED]:
        near = f"; did you mean {one.near}?" if one.near else ""
        named.append(f"{one.shape} ({one.target}{near})")
    more = f" and {len(idle) - _NAMED} more" if len(idle) > _NAMED else ""
    number = f"{counted(len(idle), 'shape')} {'has' if len(idle) == 1 else 'have'}"
    return f"{number} no focus node in the data: {', '.join(named)}{more}."


def _idle(corpus: Corpus, shape: Term, aims: Sequence[tuple[str, Term]]) -> ShapeWithoutFocus:
    written = str(shape).strip("<>")
    place = corpus.shape_place(written)
    name = corpus.short(written) if isinstance(shape, NamedNode) else None
    if name is None:
        name = f"the shape at {place.file}:{place.line}" if place else "a shape without a name"
    target = ", ".join(_WORDS[kind].format(corpus.readable(shown(v))) for kind, v in aims)
    near = next(filter(None, (_near(corpus, kind, value) for kind, value in aims)), None)
    if near and near.startswith("<"):  # the short forms are the same
        target = ", ".join(_WORDS[kind].format(str(value)) for kind, value in aims)
    file, line = (place.file, place.line) if place else (None, None)
    return ShapeWithoutFocus(name, target, near, file, line)


def misspelt_targets(corpus: Corpus, targets: TargetsInData) -> Iterator[Finding]:
    """Yield target classes that neither data nor ontology has, where these have a near one."""
    if not _are_own(corpus):
        return
    declared = _classes(corpus)
    for source in corpus.part(SHAPES):
        for quad in source.triples.of_predicates([SH + "targetClass"]):
            kind = quad.object
            active = (_CLASS, kind) in targets.aims.get(quad.subject, ())
            if not active or not isinstance(kind, NamedNode) or kind.value in declared:
                continue
            near = _near(corpus, _CLASS, kind)
            if near and not targets.is_there(_CLASS, kind):
                found = rules.finding(
                    "misspelt-target",
                    f"Neither data nor ontology has the class {corpus.short(kind.value)}, so the "
                    "shape judges nothing by it.",
                    focus=term_text(quad.subject),
                    path=quad.predicate.value,
                    value=kind.value,
                    hint=f"Did you mean {near}?",
                )
                yield corpus.placed(found, source, quad, "object")


def unused_paths(corpus: Corpus) -> list[str]:
    """Return a remark on the properties of shapes that nothing has, where a near one is there."""
    if not _are_own(corpus):
        return []
    paths = {
        quad.object.value
        for quad in corpus.linted.sound
        if quad.predicate.value == SH + "path" and isinstance(quad.object, NamedNode)
    }
    instances = corpus.triples.instances
    declared = {thing[1:-1] for kind in _PROPERTIES for thing in instances.get(f"<{kind}>", ())}
    lost = sorted(paths - corpus.triples.predicates - declared)
    if not lost:
        return []
    known = declared | corpus.triples.predicates
    named = []
    for path in lost:
        here = {_local(p): p for p in known if namespace_of(p) == namespace_of(path)}
        close = get_close_matches(_local(path), here, n=1, cutoff=0.8)
        if close and here[close[0]] not in paths:
            named.append(f"{corpus.short(path)} (did you mean {corpus.short(here[close[0]])}?)")
    if not named:
        return []
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    return [f"No thing has these properties of shapes: {', '.join(named[:_NAMED])}{more}."]


def _are_own(corpus: Corpus) -> bool:
    """Tell whether the shapes are somebody's own: a catalogue need not have all that ours judge."""
    return corpus.folder is None and not any(source.lent for source in corpus.part(SHAPES))


def _classes(corpus: Corpus) -> set[str]:
    """Return the classes of ontology and data: declared ones, and those that things are of."""
    instances = corpus.triples.instances
    declared = {thing for kind in _CLASSES for thing in instances.get(f"<{kind}>", ())}
    return {name[1:-1] for name in (*instances, *declared) if name.startswith("<")}


def _near(corpus: Corpus, kind: str, value: Term) -> str | None:
    """Return the class that was meant, as the files would write it; in full if that is no help."""
    if not isinstance(value, NamedNode) or kind != _CLASS:
        return None
    iri, wanted = value.value, _local(value.value)
    classes = sorted(_classes(corpus) - {iri})
    same = [name for name in classes if _local(name).lower() == wanted.lower()]
    here = {_local(name): name for name in classes if namespace_of(name) == namespace_of(iri)}
    close = get_close_matches(wanted, here, n=1, cutoff=0.8)
    near = [here[close[0]]] if close else []
    if not same and not near:
        locals_ = {_local(name): name for name in classes}
        close = get_close_matches(wanted, locals_, n=1, cutoff=0.85)
        near = [locals_[close[0]]] if close else []
    meant = next(iter(same or near), None)
    if meant is None:
        return None
    return f"<{meant}>" if corpus.short(meant) == corpus.short(iri) else corpus.short(meant)


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]
