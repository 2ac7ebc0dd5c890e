"""Shapes that are for no node of the data: the sign of a misspelt class or property."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.sources import SHAPES
from rolegraph.checking.rules.targets import Targets
from rolegraph.rdf.terms import NamedNode, Term
from rolegraph.shacl.report import ShapeWithoutFocus
from rolegraph.shacl.wording import counted, shown

_NAMED = 5
_WORDS = {
    "targetClass": "instances of {}",
    "targetSubjectsOf": "subjects of {}",
    "targetObjectsOf": "objects of {}",
}


def idle_shapes(corpus: Corpus, targets: Targets) -> tuple[ShapeWithoutFocus, ...]:
    """Return the shapes that are for no node, those with a near miss in the data first.

    Shapes of a catalogue that come with the package are for much that a catalogue need not have.
    """
    missing = list(targets.missing)
    if not missing or corpus.folder is not None or any(s.lent for s in corpus.part(SHAPES)):
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
    file, line = (place.file, place.line) if place else (None, None)
    return ShapeWithoutFocus(name, target, near, file, line)


def _near(corpus: Corpus, kind: str, value: Term) -> str | None:
    """Return the class or property of the data that was meant, as the files would write it."""
    if not isinstance(value, NamedNode) or kind != "targetClass":
        return None
    iri = value.value
    classes = [name[1:-1] for name in corpus.triples.instances if name.startswith("<")]
    local = {name: name.replace("#", "/").rpartition("/")[2] for name in classes}
    wanted = iri.replace("#", "/").rpartition("/")[2]
    same = [name for name, last in local.items() if last.lower() == wanted.lower()]
    near = same or get_close_matches(iri, classes, n=1, cutoff=0.9)
    if not near:
        close = get_close_matches(wanted, local.values(), n=1, cutoff=0.8)
        near = [name for name, last in local.items() if close and last == close[0]]
    return corpus.short(near[0]) if near else None
