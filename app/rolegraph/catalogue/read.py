"""Reads things from a store as plain JSON, and as the quads that are about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from rolegraph.catalogue.fields import Field
from rolegraph.catalogue.index import Index, SortKey, visible
from rolegraph.catalogue.types import LABEL, ResourceTypes
from rolegraph.catalogue.values import Json, literal_json, node_id
from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, Term
from rolegraph.store.protocol import Store

Node = NamedNode | BlankNode
Properties = dict[str, list[Term]]
_TYPE = RDF + "type"


class Reader:
    """Reads from one state of a store.

    Args:
        store: where the quads are.
        types: what the shapes say.
        index: classes, labels and places of all things.
        names: JSON `type` of each class IRI that has a short one.
        address: gives the address of a thing's data from its IRI, or None where it has none.
    """

    def __init__(
        self,
        store: Store,
        types: ResourceTypes,
        index: Index,
        names: Mapping[str, str],
        address: Callable[[str], str | None],
    ) -> None:
        self._store = store
        self._types = types
        self._index = index
        self._names = names
        self._address = address

    def thing(self, iri: str) -> dict[str, Json]:
        """Return a thing: id, type, label, href, then the fields of its classes in order.

        Arrays are always there, also when empty; a single value is left out where there is none.
        A single field that has several values all the same shows all of them, as an array.
        """
        properties = self._properties(NamedNode(iri))
        fields = self._types.fields_of(self._index.classes(iri))
        answer: dict[str, Json] = {"id": iri, **self._type(properties)}
        answer |= self._fields(NamedNode(iri), [f for f in fields if f.name == LABEL], properties)
        answer["href"] = self._address(iri)
        answer |= self._fields(NamedNode(iri), fields, properties)
        return answer

    def link(self, node: Node) -> dict[str, Json]:
        """Return a link to a thing: id, label, href; null where there is no label or address."""
        label = self._index.label(node.value) if isinstance(node, NamedNode) else None
        field = self._types.fields.get(LABEL)
        return {
            "id": node_id(node),
            "label": literal_json(field, label) if label and field else None,
            "href": self._address(node.value) if isinstance(node, NamedNode) else None,
        }

    def describe(self, iri: str) -> list[Quad]:
        """Return the quads about a thing and about what is nested in it, sorted.

        Nested are blank nodes and nodes named by a fragment of the thing's IRI.
        """
        found: set[Quad] = set()
        pending: list[Node] = [NamedNode(iri)]
        visited: set[Node] = set()
        while pending:
            node = pending.pop()
            if node in visited:
                continue
            visited.add(node)
            for quad in visible(self._store.match(node)):
                found.add(quad)
                value = quad.object
                if isinstance(value, BlankNode) or (
                    isinstance(value, NamedNode) and value.value.startswith(iri + "#")
                ):
                    pending.append(value)
        return sorted(found, key=str)

    def _properties(self, node: Node) -> Properties:
        properties: dict[str, dict[Term, None]] = {}
        for quad in visible(self._store.match(node)):
            properties.setdefault(quad.predicate.value, {})[quad.object] = None
        return {predicate: list(values) for predicate, values in properties.items()}

    def _type(self, properties: Properties) -> dict[str, Json]:
        iris = sorted(v.value for v in properties.get(_TYPE, ()) if isinstance(v, NamedNode))
        names: list[Json] = [self._names.get(iri, iri) for iri in iris]
        if not names:
            return {}
        return {"type": names[0] if len(names) == 1 else names}

    def _fields(
        self, node: Node, fields: Iterable[Field], properties: Properties
    ) -> dict[str, Json]:
        answer: dict[str, Json] = {}
        for field in fields:
            terms = properties.get(field.predicate, [])
            if field.inverse:
                terms = self._subjects(node, field)
            values = [self._value(field, term) for term in sorted(terms, key=self._sort_key)]
            if not field.single or len(values) > 1:
                answer[field.name] = [value for value in values if value is not None]
            elif values:
                answer[field.name] = values[0]
        return answer

    def _subjects(self, node: Node, field: Field) -> list[Term]:
        quads = visible(self._store.match(None, NamedNode(field.predicate), node))
        return list(dict.fromkeys(quad.subject for quad in quads))

    def _value(self, field: Field, term: Term) -> Json:
        if isinstance(term, Literal):
            return literal_json(field, term)
        if not isinstance(term, NamedNode | BlankNode):
            return None  # a quoted triple, which JSON-LD cannot say
        if field.nested:
            return self._nested(field, term)
        if field.kind == "link":
            return self.link(term)
        if field.kind == "iri" and isinstance(term, NamedNode):
            return term.value
        return {"id": node_id(term)}

    def _nested(self, field: Field, node: Node) -> dict[str, Json]:
        properties = self._properties(node)
        answer: dict[str, Json] = {"id": node_id(node)}
        answer |= self._type(properties)
        if field.nested:
            answer |= self._fields(node, field.nested.fields, properties)
        return answer

    def _sort_key(self, term: Term) -> SortKey:
        if isinstance(term, NamedNode):
            return self._index.link_key(term.value)
        text = str(term)
        return (2, 0.0, "", text.casefold(), text)
