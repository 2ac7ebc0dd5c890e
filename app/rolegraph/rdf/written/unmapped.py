"""Keys of a JSON-LD text that its contexts give no meaning: what they say is in no graph.

Algorithm: https://www.w3.org/TR/json-ld11-api/#expansion-algorithm, 13.3. A key that a context sets
to null is left out on purpose.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from rolegraph.rdf.turtle.tokens import TokenSpan
from rolegraph.rdf.written.json_ld import unmapped_keys


def keys_without_meaning(
    text: str, parsed: str | None, base: str
) -> tuple[dict[str, list[TokenSpan]], frozenset[str]]:
    """Return the keys that mean nothing with their places, and the terms that there are.

    Args:
        text: the document as it stands in the file.
        parsed: the same with its contexts in place of their addresses, where that differs.
        base: IRI that relative references are resolved against.
    """
    try:
        document = json.loads(parsed or text)
        keys, terms = set(_keys(document)), frozenset(_terms(document))
        unknown = {key for key in keys - terms if ":" not in key and not key.startswith("@")}
        if not unknown or _vocabularies(document) == {True}:
            return {}, terms
        return unmapped_keys(text, document, base), terms
    except Exception:  # noqa: BLE001 - the parser has read it; rdflib raises of many kinds
        return {}, frozenset()


def types_said(text: str, parsed: str | None) -> dict[str, TokenSpan | None]:
    """Return what a document gives as types, each with the place where it does so first.

    Args:
        text: the document as it stands in the file.
        parsed: the same with its contexts in place of their addresses, where that differs.
    """
    contexts = _contexts(json.loads(parsed or text))
    defined = (context for context in contexts if isinstance(context, dict))
    kinds = {"@type", *(key for one in defined for key, means in one.items() if means == "@type")}
    pending = [json.loads(text)]
    names: set[str] = set()
    while pending:
        here = pending.pop()
        if isinstance(here, list):
            pending += here
        elif isinstance(here, dict) and "@value" not in here:
            for key in here.keys() & kinds:
                said = here[key] if isinstance(here[key], list) else [here[key]]
                names.update(name for name in said if isinstance(name, str))
            pending += [inner for key, inner in here.items() if key != "@context"]
    return {
        name: _place_of_type(text, kinds, json.dumps(name, ensure_ascii=False)) for name in names
    }


def _place_of_type(text: str, kinds: set[str], quoted: str) -> TokenSpan | None:
    keys = "|".join(map(re.escape, kinds))
    before = rf'"(?:{keys})"\s*:\s*(?:\[\s*(?:"[^"]*"\s*,\s*)*)?'
    found = re.search(f"{before}({re.escape(quoted)})", text)
    return TokenSpan(*found.span(1)) if found else None


def _keys(value: Any) -> Iterator[str]:
    """Yield the keys of a document, but for those of its contexts."""
    pending = [value]
    while pending:
        here = pending.pop()
        if isinstance(here, list):
            pending += here
        elif isinstance(here, dict):
            yield from here
            pending += [inner for key, inner in here.items() if key != "@context"]


def _contexts(value: Any) -> Iterator[Any]:
    """Yield what contexts of a document are made of, those scoped to a term included."""
    pending = [(value, False)]
    while pending:
        here, inside = pending.pop()
        if isinstance(here, list):
            pending += [(item, inside) for item in here]
        elif isinstance(here, dict):
            if inside:
                yield here
            pending += [
                (inner, key == "@context")
                for key, inner in here.items()
                if key == "@context" or isinstance(inner, dict | list)
            ]
        elif inside:
            yield here


def _terms(document: Any) -> Iterator[str]:
    for context in _contexts(document):
        if isinstance(context, dict):
            yield from context


def _vocabularies(document: Any) -> set[bool]:
    """Return whether contexts give all keys a meaning: by @vocab from the outermost on."""
    outermost = document.get("@context") if isinstance(document, dict) else None
    first = outermost if isinstance(outermost, list) else [outermost]
    found = {any(isinstance(c, dict) and isinstance(c.get("@vocab"), str) for c in first)}
    for context in _contexts(document):
        if context is None or (isinstance(context, dict) and context.get("@vocab", "") is None):
            found.add(False)
    return found
