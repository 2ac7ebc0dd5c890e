"""The text of single RDF terms in Turtle, and the order terms are sorted in.

Format: RDF 1.2 Turtle, https://www.w3.org/TR/rdf12-turtle/.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from rolegraph.rdf.namespaces import XSD
from rolegraph.rdf.terms import Literal

# Narrower than PN_LOCAL: what would need a backslash is written as a full IRI instead.
_LOCAL_NAME = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)?\Z")
# Narrower than RFC 3986: no colon, no empty or dotted segment that resolving would change.
_SEGMENT = r"[A-Za-z0-9_~-][A-Za-z0-9_.~%-]*"
_RELATIVE_REFERENCE = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT})*(?:#[A-Za-z0-9_.~%-]*)?\Z")

# Lexical forms that Turtle reads back with the same datatype and the same characters.
_SHORTHANDS = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+\Z"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+\Z"),
    XSD + "double": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+\Z"),
    XSD + "boolean": re.compile(r"(?:true|false)\Z"),
}

_LONG = 80
_DIGITS = re.compile("[0-9]+")
# Control characters, and those that some editors take for the end of a line or of the file.
_ESCAPED = re.compile('[\\\\"\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff]')
_ESCAPED_IN_LONG = re.compile(
    '[\\\\\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u2028\\u2029\\ufeff]|"(?="|\\Z)| (?=\n|\\Z)'
)
_SHORT_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}

SortKey = tuple[str, str]


@lru_cache(maxsize=4096)
def natural_key(text: str) -> SortKey:
    """Return a key that sorts text by characters but runs of digits by their number.

    `step-2` comes before `step-10`. The order is total: unequal texts have unequal keys.
    """

    def padded(digits: re.Match[str]) -> str:
        number = digits[0].lstrip("0")
        return f"0{chr(len(number))}{number}"

    return (_DIGITS.sub(padded, text), text)


class TermWriter:
    """Writes terms and remembers which prefixes that took.

    Args:
        prefixes: prefix → namespace; of several namespaces that fit, the longest is used.
        base: absolute IRI ending in `/` that IRIs are written relative to, or None.
    """

    def __init__(self, prefixes: Mapping[str, str], base: str | None) -> None:
        namespaces = sorted(
            ((namespace, prefix) for prefix, namespace in prefixes.items()),
            key=lambda pair: (-len(pair[0]), pair[1]),
        )
        self._by_head: dict[str, list[tuple[str, str]]] = {}
        for namespace, prefix in namespaces:
            self._by_head.setdefault(_head(namespace), []).append((namespace, prefix))
        self._prefixes = prefixes
        self._base = base
        self._known: dict[str, str] = {}
        self._used: set[str] = set()
        self._used_base = False

    def iri(self, iri: str) -> str:
        """Return an IRI as a prefixed name, relative to the base, or in full."""
        text = self._known.get(iri)
        if text is None:
            text = self._known[iri] = self._shortest(iri)
        return text

    def _shortest(self, iri: str) -> str:
        # A local name has no slash, so only namespaces with the same last slash can fit.
        for namespace, prefix in self._by_head.get(_head(iri), ()):
            if iri.startswith(namespace) and _LOCAL_NAME.match(iri, len(namespace)):
                self._used.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        base = self._base
        if base and iri.startswith(base) and _RELATIVE_REFERENCE.match(iri, len(base)):
            self._used_base = True
            return f"<{iri[len(base) :]}>"
        return f"<{iri}>"

    def literal(self, literal: Literal) -> str:
        """Return a literal that parses back to the same characters, language and datatype."""
        value, datatype = literal.value, literal.datatype.value
        shorthand = _SHORTHANDS.get(datatype)
        if shorthand and shorthand.match(value):
            return value
        text = quoted(value)
        if literal.language:
            direction = f"--{literal.direction.value}" if literal.direction else ""
            return f"{text}@{literal.language}{direction}"
        if datatype == XSD + "string":
            return text
        return f"{text}^^{self.iri(datatype)}"

    def directives(self) -> str:
        """Return the declarations of what the terms written so far made use of."""
        base = [f"@base <{self._base}> .\n"] if self._used_base else []
        return "".join(
            base + [f"@prefix {name}: <{self._prefixes[name]}> .\n" for name in sorted(self._used)]
        )


def _head(iri: str) -> str:
    """Return an IRI up to its last slash or hash."""
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def quoted(value: str) -> str:
    """Return a string in quotes.

    A long text of several lines keeps them, in long quotes. A blank at the end of a line, which
    editors remove, is written as an escape there.
    """
    if len(value) >= _LONG and "\n" in value:
        return f'"""{_ESCAPED_IN_LONG.sub(_escape, value)}"""'
    return f'"{_ESCAPED.sub(_escape, value)}"'


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _SHORT_ESCAPES.get(character) or f"\\u{ord(character):04X}"
