"""Queries: each `.rq` file parses, and those that must find nothing find nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.sources import QUERIES, Source
from rolegraph.checking.rules import registry as rules
from rolegraph.errors import SyntaxFault
from rolegraph.rdf.namespaces import PREFIXES
from rolegraph.rdf.sparql_tokens import tokens
from rolegraph.rdf.terms import NamedNode, Term
from rolegraph.rdf.turtle.tokens import Lines
from rolegraph.shacl.findings import VIOLATION, WARNING, Finding, Place
from rolegraph.shacl.report import RuleHelp
from rolegraph.shacl.wording import shown

_LONG = 120
MUST_BE_EMPTY = {"consistency": VIOLATION, "hygiene": WARNING}
"""Tag of a query that must find nothing → severity of what it finds."""


def check_query_syntax(corpus: Corpus) -> Iterator[Finding]:
    """Yield what is wrong in the text of query files that somebody asks about."""
    for source in corpus.part(QUERIES):
        if source.shown:
            yield from _faults(source.name, source.path, source.text)


def check_queries(corpus: Corpus) -> Iterator[Finding]:
    """Yield faults of query files, and a finding for each row of a query that must be empty."""
    files = corpus.part(QUERIES)
    if not files:
        return
    from rolegraph.store.embedded import EmbeddedStore

    store = None
    for source in files:
        faults = _faults(source.name, source.path, source.text) if source.shown else ()
        yield from faults
        severity = None if faults or _service(source.name, source.text) else _severity(source)
        if severity:
            if store is None:
                store = EmbeddedStore()
                store.load(corpus.quads)
            try:
                rows = store.select(source.text)
            except SyntaxError:
                continue  # reported where somebody asks about that file
            yield from _rows(corpus, source, rows, severity)


@lru_cache(maxsize=256)
def _faults(name: str, path: Path, text: str) -> tuple[Finding, ...]:
    """Return what is wrong in the text of a query file of a name."""
    from rolegraph.sparql.library import query_of
    from rolegraph.store.embedded import EmbeddedStore

    if text.startswith("#+"):
        try:
            query_of(path.name, text)
        except SyntaxFault as fault:
            place = _place(name, fault.line or 1, fault.column or 1)
            return (rules.finding("query-header", fault.message).at(place),)
    unknown = _undeclared_prefix(name, text) or _service(name, text)
    if unknown:
        return (unknown,)
    try:
        EmbeddedStore().select(text)
    except SyntaxError as error:
        where = re.search(r"at (\d+):(\d+)", str(error))
        line, column = (int(where[1]), int(where[2])) if where else (1, 1)
        reason = re.sub(r"^.*?error at \d+:\d+: ", "", str(error))
        reason = reason if len(reason) <= _LONG else f"{reason[:_LONG]} …"
        found = rules.finding("query-syntax", "The query does not parse.", hint=reason)
        return (found.at(_place(name, line, column)),)
    except TypeError:
        pass  # an ASK, CONSTRUCT or DESCRIBE that parses: its answer is no table
    return ()


def _undeclared_prefix(name: str, text: str) -> Finding | None:
    """Return a finding for a prefix without PREFIX, which the parser only hints at."""
    declared, last = set(), ""
    for token in tokens(text):
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and last == "PREFIX":
            declared.add(prefix)
        elif token.kind == "name" and prefix not in declared:
            line, column = Lines(text).place(token.start)
            known = PREFIXES.get(prefix, "…")
            hint = f"Put PREFIX {prefix}: <{known}> before the query."
            message = f"The prefix {prefix}: has not been declared."
            place = Place(name, line, column, line, column + len(token.text))
            return rules.finding("query-syntax", message, hint=hint).at(place)
        last = token.text
    return None


def _service(name: str, text: str) -> Finding | None:
    """Return a finding for SERVICE: to run the query would fetch from the web, even on no data."""
    for token in tokens(text) if "SERVICE" in text.upper() else ():
        if token.kind == "word" and token.text == "SERVICE":
            line, column = Lines(text).place(token.start)
            message = "SERVICE asks another server, and a check fetches nothing from the web."
            hint = "Load what the query needs as data, and leave SERVICE out."
            place = Place(name, line, column, line, column + len(token.text))
            return rules.finding("query-syntax", message, hint=hint).at(place)
    return None


def _place(name: str, line: int, column: int) -> Place:
    return Place(name, line, column, line, column + 1)


def _severity(source: Source) -> str | None:
    tags = re.search(r"^#\+ tags: \[([^\]]*)\]", source.text, re.MULTILINE)
    if not tags or re.search(r"^#\+ parameters:", source.text, re.MULTILINE):
        return None
    named = {tag.strip() for tag in tags[1].split(",")}
    return next((MUST_BE_EMPTY[tag] for tag in MUST_BE_EMPTY if tag in named), None)


def _rows(
    corpus: Corpus, source: Source, rows: list[dict[str, Term]], severity: str
) -> Iterator[Finding]:
    name = source.path.name.removesuffix(".rq")
    title = re.search(r"^#\+ title: (.*)$", source.text, re.MULTILINE)
    corpus.helps[name] = RuleHelp(
        name,
        rules.QUERIES + name,
        title[1] if title else name,
        f"The query {name} finds nothing.",
    )
    for row in rows:
        things = [term.value for term in row.values() if isinstance(term, NamedNode)]
        cells = [
            f"{column} {shown(term)}"
            for column, term in row.items()
            if not isinstance(term, NamedNode)
        ]
        finding = Finding(
            severity=severity,
            rule=name,
            rule_iri=rules.QUERIES + name,
            focus=things[0] if things else None,
            focus_label=corpus.labels.label(things[0]) if things else None,
            path=None,
            value=things[1] if len(things) > 1 else None,
            message=f"{title[1] if title else name}: {', '.join(cells) or 'found'}.",
            check="queries",
        )
        yield finding if things else finding.at(_place(source.name, 1, 1))
