"""What engines answer to the same expressions, beside what SPARQL 1.1 says: docs/engines.md.

Run by `make engines`. Usage: engine_table.py FILE. Engines that cannot be had are left out with a
word. The expressions and their values stand in `expressions.txt` beside this file.
"""

import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import httpx
import pyoxigraph as ox

from engines import ENGINES, Engine
from rolegraph.rdf.namespaces import RDF, XSD
from rolegraph.rdf.query_rewriting import rewritten

PREFIXES = f"PREFIX xsd: <{XSD}> PREFIX rdf: <{RDF}> "
TEXT = Path(__file__).with_name("expressions.txt").read_text("utf-8")
EMBEDDED = "embedded"
VERSIONS = {
    EMBEDDED: f"embedded (pyoxigraph {ox.__version__})",
    "oxigraph": "Oxigraph server 0.5",
    "virtuoso": "Virtuoso 7.2.5 (Debian)",
    "fuseki": "Jena ARQ 5.6 (in Fuseki)",
    "rdf4j": "RDF4J server 5.0.3",
}
ERROR = "error"
_INTEGERS = frozenset({XSD + "integer", XSD + "int", XSD + "long", XSD + "nonNegativeInteger"})
_BARE = frozenset({XSD + "boolean", XSD + "integer"})
_NUMBERS = {XSD + "decimal", XSD + "double", XSD + "float"} | _INTEGERS

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Ask = Callable[[str], Term | None]


@dataclass(frozen=True)
class Expression:
    """An expression and the values that conform.

    Attributes:
        group: its heading.
        text: as it stands in the file.
        query: the query that has its value in `?v`.
        expected: what the file says.
        values: the terms that conform; None for an error.
    """

    group: str
    text: str
    query: str
    expected: str
    values: tuple[Term | None, ...]


def expressions(text: str = TEXT) -> Iterator[Expression]:
    """Yield the expressions of the file."""
    group = ""
    for line in text.splitlines():
        if line.startswith("## "):
            group = line[3:]
        elif " => " in line and not line.startswith("#"):
            written, expected = line.rsplit(" => ", 1)
            values = tuple(
                None if one == ERROR else embedded(f"{PREFIXES}SELECT ({one} AS ?v) {{}}")
                for one in expected.split(" or ")
            )
            yield Expression(group, written, _query(written), expected, values)


def _query(written: str) -> str:
    if not written.startswith("{ "):
        return f"{PREFIXES}SELECT ({written} AS ?v) WHERE {{}}"
    pattern, _, aggregate = written.rpartition(" } ")
    return f"{PREFIXES}SELECT ({aggregate} AS ?v) WHERE {pattern} }}"


def embedded(query: str) -> Term | None:
    """Ask the engine of this package, as the service does."""
    solutions = ox.Store().query(rewritten(query))
    assert isinstance(solutions, ox.QuerySolutions)
    return next(iter(solutions))["v"]


def conforms(expression: Expression, found: Term | None) -> bool:
    """Tell whether a value is one that the specification has."""
    return any(_same(value, found) for value in expression.values)


def extends(expression: Expression, found: Term | None) -> bool:
    """Tell whether a value stands in the place of an error."""
    return None in expression.values and found is not None


def _same(one: Term | None, other: Term | None) -> bool:
    if not isinstance(one, ox.Literal) or not isinstance(other, ox.Literal):
        return one == other
    if one.datatype.value in _NUMBERS and one.datatype == other.datatype:
        return one.value == other.value or Decimal(one.value) == Decimal(other.value)
    return one == other


def asking(engine: Engine) -> Ask:
    """Return what asks an engine; what it refuses has no value."""

    def ask(query: str) -> Term | None:
        answer = httpx.post(
            engine.query_url,
            data={"query": query},
            headers={"Accept": "application/sparql-results+json"},
            auth=engine.reading_auth,
            timeout=60,
        )
        if not answer.is_success:
            return None
        rows = answer.json()["results"]["bindings"]
        return _term(rows[0]["v"]) if rows and "v" in rows[0] else None

    return ask


