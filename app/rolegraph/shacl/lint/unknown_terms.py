"""Terms of SHACL that do not exist, and parts of it that nothing here judges."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches

from rolegraph.rdf.namespaces import RDF, SH
from rolegraph.rdf.terms import BlankNode, NamedNode, Quad
from rolegraph.shacl.lint import terms
from rolegraph.shacl.lint.graph import ShapeFault, ShapesGraph

_NAMED_BY_OBJECT = frozenset({RDF + "type", SH + "nodeKind", SH + "severity"})
_NEARLY = re.compile(
    r"https?://(?:www\.)?w3\.org/(?:ns/)?(?:shacl|SHACL)(?:[#/]|$)|.*/ns/shacl[#/]"
)
_SHORT = 3
"""Letters that begin too many terms to tell which was meant."""
_SCRIPTED = frozenset({"JSTarget", "JSConstraint", "JSRule", "JSFunction", "JSTargetType"})


def vocabulary_faults(graph: ShapesGraph, known: Collection[str]) -> Iterator[ShapeFault]:
    """Yield misspelt and unsupported terms.

    Args:
        graph: the shapes.
        known: the local names of SHACL's terms.
    """
    names = frozenset(known) | terms.NEWER | terms.NEWER_TERMS
    kinds = {
        "predicate": {name.lower(): name for name in sorted(names) if name[0].islower()},
        "object": {name.lower(): name for name in sorted(names) if name[0].isupper()},
    }
    namespaces: set[str] = set()
    yield from _entailments(graph)
    for quad in graph.quads:
        for part, term in (("predicate", quad.predicate), ("object", quad.object)):
            if not isinstance(term, NamedNode):
                continue
            if part == "object" and quad.predicate.value not in _NAMED_BY_OBJECT:
                continue
            if term.value.startswith(SH):
                yield from _of_term(quad, part, term.value[len(SH) :], names, kinds[part])
            elif (near := _NEARLY.match(term.value)) and near[0] not in namespaces:
                namespaces.add(near[0])
                message = f"<{near[0]}> is not the namespace of SHACL, so nothing was read there."
                hint = f"Did you mean <{SH}>?"
                yield ShapeFault("ill-formed-shape", message, quad, part, quad.subject, hint, SH)


def _entailments(graph: ShapesGraph) -> Iterator[ShapeFault]:
    """Yield the entailment regimes that shapes ask for and nothing here does.

    A validator must not go on without one (https://www.w3.org/TR/shacl/#entailment).
    """
    for quad in graph.quads:
        if quad.predicate.value == SH + "entailment" and quad.object != NamedNode(SH + "Rules"):
            message = (
                f"The shapes ask for triples by {quad.object} (sh:entailment), and nothing here "
                "makes them. Make them before the check, and leave out sh:entailment."
            )
            yield ShapeFault("unsupported-shape", message, quad)


def _of_term(
    quad: Quad,
    part: str,
    name: str,
    names: frozenset[str],
    alike: dict[str, str],
) -> Iterator[ShapeFault]:
    if name in terms.SCRIPTS or name in _SCRIPTED:
        message = f"sh:{name} asks for JavaScript, which is not run here; write it as SPARQL."
        yield ShapeFault("unsupported-shape", message, quad, part, quad.subject)
    elif name in terms.NEWER:
        message = f"sh:{name} is of SHACL 1.2, which is not judged here; write it as SHACL 1.0."
        yield ShapeFault("unsupported-shape", message, quad, part, quad.subject)
    elif name not in names:
        near = _nearest(name, alike)
        rule = "misspelt-shacl-term" if near else "unknown-shacl-term"
        message = f"sh:{name} is no SHACL term, so nothing is judged by it."
        if quad.predicate.value == SH + "severity":
            message = (
                f"sh:{name} is no severity of SHACL. It is one of its own, and as grave as any."
            )
        hint = f"Did you mean sh:{near}?" if near else None
        shape = None if isinstance(quad.subject, BlankNode) else quad.subject
        yield ShapeFault(rule, message, quad, part, shape, hint, near and SH + near)


def _nearest(name: str, alike: dict[str, str]) -> str | None:
    """Return the term that was meant, among those that may stand at the same place."""
    if name.lower() in alike:
        return alike[name.lower()]
    if close := get_close_matches(name.lower(), alike, n=1, cutoff=0.75):
        return alike[close[0]]
    longer = [term for term in alike if len(name) > _SHORT and term.startswith(name.lower())]
    return alike[min(longer, key=len)] if longer else None
