"""Says what a rule or a check asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.selecting import folder_of, read_sources
from rolegraph.checking.files.sources import FileSelection
from rolegraph.checking.rules.registry import CHECKS as CHECKS_IRI
from rolegraph.checking.rules.registry import RULES
from rolegraph.checking.run import CHECKS
from rolegraph.errors import NotFound
from rolegraph.rdf.namespaces import RDFS, SH
from rolegraph.rdf.terms import NamedNode
from rolegraph.shacl.shapes import MINTED, Shapes


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
    found = None
    if name not in RULES:
        corpus = Corpus(read_sources(selection, shipped), folder=folder_of(selection))
        found = explained_rule(corpus.shapes, name)
    else:
        found = _own_rule(name)
    return f"{found.name} ({found.severity}): {found.text}\n{found.iri}"


def explained_rule(shapes: Shapes, name: str) -> ExplainedRule:
    """Return what a rule of `check`, or a shape, asks for.

    Args:
        shapes: those that apply.
        name: as findings have it.

    Raises:
        NotFound: there is none of that name; names the nearest.
    """
    if name in RULES:
        return _own_rule(name)
    names = rule_names(shapes)
    if name not in names:
        close = get_close_matches(name, [*CHECKS, *RULES, *names], n=1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        raise NotFound(f"There is no check or rule {name!r}.{hint}")
    return _of_shape(shapes, name, names[name])


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