def _term(cell: dict[str, str]) -> Term:
    if cell["type"] == "uri":
        return ox.NamedNode(cell["value"])
    if cell["type"] == "bnode":
        return ox.BlankNode()
    if "xml:lang" in cell:
        return ox.Literal(cell["value"], language=cell["xml:lang"])
    return ox.Literal(cell["value"], datatype=ox.NamedNode(cell.get("datatype", XSD + "string")))


def shown(term: Term | None) -> str:
    """Return a term as the table has it."""
    if term is None:
        return ERROR
    if isinstance(term, ox.Literal) and term.datatype.value in _BARE:
        return term.value
    for prefix, namespace in (("xsd", XSD), ("rdf", RDF)):
        if isinstance(term, ox.NamedNode) and term.value.startswith(namespace):
            return f"{prefix}:{term.value.removeprefix(namespace)}"
    return re.sub(rf"<{XSD}(\w+)>", r"xsd:\1", str(term))


def table(columns: dict[str, Ask]) -> str:
    """Return the page: how many each engine has right, and what it answers otherwise."""
    asked = list(expressions())
    found = {name: [ask(one.query) for one in asked] for name, ask in columns.items()}
    lines = [
        HEAD.format(count=len(asked)),
        "| engine | as specified | a value for an error | otherwise |",
    ]
    lines.append("|---|---|---|---|")
    for name, values in found.items():
        pairs = list(zip(asked, values, strict=True))
        right = sum(conforms(one, value) for one, value in pairs)
        more = sum(not conforms(one, value) and extends(one, value) for one, value in pairs)
        lines.append(f"| {VERSIONS[name]} | {right} | {more} | {len(asked) - right - more} |")
    group = None
    for at, one in enumerate(asked):
        if one.group != group:
            group = one.group
            names = " | ".join(VERSIONS[name].partition(" (")[0] for name in found)
            lines += ["", f"## {group}", "", f"| expression | specification | {names} |"]
            lines.append("|---|---|" + "---|" * len(found))
        cells = [_cell(one, values[at]) for values in found.values()]
        lines.append(f"| {_code(one.text)} | {_code(one.expected)} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(expression: Expression, value: Term | None) -> str:
    if conforms(expression, value):
        return "✓"
    return (
        f"*{_code(shown(value))}*" if extends(expression, value) else f"**{_code(shown(value))}**"
    )


def _code(text: str) -> str:
    return "`" + text.replace("|", "\\|") + "`"


HEAD = """# What engines answer

Written by `make engines`: {count} expressions, what SPARQL 1.1 says, and what each engine answers.

* ✓: as specified. Numbers are compared by value and datatype.
* **Bold**: another answer than the specification has; `error` means no value.
* *Italics*: a value where the specification has an error. SPARQL 1.1 (17.3.1) lets an engine do so.

Queries are answered by the embedded engine, from the mirror of the store. Only with `ROLEGRAPH_STORE_QUERIES=engine` those at `/sparql` run at the store's own engine; leave that where the answers of this table matter. [remote-stores.md](remote-stores.md) has the rest.
"""


def main(target: str) -> int:
    """Start each engine, ask it, and write the page."""
    columns: dict[str, Ask] = {EMBEDDED: embedded}
    running: list[Engine] = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            for name, kind in ENGINES.items():
                reason = kind.missing()
                if reason is not None:
                    sys.stderr.write(f"{name}: left out, {reason}\n")
                    continue
                place = Path(folder) / name
                place.mkdir()
                engine = kind(place)
                running.append(engine)
                engine.start()
                columns[name] = asking(engine)
            Path(target).write_text(table(columns), encoding="utf-8")
        finally:
            for engine in running:
                engine.kill()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
