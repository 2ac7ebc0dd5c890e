"""Reads things from a store as plain JSON, whole or a selection of their fields, and as quads."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rolegraph.catalogue.index.facts import (
    Facts,
    Nodes,
    Properties,
    SortKey,
    fits,
    node_id,
)
from rolegraph.catalogue.index.incoming import nested_in, references_to
from rolegraph.catalogue.index.paths import field_path, fields_of
from rolegraph.catalogue.schema.fields import Field
from rolegraph.catalogue.schema.types import LABEL, ResourceType, ResourceTypes
from rolegraph.catalogue.schema.values import BOOLEAN, INTEGER, INTEGERS, STRING, Json
from rolegraph.catalogue.search.finding import Hit, Match
from rolegraph.errors import ParameterError
from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.quad_source import QuadSource, visible
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Quad, Term

NO_FIELDS = frozenset({"id", "type", "href"})
"""Members of a thing that are no fields. Its `id` is always shown."""

_Tree = dict[str, "_Tree"]  # dotted names, by their parts
_NATIVE = frozenset({STRING, INTEGER, BOOLEAN})  # what JSON-LD makes of plain JSON values
_SAFE = 2**53  # JSON readers that hold numbers as doubles are exact up to here


@dataclass(frozen=True)
class Selection:
    """What is shown of a thing.

    Attributes:
        only: names of the members shown, besides `id`; None shows all.
        inside: fields whose links are shown as whole things, and nested things that are shown
            otherwise than whole, with what is shown of those.
    """

    only: frozenset[str] | None = None
    inside: Mapping[str, Selection] = dataclasses.field(default_factory=dict)

    def shows(self, name: str) -> bool:
        """Tell whether a member is shown."""
        return self.only is None or name in self.only


EVERYTHING = Selection()


def selection_of(
    types: ResourceTypes,
    resource_type: ResourceType,
    fields: str | None = None,
    expand: str | None = None,
) -> Selection:
    """Read the parameters `fields` and `expand`.

    Both are names separated by commas, which lead into linked and nested things by dots. With
    `fields` only what it names is shown, and what `expand` names.

    Raises:
        ParameterError: there is no such field, or it does not lead to a thing.
    """
    named: _Tree = {}
    for text in _texts(fields, "fields"):
        way, _, last = text.rpartition(".")
        wanted = way if last in NO_FIELDS else text
        path = field_path(types, resource_type, wanted, "fields") if wanted else ()
        names = [step.name for step in path]
        _grow(named, [*names, last] if last in NO_FIELDS else names)
    expanded: _Tree = {}
    for text in _texts(expand, "expand"):
        path = field_path(types, resource_type, text, "expand")
        for step in path:
            if step.kind not in {"link", "nested"}:
                links = [f.name for f in fields_of(resource_type).values() if f.kind == "link"]
                raise ParameterError(
                    f"expand: {step.name!r} leads to no thing. These do: {', '.join(links)}."
                )
        _grow(expanded, [step.name for step in path])
    return _combined(named if fields is not None else None, expanded)


def _texts(parameter: str | None, name: str) -> list[str]:
    if parameter is None:
        return []
    texts = [text.strip() for text in parameter.split(",")]
    if not all(texts):
        raise ParameterError(f"{name}: give names of fields, separated by commas.")
    return texts


def _grow(tree: _Tree, names: list[str]) -> None:
    for name in names:
        tree = tree.setdefault(name, {})


def _combined(named: _Tree | None, expanded: _Tree) -> Selection:
    inside = {name: _combined(None, below) for name, below in expanded.items()}
    if named is None:
        return Selection(None, inside)
    for name, below in named.items():
        if below:
            inside[name] = _combined(below, expanded.get(name, {}))
    return Selection(frozenset({*named, *expanded}), inside)


Node = NamedNode | BlankNode
MOST_EXPANDED = 20_000
"""How many linked things the answers of one reader may show as whole things."""

_TYPE = RDF + "type"


def describe(quads: QuadSource, iri: str) -> list[Quad]:
    """Return the quads about a thing and about what is nested in it, sorted.

    Nested are blank nodes and nodes named by a fragment of the thing's IRI.
    """
    nodes = (NamedNode(iri), *nested_in(Nodes(quads), iri))
    found = {quad for node in nodes for quad in visible(quads.match(node))}
    return sorted(found, key=str)


class Reader:
    """Reads from one state of a store.

    Args:
        nodes: reads the state.
        types: what the shapes say.
        facts: classes, labels and places of all things.
        names: JSON `type` of each class IRI that has a short one.
        address: gives the address of a thing's data from its IRI, or None where it has none.
        languages: in which texts are wanted, the best first; None shows what is there.
    """

    def __init__(
        self,
        nodes: Nodes,
        types: ResourceTypes,
        facts: Facts,
        names: Mapping[str, str],
        address: Callable[[str], str | None],
        languages: Sequence[str] | None = None,
    ) -> None:
        self._nodes = nodes
        self._types = types
        self._facts = facts
        self._names = names
        self._address = address
        self._languages = languages
        self._expansions = 0

    def thing(self, iri: str, selection: Selection = EVERYTHING) -> dict[str, Json]:
        """Return a thing: id, type, label, href, then the fields of its classes in order.

        Arrays are always there, also when empty; a single value is left out where there is none.
        A single field that has several values all the same shows all of them, as an array.

        Args:
            iri: the thing.
            selection: what is shown of it.

        Raises:
            ParameterError: it would show more linked things than an answer may have.
        """
        node = NamedNode(iri)
        properties = self._nodes.about(node)
        fields = self._types.fields_of(self._facts.classes(iri))
        answer: dict[str, Json] = {"id": iri}
        if selection.shows("type"):
            answer |= self._type(properties)
        label = [field for field in fields if field.name == LABEL and selection.shows(LABEL)]
        answer |= self._fields(node, label, properties, selection)
        if selection.shows("href"):
            answer["href"] = self._address(iri)
        return answer | self._fields(node, fields, properties, selection)

    def link(self, node: Node, languages: Sequence[str] = ()) -> dict[str, Json]:
        """Return a link to a thing: id, label, href; null where there is no label or address.

        Args:
            node: the thing.
            languages: in which its label is wanted, the best first.
        """
        name = node_id(node)
        self._nodes.read.add(name)
        if not isinstance(node, NamedNode):
            return {"id": name, "label": None, "href": None}
        label = self._facts.label(name, languages or self._languages or ())
        field = self._types.fields.get(LABEL)
        return {
            "id": name,
            "label": literal_json(field, label) if label and field else None,
            "href": self._address(name),
        }

    def referenced_by(self, iri: str) -> list[dict[str, Json]]:
        """Return links to the things that refer to a thing, each with the field that does."""
        return [
            {
                **self.link(NamedNode(reference.iri)),
                **self._type(self._nodes.about(NamedNode(reference.iri))),
                "field": reference.field,
                "predicate": reference.predicate,
            }
            for reference in references_to(self._nodes, self._facts, self._types, iri)
        ]

    def hit(self, hit: Hit) -> dict[str, Json]:
        """Return a thing that a search found: a link with the reasons."""
        matches = [self._match(match) for match in hit.matches]
        return {
            **self.link(NamedNode(hit.iri)),
            **self._type(self._nodes.about(NamedNode(hit.iri))),
            "score": round(hit.score, 3),
            "reason": matches[0]["reason"] if matches else None,
            "matches": [*matches],
        }

    def _match(self, match: Match) -> dict[str, Json]:
        field, whose = self._types.fields[match.field], ""
        answer: dict[str, Json] = {
            "field": field.name,
            "label": field.label,
            "text": match.text,
            "highlighted": match.highlighted,
            "via": None,
        }
        if match.via:
            types = self._facts.types_of(match.via)
            whose = f" in a {types[0].label.lower()}" if types else " elsewhere"
            answer["via"] = self.link(NamedNode(match.via))
        answer["reason"] = f"{field.label[:1].upper()}{field.label[1:]}{whose}: {answer['text']}"
        return answer

    def _type(self, properties: Properties) -> dict[str, Json]:
        iris = sorted(v.value for v in properties.get(_TYPE, ()) if isinstance(v, NamedNode))
        names: list[Json] = [self._names.get(iri, iri) for iri in iris]
        if not names:
            return {}
        return {"type": names[0] if len(names) == 1 else names}

    def _fields(
        self, node: Node, fields: Iterable[Field], properties: Properties, selection: Selection
    ) -> dict[str, Json]:
        answer: dict[str, Json] = {}
        for field in fields:
            if not selection.shows(field.name):
                continue
            terms: Sequence[Term] = (
                self._nodes.pointing(field.predicate, node)
                if field.inverse
                else properties.get(field.predicate, ())
            )
            if not terms:  # as most fields of most things
                if not field.single:
                    answer[field.name] = []
                continue
            inside = selection.inside.get(field.name)
            ordered = sorted(terms, key=self._sort_key) if len(terms) > 1 else terms
            if self._languages is not None and len(ordered) > 1:
                ordered = self._in_languages(ordered, single=field.single)
            values = [self._value(field, term, inside) for term in ordered]
            if not field.single or len(values) > 1:
                answer[field.name] = [value for value in values if value is not None]
            else:
                answer[field.name] = values[0]
        return answer

    def _in_languages(self, terms: Sequence[Term], *, single: bool) -> Sequence[Term]:
        """Return texts with those first that are in a language that is wanted.

        Of a field with a single value, texts in several languages are one text, translated: the
        best one is left. Two texts in one language are both there, since one of them is wrong.
        """
        tags = [term.language if isinstance(term, Literal) else None for term in terms]
        if not all(tags):
            return terms
        wanted = self._languages or ()
        places = [next((n for n, w in enumerate(wanted) if fits(t, w)), len(wanted)) for t in tags]
        ordered = [terms[at] for at in sorted(range(len(terms)), key=places.__getitem__)]
        return ordered[:1] if single and len(set(tags)) == len(tags) else ordered

    def _value(self, field: Field, term: Term, inside: Selection | None) -> Json:
        if isinstance(term, Literal):
            return literal_json(field, term)
        if not isinstance(term, NamedNode | BlankNode):
            return None  # a quoted triple, which JSON-LD cannot say
        if field.nested:
            return self._nested(field, term, inside or EVERYTHING)
        if field.kind == "link":
            return self.link(term) if inside is None else self._expanded(term, inside)
        if field.kind == "iri" and isinstance(term, NamedNode):
            return term.value
        return {"id": node_id(term)}

    def _expanded(self, node: Node, selection: Selection) -> dict[str, Json]:
        """Return a linked thing as a whole; where nothing is known of it, the link."""
        if not isinstance(node, NamedNode) or not self._facts.classes(node.value):
            return self.link(node)
        self._expansions += 1
        if self._expansions > MOST_EXPANDED:
            raise ParameterError(
                f"expand: the answer would hold more than {MOST_EXPANDED} linked things; expand "
                "fewer fields, or ask for smaller pages with limit."
            )
        return self.thing(node.value, selection)

    def _nested(self, field: Field, node: Node, selection: Selection) -> dict[str, Json]:
        properties = self._nodes.about(node)
        answer: dict[str, Json] = {"id": node_id(node)}
        if selection.shows("type"):
            answer |= self._type(properties)
        if field.nested:
            answer |= self._fields(node, field.nested.fields, properties, selection)
        return answer

    def _sort_key(self, term: Term) -> SortKey:
        if isinstance(term, NamedNode):
            self._nodes.read.add(term.value)
            return self._facts.link_key(term.value)
        text = str(term)
        return (2, 0.0, "", text.casefold(), text)


def literal_json(field: Field, literal: Literal) -> Json:
    """Return the JSON value of a literal under a field; it is JSON-LD under the context as well.

    A literal of the form its field promises becomes a plain value. Any other becomes an object with
    `value` and `datatype` or `language`, so that nothing is lost and nothing is made up.
    """
    text = literal.value
    promised = field.kind == "literal"
    if literal.language:
        if promised and field.language == literal.language:
            return text
        return {"value": text, "language": literal.language}
    datatype = literal.datatype.value
    if promised and datatype in ({field.datatype} if field.datatype else _NATIVE):
        plain = _plain(datatype, text)
        if plain is not None:
            return plain
    return {"value": text} if datatype == STRING else {"value": text, "datatype": datatype}


def _plain(datatype: str, text: str) -> str | int | bool | None:
    """Return the plain JSON value that reads back as exactly this literal, or None."""
    if datatype == BOOLEAN:
        return {"true": True, "false": False}.get(text)
    if datatype not in INTEGERS:
        return text
    try:
        number = int(text)
    except ValueError:
        return None
    return number if str(number) == text and abs(number) < _SAFE else None
