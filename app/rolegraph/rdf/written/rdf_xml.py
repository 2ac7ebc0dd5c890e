"""Says where an RDF/XML text writes its triples.

Grammar: https://www.w3.org/TR/rdf-syntax-grammar/. The text is taken to be well-formed: a parser
has read it before.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from xml.parsers import expat

from rolegraph.rdf.namespaces import RDF
from rolegraph.rdf.terms import BlankNode, Literal, NamedNode, Term
from rolegraph.rdf.turtle.places import WrittenAt, list_cells
from rolegraph.rdf.turtle.tokens import Lines, TokenSpan, resolved

_XML = "http://www.w3.org/XML/1998/namespace"
_NAME = re.compile(r"<[^\s/>]+")
_ATTRIBUTE = re.compile(r"\s+([^\s=/>]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_SYNTAX = {RDF + name for name in ("about", "ID", "nodeID", "resource", "datatype", "parseType")}
_OTHER_CONTENT = frozenset({None, "Resource", "Collection"})
"""What `rdf:parseType` says of an element whose content is no piece of XML."""


@dataclass(slots=True)
class _Element:
    name: str
    at: TokenSpan
    attributes: dict[str, tuple[str, TokenSpan]]
    children: list[_Element] = field(default_factory=list)
    text: str = ""
    start: int | None = None
    end: int = 0

    def value(self, name: str) -> str | None:
        """Return an attribute of the RDF namespace."""
        found = self.attributes.get(RDF + name)
        return found[0] if found else None

    def place(self, *names: str) -> TokenSpan:
        """Return the place of the first of some attributes, or that of the tag."""
        found = (self.attributes[RDF + name][1] for name in names if RDF + name in self.attributes)
        return next(found, self.at)

    @property
    def properties(self) -> list[tuple[str, str, TokenSpan]]:
        """The attributes that are statements."""
        return [
            (name, value, at)
            for name, (value, at) in self.attributes.items()
            if name not in _SYNTAX and not name.startswith(_XML) and ":" in name
        ]


@dataclass(frozen=True, slots=True)
class _Scope:
    base: str
    language: str | None = None

    def within(self, element: _Element) -> _Scope:
        base, _ = element.attributes.get(_XML + "base", ("", None))
        language, _ = element.attributes.get(_XML + "lang", (None, None))
        scope = replace(self, base=resolved(base, self.base)) if base else self
        return scope if language is None else replace(scope, language=language or None)


def read_rdf_xml(text: str, base: str) -> list[WrittenAt]:
    """Return the triples of a document with their places.

    Nodes without a name have labels of this reader's own.

    Args:
        text: the document, well-formed.
        base: IRI that relative references are resolved against.

    Raises:
        expat.ExpatError: it is no XML.
        RecursionError: it is nested too deeply.
    """
    root = _Builder(text).root()
    reader = _Reader()
    scope = _Scope(base).within(root)
    if root.name == RDF + "RDF":
        for child in root.children:
            reader.node(child, scope)
    else:
        reader.node(root, _Scope(base))
    return reader.found


class _Builder:
    """Makes a tree of elements with places. Nothing outside the text is read."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = Lines(text)
        self._stack: list[_Element] = []
        self._root: _Element | None = None
        self._parser = expat.ParserCreate("utf-8", namespace_separator="\n")
        self._parser.ordered_attributes = True
        self._parser.StartElementHandler = self._started
        self._parser.EndElementHandler = self._ended
        self._parser.CharacterDataHandler = self._characters

    def root(self) -> _Element:
        self._parser.Parse(self._text.encode(), True)
        if self._root is None:
            raise ValueError("no element")
        return self._root

    def _here(self) -> int:
        return self._lines.offset(
            self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1
        )

    def _started(self, name: str, attributes: list[str]) -> None:
        start = self._here()
        tag = _NAME.match(self._text, start)
        end = tag.end() if tag else start
        at = TokenSpan(start + 1, end)
        places: list[TokenSpan] = []
        while match := _ATTRIBUTE.match(self._text, end):
            end = match.end()
            if not match[1].startswith("xmlns"):
                places.append(TokenSpan(match.start(2), match.end(2)))
        pairs = list(zip(attributes[::2], attributes[1::2], strict=True))
        spans = places + [at] * (len(pairs) - len(places))
        element = _Element(
            _joined(name),
            at,
            {_joined(key): (value, span) for (key, value), span in zip(pairs, spans, strict=False)},
        )
        if self._stack:
            self._stack[-1].children.append(element)
        else:
            self._root = element
        self._stack.append(element)

    def _ended(self, _: str) -> None:
        element = self._stack.pop()
        if element.value("parseType") not in _OTHER_CONTENT and element.children:
            first = element.children[0].at.start - 1
            element.start = first if element.start is None else min(first, element.start)
        if element.start is not None:
            written = self._text[element.start : self._here()]
            element.end = element.start + len(written.rstrip())
            element.start += len(written) - len(written.lstrip())

    def _characters(self, text: str) -> None:
        element = self._stack[-1] if self._stack else None
        if element is not None:
            element.text += text
            element.start = self._here() if element.start is None else element.start


