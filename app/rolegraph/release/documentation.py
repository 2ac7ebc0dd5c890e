"""Ontology and shapes as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rolegraph.rdf.namespaces import SHAPES, compact
from rolegraph.web.reference.vocabulary import Module, RuleText, ShapePage, TermPage


def ontology_text(modules: Sequence[Module]) -> str:
    """Return the terms of the ontology, module by module."""
    parts = ["# Ontology"]
    for module in modules:
        parts += [f"## {module.title} {module.version}".rstrip(), module.description]
        for term in module.terms:
            parts += [f"### {term.label}", f"`{term.iri}`, {term.kind}. {term.definition}"]
            parts.append(_facts(term))
    return _joined(parts)


def shapes_text(shapes: Sequence[ShapePage]) -> str:
    """Return the rules, class by class."""
    parts = ["# Shapes"]
    for shape in shapes:
        parts += [f"## {shape.label}", f"`{SHAPES}{shape.local}`", shape.description]
        parts.append("\n".join(map(_rule, shape.rules)))
    return _joined(parts)


def _facts(term: TermPage) -> str:
    return "\n".join(
        f"* {caption}: {', '.join(f'`{compact(iri)}`' for iri in iris)}"
        for caption, iris in term.facts
    )


def _rule(rule: RuleText) -> str:
    asks = f" ({', '.join(rule.asks)})" if rule.asks else ""
    path = f", `{rule.path}`" if rule.path else ""
    text = f"* **{rule.name}**{path}{asks}, {rule.severity}: {rule.message or rule.description}"
    return " ".join(text.split())


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(filter(None, parts)) + "\n"
