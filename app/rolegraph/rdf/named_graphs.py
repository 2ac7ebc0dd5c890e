"""Which named graphs a SPARQL text speaks of, and a graph that answers only when it is named.

SPARQL knows no such graph: what `GRAPH <iri>` finds, `GRAPH ?g` finds as well. So a text that does
not name the graph is run without it, and in one that does, each `GRAPH ?g` is told to leave it out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin

from rolegraph.rdf.sparql_terminals import Keywords, unescape_codepoints
from rolegraph.rdf.sparql_tokens import SparqlToken, tokens

_GRAPH_WORDS = Keywords("GRAPH", "FROM")
_ESCAPED = re.compile(r"\\(.)")


def speaks_of_graphs(text: str) -> bool:
    """Tell whether a query says GRAPH or FROM; takes microseconds."""
    return not _GRAPH_WORDS.absent(text)


def has_dataset(text: str) -> bool:
    """Tell whether a query says by FROM which graphs it asks."""
    found = tokens(unescape_codepoints(text))
    return any(token.kind == "word" and token.text == "FROM" for token in found)


def dataset_of(text: str, base: str | None = None) -> tuple[list[str], list[str]]:
    """Return the graphs that a query asks by FROM, and those that it asks by FROM NAMED.

    Args:
        text: the query.
        base: what relative IRIs are relative to, where the text does not say.
    """
    default: list[str] = []
    named: list[str] = []
    for word, iri in _iris(tokens(unescape_codepoints(text)), base):
        if word in {"FROM", "NAMED"}:
            (default if word == "FROM" else named).append(iri)
    return default, named


def names_graph(text: str, graph: str, base: str | None = None) -> bool:
    """Tell whether a query or update names a graph, in full, relative to its base, or by a prefix.

    Args:
        text: the query or update.
        graph: the IRI of the graph.
        base: what relative IRIs are relative to, where the text does not say.
    """
    return any(graph == iri for _, iri in _iris(tokens(unescape_codepoints(text)), base))


def _iris(found: Iterable[SparqlToken], base: str | None) -> Iterator[tuple[str, str]]:
    """Yield the IRIs of a text, each with the word before it, which is empty for another sign.

    The declarations of its prologue hold from where they stand.
    """
    prefixes: dict[str, str] = {}
    declared: str | None = None
    word = ""
    for token in found:
        if token.kind == "iri":
            iri = urljoin(base, token.text[1:-1]) if base else token.text[1:-1]
            if declared is not None:
                prefixes[declared] = iri
                declared = None
            elif word == "BASE":
                base = iri
            else:
                yield word, iri
        elif word == "PREFIX" and _is_name(token):
            # Where the prefix is empty, its colon is a token that is no name.
            declared = token.text.partition(":")[0]
            continue
        elif _is_name(token):
            prefix, _, local = token.text.partition(":")
            if prefix in prefixes:
                yield word, prefixes[prefix] + _ESCAPED.sub(r"\1", local)
        word = token.text if token.kind == "word" else ""


def _is_name(token: SparqlToken) -> bool:
    return token.kind == "name" or token.text == ":"


def without_enumerating(text: str, graph: str) -> str:
    """Return a query, or a pattern of it, in which no `GRAPH ?variable` matches a graph.

    Where the text says itself by FROM which graphs it asks, it is left as it is. Nothing is
    inserted but on the line of what it belongs to.

    Args:
        text: of which escaped code points are replaced.
        graph: the IRI of the graph.
    """
    words = list(tokens(text))
    if any(token.kind == "word" and token.text == "FROM" for token in words):
        return text
    inserted: list[tuple[int, str]] = []
    for place, token in enumerate(words[:-1]):
        variable = words[place + 1]
        if token.text == "GRAPH" and token.kind == "word" and variable.kind == "variable":
            end = _end_of_group(words, place + 2)
            if end is not None:
                inserted.append((token.start, "{ "))
                inserted.append((end, f" FILTER ({variable.text} != <{graph}>) }}"))
    parts, position = [], 0
    for offset, added in sorted(inserted, key=lambda pair: pair[0]):
        parts += [text[position:offset], added]
        position = offset
    return "".join([*parts, text[position:]])


def _end_of_group(words: list[SparqlToken], start: int) -> int | None:
    """Return the offset behind the group that begins with a token; None where none does."""
    depth = 0
    for token in words[start:]:
        if token.kind == "sign":
            depth += {"{": 1, "}": -1}.get(token.text, 0)
        if depth == 0:
            return token.end if token.text == "}" else None
    return None
