"""Says what a rule or a check asks for."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.selecting import folder_of, read_sources
from rolegraph.checking.files.sources import SHAPES, FileSelection
from rolegraph.checking.rules.registry import CHECKS as CHECKS_IRI
from rolegraph.checking.rules.registry import RULES
from rolegraph.checking.run import CHECKS
from rolegraph.errors import NotFound
from rolegraph.rdf.namespaces import RDFS, SH
from rolegraph.rdf.terms import NamedNode


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
        rule = RULES[name]
        return f"{name} ({rule.severity}): {rule.description}\n{CHECKS_IRI}{name}"
    corpus = Corpus(read_sources(selection, shipped), folder=folder_of(selection))
    shapes = corpus.shapes
    names = {}
    for source in corpus.part(SHAPES):
        for quad in source.quads:
            if isinstance(quad.subject, NamedNode):
                names[shapes.rule(quad.subject.value)] = quad.subject.value
    if name not in names:
        close = get_close_matches(name, [*CHECKS, *RULES, *names], n=1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        raise NotFound(f"There is no check or rule {name!r}.{hint}")
    iri = names[name]
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
    return "\n".join([f"{name} ({kind}): {' '.join(t for t in texts if t)}", iri])
