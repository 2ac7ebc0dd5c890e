"""Queries written anew where the engine's answer, right by the letter, costs people hours.

* `SELECT *` gives its columns by the alphabet; SPARQL leaves their order open. Here they come in
  the order in which the text first names them.
* GROUP_CONCAT over IRIs, numbers or booleans is an error by SPARQL 1.1 (18.5.1.7 makes it a CONCAT,
  which takes strings), so its value is unbound. SPARQL lets an engine put a value in the place of
  an error (17.3.1). Here that is the text of each term, as STR gives it and as other engines do.
  What has a value by the specification keeps it.

A text is changed only if the engine reads the new one. Faults are told of the text that was sent.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from rolegraph.rdf.sparql_terminals import Keywords, unescape_codepoints
from rolegraph.rdf.sparql_tokens import SparqlToken, tokens

_GROUPING = Keywords("GROUP_CONCAT")
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_NESTING = {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}


def rewritten(text: str, base: str | None = None) -> str:
    """Return a query that gives the answer people expect; the text itself where it is one.

    Args:
        text: the query.
        base: what relative IRIs are relative to, where the text does not say.
    """
    star = star_of(text)
    if star is None and _GROUPING.absent(text):
        return text
    written = grouping_texts(unescape_codepoints(text))
    try:
        results = ox.Store().query(written, base_iri=base)
    except (SyntaxError, ValueError, RuntimeError):
        return text
    if star is None or not isinstance(results, ox.QuerySolutions):
        return written
    if written != text:
        star = star_of(written)
    names = [variable.value for variable in results.variables]
    if star is None or not names:
        return written
    columns = " ".join(f"?{name}" for name in order_of_text(names, written))
    return f"{written[: star.start]} {columns} {written[star.end :]}"


def star_of(text: str) -> SparqlToken | None:
    """Return the token `*` of a query that selects all its variables, None of any other."""
    if "*" not in text:
        return None
    read = tokens(unescape_codepoints(text))
    for token in read:
        if token.kind == "word" and token.text in _FORMS:
            if token.text != "SELECT":
                return None
            following = next(read, None)
            if following is not None and following.text in {"DISTINCT", "REDUCED"}:
                following = next(read, None)
            return following if following is not None and following.text == "*" else None
    return None


def order_of_text(names: Sequence[str], text: str) -> list[str]:
    """Return names of variables in the order in which a query first has them."""
    found = dict.fromkeys(t.text[1:] for t in tokens(text) if t.kind == "variable")
    return [name for name in found if name in names] + [n for n in names if n not in found]


def grouping_texts(text: str) -> str:
    """Return a query, or a pattern of it, in which GROUP_CONCAT takes all that STR takes."""
    if _GROUPING.absent(text):
        return text
    words = list(tokens(text))
    parts, position = [], 0
    for place, token in enumerate(words):
        if token.kind == "word" and token.text == "GROUP_CONCAT":
            argument = _argument(words, place + 1)
            if argument is not None:
                start, end = argument
                value = text[start:end]
                parts += [text[position:start], f"COALESCE(CONCAT({value}), STR({value}))"]
                position = end
    return "".join([*parts, text[position:]])


def _argument(words: Sequence[SparqlToken], place: int) -> tuple[int, int] | None:
    """Return where the expression of an aggregate begins and ends; None where it has none."""
    first = place + 1
    if first < len(words) and words[first].text == "DISTINCT" and words[first].kind == "word":
        first += 1
    depth = 0
    for at in range(first, len(words)):
        token = words[at]
        if depth == 0 and token.kind == "sign" and token.text in {")", ";"}:
            return (words[first].start, words[at - 1].end) if at > first else None
        depth += _NESTING.get(token.text, 0) if token.kind == "sign" else 0
    return None