def _joined(name: str) -> str:
    return name.replace("\n", "")


def _literal(element: _Element, scope: _Scope) -> tuple[Term, TokenSpan]:
    written = element.start is not None and element.end > element.start
    at = TokenSpan(element.start or 0, element.end) if written else element.at
    datatype = element.value("datatype")
    if element.value("parseType") is not None:
        return Literal(element.text, datatype=NamedNode(RDF + "XMLLiteral")), at
    if datatype is not None:
        return Literal(element.text, datatype=NamedNode(resolved(datatype, scope.base))), at
    return Literal(element.text, language=scope.language), at


class _Reader:
    def __init__(self) -> None:
        self.found: list[WrittenAt] = []

    def node(self, element: _Element, around: _Scope) -> tuple[Term, TokenSpan]:
        """Read a node element; return the node and where it is named."""
        scope = around.within(element)
        at = element.place("about", "ID", "nodeID")
        subject = self._subject(element, scope)
        if element.name != RDF + "Description":
            self._say(subject, RDF + "type", NamedNode(element.name), at, element.at)
        self._attributes(subject, element, scope, at)
        self._properties(subject, element, scope, at)
        return subject, at

    def _subject(self, element: _Element, scope: _Scope) -> Term:
        about, local, label = map(element.value, ("about", "ID", "nodeID"))
        if about is not None:
            return NamedNode(resolved(about, scope.base))
        if local is not None:
            return NamedNode(resolved(f"#{local}", scope.base))
        return BlankNode(label if label is not None else f"at{element.at.start}")

    def _attributes(self, subject: Term, element: _Element, scope: _Scope, at: TokenSpan) -> None:
        for name, value, place in element.properties:
            if name == RDF + "type":
                self._say(subject, name, NamedNode(resolved(value, scope.base)), at, place)
            else:
                self._say(subject, name, Literal(value, language=scope.language), at, place)

    def _properties(self, subject: Term, element: _Element, scope: _Scope, at: TokenSpan) -> None:
        members = 0
        for child in element.children:
            name = child.name
            if name == RDF + "li":
                members += 1
                name = f"{RDF}_{members}"
            value, place = self._value(child, scope.within(child))
            self._say(subject, name, value, at, place, child.at)
            self._reified(child, scope.within(child), (subject, at), (value, place))

    def _reified(
        self,
        element: _Element,
        scope: _Scope,
        subject: tuple[Term, TokenSpan],
        value: tuple[Term, TokenSpan],
    ) -> None:
        """Name a statement by the `rdf:ID` of its property element."""
        name = element.value("ID")
        if name is None:
            return
        statement, at = NamedNode(resolved(f"#{name}", scope.base)), element.place("ID")
        self._say(statement, RDF + "type", NamedNode(RDF + "Statement"), at, at)
        self._say(statement, RDF + "subject", subject[0], at, subject[1])
        self._say(statement, RDF + "predicate", NamedNode(element.name), at, element.at)
        self._say(statement, RDF + "object", value[0], at, value[1])

    def _value(self, element: _Element, scope: _Scope) -> tuple[Term, TokenSpan]:
        """Return what a property element leads to, and where that is written."""
        kind = element.value("parseType")
        nested = BlankNode(f"at{element.at.start}")
        if kind == "Resource":
            self._properties(nested, element, scope, element.at)
            return nested, element.at
        if kind == "Collection":
            return self._collection(element, scope), element.at
        if kind is None and element.children:
            return self.node(element.children[0], scope)
        resource, label = element.value("resource"), element.value("nodeID")
        if resource is not None or label is not None or element.properties:
            at = element.place("resource", "nodeID")
            node: Term = BlankNode(label) if label is not None else nested
            if resource is not None:
                node = NamedNode(resolved(resource, scope.base))
            self._attributes(node, element, scope, at)
            return node, at
        return _literal(element, scope)

    def _collection(self, element: _Element, scope: _Scope) -> Term:
        members = [self.node(child, scope) for child in element.children]
        first, cells = list_cells(element.at.start, members)
        self.found += cells
        return first

    def _say(
        self,
        subject: Term,
        predicate: str,
        value: Term,
        at_subject: TokenSpan,
        at: TokenSpan,
        at_predicate: TokenSpan | None = None,
    ) -> None:
        self.found.append(
            WrittenAt(subject, NamedNode(predicate), value, at_subject, at_predicate or at, at)
        )
