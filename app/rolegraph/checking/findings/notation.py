"""Writes values and properties as the format of a file has them: Turtle, RDF/XML or JSON-LD.

What is proposed to somebody is to be copied into their file, so it has to be of its format.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rolegraph.checking.files.sources import Source
from rolegraph.rdf.namespaces import RDF, XSD
from rolegraph.rdf.terms import RdfFormat
from rolegraph.rdf.turtle.places import WrittenAt
from rolegraph.shacl.findings import Edit

_LOCAL = re.compile(r"[A-Za-z_][\w.-]*$")
_STRINGS = {None, XSD + "string"}
_NATIVE = {XSD + "integer": r"-?(?:0|[1-9][0-9]*)", XSD + "boolean": "true|false"}
"""Datatypes that JSON has values for, with the forms that it writes."""


@dataclass(frozen=True)
class ValueToWrite:
    """A value to write; `…` is for people to fill in.

    Attributes:
        text: the text of a literal, or an IRI.
        datatype: its datatype, as IRI.
        language: its language.
        is_iri: whether it is an IRI.
    """

    text: str = "…"
    datatype: str | None = None
    language: str | None = None
    is_iri: bool = False


class Notation(ABC):
    """How a file writes.

    Args:
        source: the file; None if it is not known, and Turtle is as good as any.
        short: shortens an IRI by the prefixes of all files; returns it where none fits.
    """

    def __init__(self, source: Source | None, short: Callable[[str], str]) -> None:
        self._source = source or Source(Path(), "", "", frozenset(), shown=True)
        self._short = short

    @abstractmethod
    def property(self, predicate: str, value: ValueToWrite) -> str:
        """Return a property with a value, to be added to a thing."""

    def replaced(self, triple: WrittenAt, value: ValueToWrite) -> tuple[Edit, ...]:
        """Return the edits that put another value in the place of a triple's; none if unknown."""
        del triple, value
        return ()

    def statement(self, subject: str, predicate: str, value: str) -> str | None:
        """Return a whole statement, all of it IRIs; None where the format has none by itself."""
        del subject, predicate, value
        return None

    def _edit(self, start: int, end: int, text: str) -> tuple[Edit, ...]:
        return (Edit(self._source.name, start, end, text),)


def notation(source: Source, short: Callable[[str], str]) -> Notation:
    """Return how a file writes."""
    kinds: dict[RdfFormat | None, type[Notation]] = {
        RdfFormat.JSON_LD: JsonNotation,
        RdfFormat.RDF_XML: MarkupNotation,
    }
    return kinds.get(source.report.rdf_format, TurtleNotation)(source, short)


class TurtleNotation(Notation):
    """Turtle and its relatives."""

    def property(self, predicate: str, value: ValueToWrite) -> str:
        """Return `prefix:name value ;`."""
        return f"{self._name(predicate)} {self._value(value)} ;"

    def statement(self, subject: str, predicate: str, value: str) -> str:
        """Return `subject predicate object .`."""
        return f"{' '.join(map(self._name, (subject, predicate, value)))} ."

    def _value(self, value: ValueToWrite) -> str:
        if value == ValueToWrite():
            return value.text
        if value.is_iri:
            return self._name(value.text)
        if value.datatype in {XSD + n for n in ("integer", "decimal", "boolean")}:
            return value.text
        text = json.dumps(value.text, ensure_ascii=False)
        if value.language:
            return f"{text}@{value.language}"
        return text if value.datatype in _STRINGS else f"{text}^^{self._name(value.datatype or '')}"

    def _name(self, iri: str) -> str:
        if iri.endswith("…"):  # which no prefixed name has
            prefix, _, local = self._short(f"{iri[:-1]}x").partition(":")
            return f"{prefix}:…" if local == "x" else "<…>"
        name = self._short(iri)
        return f"<{iri}>" if name == iri else name


