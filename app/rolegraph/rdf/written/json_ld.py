"""Says where a JSON-LD text writes its triples.

Algorithm: https://www.w3.org/TR/json-ld11-api/#expansion-algorithm, as far as places need it. Terms
are read by the contexts of `rdflib`. What this walk reads in another way than the parser did keeps
a near place: see `rolegraph.rdf.written.pairing`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rdflib.plugins.shared.jsonld.context import Context
from rdflib.plugins.shared.jsonld.context import Term as Meaning

from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Term
from rolegraph.rdf.turtle.places import WrittenAt, list_cells
from rolegraph.rdf.turtle.tokens import TokenSpan
from rolegraph.rdf.written.json_ld_scopes import Scopes, around, own_context
from rolegraph.rdf.written.json_ld_values import literal, named, scalar
from rolegraph.rdf.written.json_text import Json, read_json

_TYPE = NamedNode(RDF + "type")
_JSON = NamedNode(RDF + "JSON")
_MAPS = frozenset({"@language", "@index", "@id", "@type"})


def read_json_ld(text: str, document: Any, base: str) -> list[WrittenAt]:
    """Return the triples of a document with their places.

    Nodes without a name have labels of this reader's own.

    Args:
        text: the document as it stands in the file.
        document: the same as JSON, with its contexts in place of their addresses.
        base: IRI that relative references are resolved against.

    Raises:
        ValueError, IndexError: it is no JSON.
        RecursionError: it is nested too deeply.
    """
    walk = _Walk()
    walk.top(read_json(text), document, Context(base=base))
    return walk.found


def unmapped_keys(text: str, document: Any, base: str) -> dict[str, list[TokenSpan]]:
    """Return the keys of a document that its contexts give no meaning, with their places.

    A key that a context sets to null has none on purpose, and is left out here.

    Args:
        text: the document as it stands in the file.
        document: the same as JSON, with its contexts in place of their addresses.
        base: IRI that relative references are resolved against.
    """
    walk = _Walk()
    walk.top(read_json(text), document, Context(base=base))
    return walk.unmapped


@dataclass(frozen=True, slots=True)
class MapEntry:
    """An entry of a map, such as a language map.

    Attributes:
        name: its key; None where that is `@none`, or where there is no map.
        at: where the key stands.
        container: what kind of map it is.
    """

    name: str | None
    at: TokenSpan
    container: frozenset[str]


class _Walk:
    def __init__(self) -> None:
        self.found: list[WrittenAt] = []
        self.unmapped: dict[str, list[TokenSpan]] = {}

    def top(self, at: Json, said: Any, context: Context) -> None:
        """Read what stands outermost, or in a graph: one node or an array of them."""
        for item, value in _each(at, said):
            if isinstance(value, dict):
                self._node(item, value, context)

    def _node(
        self, at: Json, said: dict[str, Any], context: Context, entry: MapEntry | None = None
    ) -> tuple[Term, TokenSpan]:
        """Read a node object; return the node and where it is named.

        Args:
            at: where it stands.
            said: the node object.
            context: what holds around it.
            entry: the entry of a map that it is the value of, if it is in one.
        """
        kind = entry.name if entry and "@type" in entry.container else None
        context = own_context(said, context, kind)
        own = context.get_id(said)
        place = TokenSpan(at.at.start, at.at.start + 1)
        if entry and "@id" in entry.container and own is None:
            own, place = entry.name, entry.at if entry.name else place
        for key in context.get_keys("@id"):
            if at.members and key in at.members:
                place = at.members[key][1].at
        subject: Term = BlankNode(f"at{at.at.start}")
        if isinstance(own, str):
            subject = named(context.resolve(own), subject) or subject
        self._members(at, said, context, subject, place)
        return subject, place

    def _members(
        self, at: Json, said: dict[str, Any], context: Context, subject: Term, place: TokenSpan
    ) -> None:
        for key, value in said.items():
            if key == "@context" or at.members is None or key not in at.members:
                continue
            at_key, item = at.members[key]
            meaning = context.terms.get(key)
            keyword = meaning.id if meaning else key
            if keyword == "@type":
                for one, name in _each(item, value):
                    kind = named(context.expand(name) or "", None)
                    if kind is not None:
                        self.found.append(WrittenAt(subject, _TYPE, kind, place, at_key, one.at))
            elif keyword and keyword.startswith("@"):
                self._keyword(keyword, item, value, context, (subject, place))
            else:
                self._property((subject, place), (key, at_key), item, value, context)

    def _keyword(
        self, keyword: str, at: Json, said: Any, context: Context, subject: tuple[Term, TokenSpan]
    ) -> None:
        if keyword in {"@graph", "@included"}:
            self.top(at, said, around(context))
        for one, inner in _each(at, said):
            if isinstance(inner, dict) and keyword == "@nest":
                self._members(one, inner, context, *subject)
            elif isinstance(inner, dict) and keyword == "@reverse":
                self._reversed(one, inner, context, *subject)

    def _reversed(
        self, at: Json, said: dict[str, Any], context: Context, subject: Term, place: TokenSpan
    ) -> None:
        for name, value in said.items():
            if at.members and name in at.members:
                key, item = at.members[name]
                self._property((subject, place), (name, key), item, value, context, reverse=True)

    def _property(
        self,
        subject: tuple[Term, TokenSpan],
        key: tuple[str, TokenSpan],
        at: Json,
        said: Any,
        context: Context,
        *,
        reverse: bool = False,
    ) -> None:
        meaning = context.terms.get(key[0])
        iri = meaning.id if meaning else context.expand(key[0])
        if not iri or ":" not in iri or iri.startswith("_:"):
            if meaning is None and not key[0].startswith("@"):
                self.unmapped.setdefault(key[0], []).append(key[1])
            return
        predicate = NamedNode(iri)
        for value, place in self._values(at, said, Scopes.of(context, meaning), meaning):
            if reverse != bool(meaning and meaning.reverse):
                written = WrittenAt(value, predicate, subject[0], place, key[1], place)
            else:
                written = WrittenAt(subject[0], predicate, value, subject[1], key[1], place)
            self.found.append(written)

    def _values(
        self, at: Json, said: Any, scopes: Scopes, meaning: Meaning | None
    ) -> Iterator[tuple[Term, TokenSpan]]:
        if meaning and meaning.type == "@json":
            yield Literal(json.dumps(said), datatype=_JSON), at.at
            return
        container = frozenset(meaning.container) if meaning else frozenset[str]()
        if "@list" in container and not (isinstance(said, dict) and scopes.values.get_list(said)):
            yield self._list(at, said, scopes, meaning), at.at
        elif isinstance(said, dict) and at.members is not None and _MAPS & container:
            nothing = set(scopes.values.get_keys("@none"))
            for name, inner in said.items():
                key, item = at.members[name]
                entry = MapEntry(None if name in nothing else name, key, container)
                for one, value in _each(item, inner):
                    yield from self._entry(entry, one, value, scopes, meaning)
        else:
            entry = MapEntry(None, at.at, container)
            for one, value in _each(at, said):
                yield from self._entry(entry, one, value, scopes, meaning)

    def _entry(
        self, entry: MapEntry, at: Json, said: Any, scopes: Scopes, meaning: Meaning | None
    ) -> Iterator[tuple[Term, TokenSpan]]:
        """Read a value that may stand in a map, or in a graph of its own."""
        if "@graph" in entry.container and isinstance(said, dict):
            yield self._graph(entry, at, said, scopes.nodes)
        elif entry.name is None:
            yield from self._value(at, said, scopes, meaning)
        elif "@language" in entry.container and isinstance(said, str):
            yield Literal(said, language=entry.name.lower()), at.at
        elif "@type" in entry.container:
            found = (
                self._node(at, said, scopes.nodes, entry)
                if isinstance(said, dict)
                else self._reference(at, said, scopes, meaning)
            )
            kind = named(scopes.values.expand(entry.name) or "", None)
            if kind is not None:
                self.found.append(WrittenAt(found[0], _TYPE, kind, found[1], entry.at, entry.at))
            yield found
        elif isinstance(said, dict) and "@id" in entry.container:
            yield self._node(at, said, scopes.nodes, entry)
        else:
            for value, place in self._value(at, said, scopes, meaning):
                if meaning and isinstance(meaning.index, str):
                    self._index(value, place, entry, meaning.index, scopes.values)
                yield value, place

    def _index(
        self, node: Term, place: TokenSpan, entry: MapEntry, key: str, context: Context
    ) -> None:
        """Note that the key of a map is a statement of its own: `@index` names a property."""
        iri = context.expand(key)
        if iri and ":" in iri:
            value = scalar(entry.name, context, context.terms.get(key))
            self.found.append(WrittenAt(node, NamedNode(iri), value, place, entry.at, entry.at))

    def _graph(
        self, entry: MapEntry, at: Json, said: dict[str, Any], context: Context
    ) -> tuple[Term, TokenSpan]:
        """Read what stands in a graph of its own; return the name of the graph."""
        self.top(at, said, context)
        own, place = entry.name if "@id" in entry.container else None, entry.at
        if own is None:
            place = TokenSpan(at.at.start, at.at.start + 1)
            own = context.get_id(said) if context.get_graph(said) is not None else None
        name: Term = BlankNode(f"graph{at.at.start}")
        return (named(context.resolve(own), name) or name if isinstance(own, str) else name), place

    def _reference(
        self, at: Json, said: Any, scopes: Scopes, meaning: Meaning | None
    ) -> tuple[Term, TokenSpan]:
        """Read a string that names a node, as in a map of types."""
        by_vocabulary = bool(meaning and meaning.type == "@vocab")
        iri = (scopes.values.expand if by_vocabulary else scopes.values.resolve)(str(said))
        return named(iri or "", None) or Literal(str(said)), at.at

    def _value(
        self, at: Json, said: Any, scopes: Scopes, meaning: Meaning | None
    ) -> Iterator[tuple[Term, TokenSpan]]:
        if said is None:
            return
        context = scopes.values
        if not isinstance(said, dict):
            yield scalar(said, context, meaning), at.at
            return
        for keyword in ("@list", "@set", "@value"):
            for key in context.get_keys(keyword):
                if key in said and at.members is not None:
                    inner = at.members[key][1]
                    if keyword == "@list":
                        yield self._list(inner, said[key], scopes, meaning), at.at
                    elif keyword == "@set":
                        yield from self._values(inner, said[key], scopes, meaning)
                    elif said[key] is not None:
                        yield literal(said, context), inner.at
                    return
        yield self._node(at, said, scopes.nodes)

    def _list(self, at: Json, said: Any, scopes: Scopes, meaning: Meaning | None) -> Term:
        nested = bool(meaning and "@list" in meaning.container)
        members: list[tuple[Term, TokenSpan]] = []
        for one, value in _each(at, said, deep=not nested):
            if isinstance(value, list):
                members.append((self._list(one, value, scopes, meaning), one.at))
            else:
                members += self._value(one, value, scopes, meaning)
        first, cells = list_cells(at.at.start, members)
        self.found += cells
        return first


def _each(at: Json, said: Any, *, deep: bool = True) -> Iterator[tuple[Json, Any]]:
    """Yield the values of an array with their places; if deep, those of arrays in it as well."""
    if isinstance(said, list) and at.items is not None:
        for one, value in zip(at.items, said, strict=False):
            if deep:
                yield from _each(one, value)
            else:
                yield one, value
    else:
        yield at, said
