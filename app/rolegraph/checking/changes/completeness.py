"""Completeness: of all that the catalogue's questions ask for, the share that is there.

Counted by the named queries with the tag `completeness` that need no parameter, are about one
class, and name its things in a column of that name: `responsibilities-without-a-step` is about
`rg:Responsibility` and has a column `responsibility`. Each thing of the class that is not retired
is asked for once; the things that the query lists do not have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rolegraph.checking.changes.states import FileState
from rolegraph.folder.description import Description
from rolegraph.rdf.namespaces import ONTOLOGY
from rolegraph.rdf.terms import NamedNode
from rolegraph.sparql.library import NamedQuery, QueryLibrary, answer, load_library
from rolegraph.store.embedded import EmbeddedStore

_TAG = "completeness"
_THINGS = f"""
SELECT DISTINCT ?class ?thing WHERE {{
  ?thing a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>* ?class .
  FILTER NOT EXISTS {{ ?thing <{ONTOLOGY}status> "retired" }}
}}
"""


@dataclass(frozen=True)
class Met:
    """How far one question is met.

    Attributes:
        question: its title, which names what is missing: `Roles without a persona`.
        met: how many things have what is asked for.
        of: how many there are.
    """

    question: str
    met: int
    of: int


@dataclass(frozen=True)
class Completeness:
    """How far all questions are met."""

    questions: Sequence[Met]

    @property
    def share(self) -> float | None:
        """The share that is met, from 0 to 1; None where nothing is asked for."""
        asked = sum(one.of for one in self.questions)
        return sum(one.met for one in self.questions) / asked if asked else None


def questions_of(state: FileState) -> QueryLibrary | None:
    """Return the questions of a catalogue; None where it has no `rolegraph.toml`.

    Raises:
        SyntaxFault: the header of a query is wrong.
    """
    folder = state.corpus.folder if state.corpus else None
    return load_library(*folder.query_folders(), about=Description.of(folder)) if folder else None


def completeness(state: FileState, library: QueryLibrary | None) -> Completeness:
    """Ask a state the questions of completeness.

    Raises:
        SyntaxFault: a query does not parse.
    """
    asked = [(q, name) for q in (library or {}).values() if (name := _class(q))]
    if not asked or state.corpus is None:
        return Completeness(())
    store = EmbeddedStore()
    try:
        store.load(state.quads)
        return Completeness(tuple(_met(store, query, name) for query, name in asked))
    finally:
        store.close()


def _class(query: NamedQuery) -> str | None:
    """Return the class that a question of completeness is about; None of other queries."""
    about = list(query.header.about.values())
    if _TAG not in query.header.tags or query.parameters or len(about) != 1:
        return None
    return about[0] if _column(about[0]) in query.columns else None


def _column(name: str) -> str:
    local = name.rpartition("#")[2].rpartition("/")[2]
    return local[:1].lower() + local[1:]


def _met(store: EmbeddedStore, query: NamedQuery, name: str) -> Met:
    rows = answer(query, {}, store.select).rows
    without = _iris(row.get(_column(name)) for row in rows)
    things = _iris(row["thing"] for row in store.select(_THINGS, {"class": NamedNode(name)}))
    return Met(query.title, len(things - without), len(things))


def _iris(terms: Iterable[object]) -> set[str]:
    return {term.value for term in terms if isinstance(term, NamedNode)}
