"""Says what a rule or a check asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.selecting import folder_of, read_sources
from rolegraph.checking.files.sources import FileSelection
from rolegraph.checking.options import CHECKS
from rolegraph.checking.rules.registry import CHECKS as CHECKS_IRI
from rolegraph.checking.rules.registry import RULES
from rolegraph.errors import NotFound
from rolegraph.rdf.namespaces import RDFS, SH
from rolegraph.rdf.terms import NamedNode
from rolegraph.shacl.report import shortened_path
from rolegraph.shacl.shapes import MINTED, Shapes
from rolegraph.shacl.wording import expectation, shown


@dataclass(frozen=True)
class ExplainedRule:
    """What a rule asks for.

    Attributes:
        name: by which findings name it.
        severity: Violation, Warning or Info.
        text: what it asks for, for people.
        iri: what names it on the web.
        check: the check that it belongs to.
    """

    name: str
    severity: str
    text: str
    iri: str
    check: str = "shacl"


def explain(selection: FileSelection, shipped: Path, name: str) -> str:
    """Return in a few lines what a check, a rule or a shape asks for.

    Raises:
        NotFound: there is none of that name.
        InputError: a path of the selection does not exist.
    """
    if name in CHECKS and name not in RULES:
        rules = [
            f"  {rule}: {RULES[rule].description}" for rule in RULES if RULES[rule].check == name
        ]
        return "\n".join([f"{name}: {CHECKS[name][0]}.", *rules])
    if name in RULES:
        return _shown(_own_rule(name))
    corpus = Corpus(read_sources(selection, shipped), folder=folder_of(selection))
    called = shapes_called(corpus.shapes, name) or shapes_called(corpus.shapes, corpus.full(name))
    if not called:
        raise _unknown(corpus.shapes, name, given=bool(selection.shapes))
    return "\n\n".join(_shape_shown(corpus, iri) for iri in called)


def _shown(rule: ExplainedRule) -> str:
    text = f": {rule.text}" if rule.text else ""
    return f"{rule.name} ({rule.severity}){text}\n{rule.iri}"


def _shape_shown(corpus: Corpus, iri: str) -> str:
    """Return what a shape asks for, of which nodes, and where it stands."""
    shapes = corpus.shapes
    rule = _of_shape(shapes, shapes.rule(iri), iri)
    place = corpus.shape_place(shapes.written(iri))
    path = shapes.path(iri)
    facts = [
        ("target", _targets(corpus, iri)),
        ("property", path and shortened_path(path, corpus.prefixes)),
        *(("asks for", corpus.readable(text)) for text in _asked(shapes, iri)),
        ("with", ", ".join(_inner(shapes, iri))),
        ("at", place and f"{place.file}:{place.line}:{place.column}"),
        ("shape", corpus.short(shapes.named(iri)) if rule.iri.startswith(MINTED) else iri),
    ]
    text = f": {rule.text}" if rule.text else ""
    lines = [f"  {word}: {said}" for word, said in facts if said]
    return "\n".join([f"{rule.name} ({corpus.short(rule.severity)}){text}", *lines])


def _inner(shapes: Shapes, iri: str) -> list[str]:
    """Return the names of the shapes that a shape has for its nodes and for their values."""
    values = [v for name in ("property", "node") for v in shapes.values(iri, SH + name)]
    return sorted({shapes.rule(v.value) for v in values if isinstance(v, NamedNode)})


def _asked(shapes: Shapes, iri: str) -> Iterator[str]:
    """Yield what the constraints of a shape expect, as far as there are words for it."""
    for predicate in sorted(shapes.predicates_of(iri)):
        if predicate.startswith(SH):
            local = predicate.removeprefix(SH)
            component = f"{local[:1].upper()}{local[1:]}"
            expected = expectation(shapes, component, shapes.values(iri, predicate))
            if expected:
                yield expected


_AIMS = {
    "targetClass": "instances of {}",
    "targetNode": "{}",
    "targetSubjectsOf": "subjects of {}",
    "targetObjectsOf": "objects of {}",
    "target": "what a query finds",
}


def _targets(corpus: Corpus, iri: str) -> str:
    """Return which nodes are judged by a shape: its own targets, and those of shapes around it."""
    shapes = corpus.shapes
    found: list[str] = []
    for node in shapes.around(iri):
        for name, form in _AIMS.items():
            values = shapes.values(node, SH + name)
            found += [form.format(corpus.readable(shown(value))) for value in values]
        if node in shapes.implicit_targets:
            found.append(f"instances of {corpus.short(node)}")
    return ", ".join(dict.fromkeys(found)) or "none, so nothing is judged by it"


def explained_rule(shapes: Shapes, name: str) -> ExplainedRule:
    """Return what a rule of `check`, or a shape, asks for.

    Args:
        shapes: those that apply.
        name: as findings have it, or an IRI.

    Raises:
        NotFound: there is none of that name; names the nearest.
    """
    if name in RULES:
        return _own_rule(name)
    called = shapes_called(shapes, name)
    if not called:
        raise _unknown(shapes, name, given=True)
    return _of_shape(shapes, shapes.rule(called[0]), called[0])


def shapes_called(shapes: Shapes, name: str) -> list[str]:
    """Return the shapes that go by the name of a rule, or by an IRI; several may share a name."""
    nodes = sorted({s.value for s, _, _ in shapes.triples if isinstance(s, NamedNode)})
    named = [iri for iri in nodes if iri == name or shapes.rule(iri) == name]
    return [iri for iri in named if shapes.is_shape(iri)] or named


def _unknown(shapes: Shapes, name: str, *, given: bool) -> NotFound:
    names = {shapes.rule(s.value) for s, _, _ in shapes.triples if isinstance(s, NamedNode)}
    close = get_close_matches(name, [*CHECKS, *RULES, *sorted(names)], n=1)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    ours = "" if given else " Shapes of your own are named with --shapes PATH."
    return NotFound(f"There is no check or rule {name!r}.{hint}{ours}")


def explained_rules(shapes: Shapes) -> list[ExplainedRule]:
    """Return what every rule asks for: those of `check`, then the shapes that say something."""
    found = [_of_shape(shapes, name, iri) for name, iri in sorted(rule_names(shapes).items())]
    return [*map(_own_rule, RULES), *(rule for rule in found if rule.text)]


def rule_names(shapes: Shapes) -> Mapping[str, str]:
    """Return the names of the rules that are shapes with an IRI of their own, and these IRIs."""
    subjects = {s.value for s, _, _ in shapes.triples if isinstance(s, NamedNode)}
    return {shapes.rule(iri): iri for iri in sorted(subjects) if not iri.startswith(MINTED)}


def _own_rule(name: str) -> ExplainedRule:
    rule = RULES[name]
    return ExplainedRule(name, rule.severity, rule.description, CHECKS_IRI + name, rule.check)


def _of_shape(shapes: Shapes, name: str, iri: str) -> ExplainedRule:
    severity = shapes.values(iri, SH + "severity")
    kind = (
        severity[0].value.removeprefix(SH)
        if severity and isinstance(severity[0], NamedNode)
        else "Violation"
    )
    texts = (
        shapes.text(iri, SH + "description") or shapes.text(iri, RDFS + "comment"),
        shapes.text(iri, SH + "message"),
    )
    return ExplainedRule(name, kind, " ".join(text for text in texts if text), iri)
