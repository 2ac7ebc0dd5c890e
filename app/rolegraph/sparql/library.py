"""The library of named queries: one `.rq` file for each question people ask of a catalogue.

A file is a SPARQL SELECT below a commented YAML header (`library_header`). Values of parameters
enter a query as RDF terms (`library_parameters`), never as text. How a query is run is the
caller's business: a `Run` is all this module asks for, so it knows no engine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from rolegraph.errors import ConfigurationError, NotFound, SyntaxFault
from rolegraph.folder.description import Description
from rolegraph.rdf.namespaces import ONTOLOGY, RDFS, THINGS
from rolegraph.rdf.results import DistinctRows
from rolegraph.rdf.terms import Literal, NamedNode, Term
from rolegraph.sparql.library_header import Header, read_header
from rolegraph.sparql.library_parameters import QueryParameter, bind

Row = dict[str, Term]
"""The bound variables of one solution."""

Run = Callable[[str, Mapping[str, Term]], Sequence[Row]]
"""Runs a SELECT with substitutions over the default dataset, as `Store.select` does."""

COMPLETENESS = "completeness"
"""The tag of questions whose answers are counted as what is missing."""

NOTHING = "There is nothing of the kind."
_ANY = f"""
SELECT ?class ?kind WHERE {{
  ?kind <{RDFS}subClassOf>* ?class .
  FILTER EXISTS {{ ?thing a ?kind }}
}} LIMIT 1
"""
"""Whether a class has things. As a plain join, the engine would look at the class of each thing."""
_LACKING = """
SELECT (COUNT(*) AS ?all) (SUM(?lacks) AS ?lacking) WHERE {{
  SELECT DISTINCT ?thing ?lacks WHERE {{
    ?thing a {0} .
    FILTER NOT EXISTS {{ ?thing {2} "retired" }}
    BIND(IF(EXISTS {{ ?thing {1} ?value }}, 0, 1) AS ?lacks)
  }}
}}
"""
"""How many things a class has, and how many of them lack a property."""
_SUFFIX = ".rq"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class NamedQuery:
    """A question with its query.

    Attributes:
        name: kebab-case name, that of the file.
        header: question number, title, summary, tags, parameters and columns.
        text: the whole file, header included; it is valid SPARQL.
        base: what the IRIs of things begin with that its parameters name by their ids.
    """

    name: str
    header: Header
    text: str
    base: str = THINGS

    @property
    def title(self) -> str:
        """The question in a few words."""
        return self.header.title

    @property
    def parameters(self) -> tuple[QueryParameter, ...]:
        """What may or must be given, in the order of the header."""
        return self.header.parameters

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the result's columns, in their order."""
        return tuple(self.header.columns)


@dataclass(frozen=True)
class LibraryAnswer:
    """The rows that a named query found.

    Attributes:
        query: the query that was run.
        rows: solutions in the query's order; a column that is not bound is missing from its row.
        values: the terms that were substituted for parameters.
        none: what it means that nothing was found; None where something was.
    """

    query: NamedQuery
    rows: Sequence[Row]
    values: Mapping[str, Term]
    none: str | None = None


class QueryLibrary(Mapping[str, NamedQuery]):
    """Named queries by name, in the order of their question numbers."""

    def __init__(self, queries: Mapping[str, NamedQuery]) -> None:
        ordered = sorted(queries.values(), key=lambda query: (query.header.question, query.name))
        self._queries = {query.name: query for query in ordered}
        self._former = {q.header.formerly: q for q in ordered if q.header.formerly}

    def __getitem__(self, name: str) -> NamedQuery:
        return self._queries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._queries)

    def __len__(self) -> int:
        return len(self._queries)

    def find(self, name: str) -> NamedQuery:
        """Return the query of that name (an ending `.rq` is fine).

        Raises:
            NotFound: there is none; the message names the nearest.
        """
        bare = name.removesuffix(_SUFFIX)
        found = self._queries.get(bare) or self._former.get(bare)
        if found is not None:
            return found
        near = get_close_matches(bare, self._queries, n=3, cutoff=0.5)
        hint = f"Did you mean {' or '.join(near)}?" if near else "The list of queries names all."
        raise NotFound(f"There is no query named {name!r}. {hint}")