class MarkupNotation(Notation):
    """RDF/XML, whose properties are elements."""

    def property(self, predicate: str, value: ValueToWrite) -> str:
        """Return an element."""
        name, declared = self._name(predicate)
        said = self._attributes(value)
        if value.is_iri:
            return f"<{name}{declared}{said}/>"
        return f"<{name}{declared}{said}>{_escaped(value.text)}</{name}>"

    def replaced(self, triple: WrittenAt, value: ValueToWrite) -> tuple[Edit, ...]:
        """Return the edit of an element, or of an attribute that stands for one."""
        text, at = self._source.text, triple.at_object
        if text[: at.start].rstrip().endswith("="):
            plain = value.datatype in _STRINGS and not value.language and not value.is_iri
            return self._edit(at.start, at.end, _quoted(value.text)) if plain else ()
        name = triple.at_predicate
        tag = re.compile(r"[^<>]*").match(text, name.end)
        closed = re.compile(rf"</{re.escape(text[name.start : name.end])}\s*>").match(text, at.end)
        if tag is None or closed is None or tag.end() + 1 != at.start:
            return ()
        kept = re.sub(r"\s+(?:xml:lang|[\w.-]+:datatype)\s*=\s*(?:\"[^\"]*\"|'[^']*')", "", tag[0])
        said = f"{kept}{self._attributes(value)}"
        if value.is_iri:
            return self._edit(name.end, closed.end(), f"{said}/>")
        return self._edit(name.end, at.end, f"{said}>{_escaped(value.text)}")

    def _attributes(self, value: ValueToWrite) -> str:
        rdf = next((p for p, space in self._source.prefixes.items() if space == RDF), "rdf")
        if value.is_iri:
            return f" {rdf}:resource={_quoted(value.text)}"
        if value.language:
            return f" xml:lang={_quoted(value.language)}"
        if value.datatype in _STRINGS:
            return ""
        return f" {rdf}:datatype={_quoted(value.datatype or '')}"

    def _name(self, iri: str) -> tuple[str, str]:
        """Return the name of an element, and its namespace where the file has no prefix for it."""
        for prefix, space in self._source.prefixes.items():
            local = iri[len(space) :]
            if space and iri.startswith(space) and _LOCAL.match(local):
                return f"{prefix}:{local}", ""
        local = ((found := _LOCAL.search(iri)) and found[0]) or ""
        space = iri.removesuffix(local)
        return f"p:{local}", f" xmlns:p={_quoted(space)}"


class JsonNotation(Notation):
    """JSON-LD, whose properties are keys that a context gives a meaning."""

    def property(self, predicate: str, value: ValueToWrite) -> str:
        """Return a key with a value: a term of the context that adds nothing to its values."""
        key, means = self._key(predicate)
        if value.is_iri and isinstance(means, dict) and means.get("@type") == "@id":
            return f"{_json(key)}: {_json(value.text)}"
        return f"{_json(key)}: {self._value(value)}"

    def replaced(self, triple: WrittenAt, value: ValueToWrite) -> tuple[Edit, ...]:
        """Return the edit of a value, with the object around it where it has one."""
        text, start, end = self._source.text, triple.at_object.start, triple.at_object.end
        flat = re.compile(r"\{[^{}\[\]]*$").search(text, max(0, start - 1000), start)
        if re.search(r'"@value"\s*:\s*$', text[max(0, start - 100) : start]):
            rest = re.compile(r"[^{}\[\]]*\}").match(text, end)
            if flat is None or rest is None:
                return ()
            start, end = flat.start(), rest.end()
        return self._edit(start, end, self._value(value))

    def _value(self, value: ValueToWrite) -> str:
        if value.is_iri:
            return _json({"@id": value.text})
        if value.language:
            return _json({"@value": value.text, "@language": value.language})
        if value.datatype in _STRINGS:
            marked = "@language" in self._source.definitions  # which a bare text would take
            return _json({"@value": value.text} if marked else value.text)
        if re.fullmatch(_NATIVE.get(value.datatype or "", "(?!)"), value.text):
            return value.text
        return _json({"@value": value.text, "@type": value.datatype})

    def _key(self, predicate: str) -> tuple[str, Any]:
        """Return the key of a property, and what the context says of it."""
        definitions = self._source.definitions
        for name, means in definitions.items():
            own = isinstance(means, dict) and means.keys() <= {"@id", "@type"}
            bare = isinstance(means, str) or (own and means.get("@type", "@id") == "@id")
            iri = means.get("@id") if isinstance(means, dict) else means
            if bare and isinstance(iri, str) and self._full(iri) == predicate:
                return name, means
        for prefix, space in self._source.prefixes.items():
            if space.endswith(("/", "#")) and predicate.startswith(space) and len(prefix):
                return f"{prefix}:{predicate[len(space) :]}", None
        return predicate, None

    def _full(self, iri: str) -> str:
        prefix, _, local = iri.partition(":")
        space = self._source.prefixes.get(prefix)
        return iri if space is None or local.startswith("//") else space + local


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


# `saxutils` loads the client of HTTP, which takes longer than to check a small file.


def _escaped(text: str) -> str:
    """Return a text as RDF/XML has it between tags."""
    from xml.sax.saxutils import escape

    return escape(text)


def _quoted(text: str) -> str:
    """Return a text as RDF/XML has it as the value of an attribute."""
    from xml.sax.saxutils import quoteattr

    return quoteattr(text)
