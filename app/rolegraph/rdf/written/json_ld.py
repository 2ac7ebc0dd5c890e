"""Says where a JSON-LD text writes its triples.

Algorithm: https://www.w3.org/TR/json-ld11-api/#expansion-algorithm, as far as places need it. Terms
are read by the contexts of `rdflib`. What this walk reads in another way than the parser did keeps
a near place: see `rolegraph.rdf.written.pairing`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from rdflib.plugins.shared.jsonld.context import Context
from rdflib.plugins.shared.jsonld.context import Term as Meaning

from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Term
from rolegraph.rdf.turtle.places import WrittenAt
from rolegraph.rdf.turtle.tokens import TokenSpan
from rolegraph.rdf.written.json_ld_values import literal, named, scalar
from rolegraph.rdf.written.json_text import Json, read_json

_TYPE, _FIRST, _REST, _NIL = (NamedNode(RDF + name) for name in ("type", "first", "rest", "nil"))
_JSON = NamedNode(RDF + "JSON")
_MAPS = frozenset({"@language", "@index", "@id", "@type", "@graph"})


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


class _Walk:
    def __init__(self) -> None:
        self.found: list[WrittenAt] = []

    def top(self, at: Json, said: Any, context: Context) -> None:
        """Read what stands outermost, or in a graph: one node or an array of them."""
        for item, value in _each(at, said):
            if isinstance(value, dict):
                self._node(item, value, context)

    def _node(
        self, at: Json, said: dict[str, Any], context: Context, name: str | None = None
    ) -> tuple[Term, TokenSpan]:
        if "@context" in said:
            context = context.subcontext(said["@context"])
        context = context.get_context_for_type(said) or context
        place = TokenSpan(at.at.start, at.at.start + 1)
        for key in context.get_keys("@id"):
            if at.members and key in at.members:
                place = at.members[key][1].at
        own = context.get_id(said) or name
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
            self.top(at, said, context)
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
            return
        predicate = NamedNode(iri)
        inner = context.get_context_for_term(meaning)
        for value, place in self._values(at, said, inner, meaning):
            if reverse != bool(meaning and meaning.reverse):
                written = WrittenAt(value, predicate, subject[0], place, key[1], place)
            else:
                written = WrittenAt(subject[0], predicate, value, subject[1], key[1], place)
            self.found.append(written)

    def _values(
        self, at: Json, said: Any, context: Context, meaning: Meaning | None
    ) -> Iterator[tuple[Term, TokenSpan]]:
        if meaning and meaning.type == "@json":
            yield Literal(json.dumps(said), datatype=_JSON), at.at
            return
        container = meaning.container if meaning else ()
        if "@list" in container and not (isinstance(said, dict) and context.get_list(said)):
            yield self._list(at, said, context, meaning), at.at
        elif isinstance(said, dict) and at.members is not None and _MAPS & set(container):
            for name, inner in said.items():
                for one, value in _each(at.members[name][1], inner):
                    if isinstance(value, str) and "@language" in container:
                        tag = None if name == "@none" else name.lower()
                        yield Literal(value, language=tag), one.at
                    elif isinstance(value, dict) and "@id" in container:
                        yield self._node(one, value, context, name)
                    else:
                        yield from self._value(one, value, context, meaning)
        else:
            for one, value in _each(at, said):
                yield from self._value(one, value, context, meaning)

    def _value(
        self, at: Json, said: Any, context: Context, meaning: Meaning | None
    ) -> Iterator[tuple[Term, TokenSpan]]:
        if said is None:
            return
        if not isinstance(said, dict):
            yield scalar(said, context, meaning), at.at
            return
        for keyword in ("@list", "@set", "@value"):
            for key in context.get_keys(keyword):
                if key in said and at.members is not None:
                    inner = at.members[key][1]
                    if keyword == "@list":
                        yield self._list(inner, said[key], context, meaning), at.at
                    elif keyword == "@set":
                        yield from self._values(inner, said[key], context, meaning)
                    elif said[key] is not None:
                        yield literal(said, context), inner.at
                    return
        yield self._node(at, said, context)

    def _list(self, at: Json, said: Any, context: Context, meaning: Meaning | None) -> Term:
        members = [
            found
            for one, value in _each(at, said)
            for found in self._value(one, value, context, meaning)
        ]
        cells: list[Term] = [
            *(BlankNode(f"at{at.at.start}n{n}") for n in range(len(members))),
            _NIL,
        ]
        for cell, following, (member, place) in zip(cells, cells[1:], members, strict=False):
            self.found.append(WrittenAt(cell, _FIRST, member, place, place, place))
            self.found.append(WrittenAt(cell, _REST, following, place, place, place))
        return cells[0]


def _each(at: Json, said: Any) -> Iterator[tuple[Json, Any]]:
    """Yield the values of an array with their places, those of arrays in it included."""
    if isinstance(said, list) and at.items is not None:
        for one, value in zip(at.items, said, strict=False):
            yield from _each(one, value)
    else:
        yield at, said