def load_library(*folders: Path, about: Description | None = None) -> QueryLibrary:
    """Read all `.rq` files of some folders; a later one may give a query of the same name anew.

    Args:
        folders: where they lie; the first has those that come with the package.
        about: the catalogue that is asked: its base, its defaults of parameters, and the language
            of its own questions where they do not say it.

    Raises:
        SyntaxFault: a header is missing or wrong; has file and line.
        ConfigurationError: the folder is missing, two files answer the same question, or the
            catalogue turns a question off that there is not.
    """
    paths: dict[str, Path] = {}
    for folder in folders:
        if not folder.is_dir():
            raise ConfigurationError(f"The folder of queries {folder} is missing.")
        paths |= {path.name: path for path in folder.glob(f"*{_SUFFIX}")}
    queries: dict[str, NamedQuery] = {}
    asked: dict[int, str] = {}
    for _, path in sorted(paths.items()):
        query = read_query(path)
        if about is not None:
            query = _for_catalogue(query, about, own=path.parent != folders[0])
        other = asked.setdefault(query.header.question, query.name)
        if other != query.name:
            raise ConfigurationError(
                f"{other}{_SUFFIX} and {path.name} both say 'question: {query.header.question}'; "
                "give each question a number of its own."
            )
        queries[query.name] = query
    library = QueryLibrary(queries)
    for name in about.silent if about is not None else ():
        try:
            library.find(name)
        except NotFound as error:
            raise ConfigurationError(f"[questions] {name}: {error}") from None
    return library


def _for_catalogue(query: NamedQuery, about: Description, *, own: bool) -> NamedQuery:
    """Return a query with the base and the defaults of a catalogue, in its language if its own."""
    defaults = about.defaults.get(query.name) or {}
    parameters = tuple(
        replace(parameter, default=defaults[parameter.name], required=False)
        if parameter.name in defaults
        else parameter
        for parameter in query.parameters
    )
    changed: dict[str, object] = {"parameters": parameters}
    if {query.name, query.header.formerly} & set(about.silent):
        changed["tags"] = tuple(tag for tag in query.header.tags if tag != COMPLETENESS)
    if own and "language" not in query.header.model_fields_set:
        changed["language"] = about.language
    header = query.header.model_copy(update=changed)
    return replace(query, header=header, base=about.base)


def read_query(path: Path) -> NamedQuery:
    """Read one `.rq` file.

    Raises:
        SyntaxFault: the name or header is wrong, or a column or parameter is no variable of the
            query; has file and line.
    """
    return query_of(path.name, path.read_text(encoding="utf-8"))


@lru_cache(maxsize=256)
def query_of(file: str, text: str) -> NamedQuery:
    """Return the query in the text of an `.rq` file.

    Raises:
        SyntaxFault: see `read_query`.
    """
    name = file.removesuffix(_SUFFIX)
    if not _NAME.fullmatch(name):
        raise SyntaxFault("A query's file name is kebab-case, as in a-name.rq.", source=file)
    header = read_header(text, source=file)
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for variable in (*header.columns, *(parameter.name for parameter in header.parameters)):
        if not re.search(rf"[?$]{re.escape(variable)}\b", body):
            raise SyntaxFault(
                f"The header names {variable!r}, but the query has no variable ?{variable}.",
                source=file,
                line=1,
            )
    return NamedQuery(name, header, text)


def answer(query: NamedQuery, values: Mapping[str, str], run: Run) -> LibraryAnswer:
    """Run a named query with parameter values as people write them.

    Args:
        query: the query.
        values: parameter name → value; left-out parameters take their default.
        run: runs a SELECT, as `Store.select` does.

    Raises:
        ParameterError: a parameter is unknown, missing, of the wrong form, or names a thing that
            the catalogue does not have.
    """
    terms = bind(query.name, query.parameters, values, run, query.base)
    rows = run(query.text, terms)
    if not isinstance(rows, DistinctRows):
        # A triple of two graphs, such as the label of a role that two documents name, counts once.
        rows = list({tuple(row.items()): row for row in rows}.values())
    return LibraryAnswer(query, rows, terms, None if rows else meaning_of_nothing(query, run))


def meaning_of_nothing(query: NamedQuery, run: Run) -> str:
    """Return what an empty answer means: never praise where nothing is recorded or judged."""
    missing = [
        plural
        for plural, name in query.header.about.items()
        if not run(_ANY, {"class": NamedNode(name)})
    ]
    if missing:
        return f"Nothing is recorded yet: the catalogue has no {' and no '.join(missing)}."
    said = query.header.none or NOTHING
    status = NamedNode(f"{ONTOLOGY}status")
    for words, names in query.header.unjudged.items():
        found = run(_LACKING.format(*map(NamedNode, names), status), {})
        lacking, total = (int(_number(found[0].get(name))) for name in ("lacking", "all"))
        if lacking and lacking == total:
            return f"Nothing can be said yet: {words} ({lacking} of {total})."
        if lacking:
            said += f" Nothing can be said of {words} ({lacking} of {total})."
    return said


def _number(term: Term | None) -> str:
    return term.value if isinstance(term, Literal) else "0"
