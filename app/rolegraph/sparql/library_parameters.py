"""Parameters of named queries: from what people write to RDF terms.

A value that names a thing may be written as an IRI (`https://…`, also in `<…>`), as
`plural/slug`, as a bare slug where the header says of which class the thing is, or as a prefixed
name (`rg:Role`). `graphs/PATH` names the graph of a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal as OneOf

from rolegraph.errors import ParameterError
from rolegraph.rdf.namespaces import GRAPHS, PREFIXES, SKOS, THINGS
from rolegraph.rdf.terms import Literal, NamedNode, Term, integer

GRAPH_PLURAL = "graphs"
"""Stands in a header's `plural` for the named graphs themselves."""

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(//|[^/:]*:).+")  # scheme://… and urn:…:…
_SHORT = re.compile(r"(?P<plural>[a-z][a-z0-9-]*)/(?P<slug>[^\s<>\"{}|\\^`]+)")
_PREFIXED = re.compile(r"(?P<prefix>[A-Za-z][A-Za-z0-9-]*):(?P<local>[^\s<>\"{}|\\^`]*)")
_SLUG = re.compile(r"[^\s/:<>\"{}|\\^`]+")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_SHOWN = 8

_EXISTS = """
SELECT ?thing WHERE {
  { ?thing ?p ?o } UNION { ?s ?p ?thing } UNION { GRAPH ?thing { ?s ?p ?o } }
} LIMIT 1
"""
_KNOWN = f"""
SELECT ?base ?thing WHERE {{
  ?thing <{SKOS}prefLabel> ?label .
  FILTER(STRSTARTS(STR(?thing), ?base))
}} ORDER BY ?thing LIMIT 5000
"""


@dataclass(frozen=True)
class QueryParameter:
    """One parameter of a named query.

    Attributes:
        name: the variable of the query that it replaces.
        type: whether it names a thing, is a text, or a whole number.
        plurals: plural names of the classes of the thing it names; empty where it may be any.
        required: whether it must be given.
        default: the value when it is not given, as people write it; None leaves it open.
        description: what it means, a sentence.
    """

    name: str
    type: OneOf["iri", "string", "integer"]
    plurals: tuple[str, ...]
    required: bool
    default: str | None
    description: str


def bind(
    query: str,
    parameters: Sequence[QueryParameter],
    values: Mapping[str, str],
    run: Callable[[str, Mapping[str, Term]], Sequence[dict[str, Term]]],
    base: str = THINGS,
) -> dict[str, Term]:
    """Return the terms to substitute for the parameters of a query.

    Args:
        query: name of the query, for messages.
        parameters: its parameters.
        values: name → value as people write it.
        run: runs a SELECT; asked whether a thing exists.
        base: what the IRIs of the catalogue's things begin with.

    Raises:
        ParameterError: a parameter is unknown, missing, of the wrong form, or names a thing that
            the catalogue does not have.
    """
    by_name = {parameter.name: parameter for parameter in parameters}
    for name in values:
        if name not in by_name:
            raise ParameterError(_unknown(query, name, list(by_name)))
    terms: dict[str, Term] = {}
    for parameter in parameters:
        if parameter.name in values:
            terms[parameter.name] = _given(parameter, values[parameter.name], run, base)
        elif parameter.required:
            raise ParameterError(
                f"The query {query} needs the parameter {parameter.name!r}: "
                f"{parameter.description}{_example(parameter)}"
            )
        elif parameter.default is not None:
            # A default is not looked up: a catalogue without that thing has an empty answer.
            terms[parameter.name] = candidates(parameter, parameter.default, base)[0]
    return terms


def candidates(parameter: QueryParameter, value: str, base: str = THINGS) -> list[Term]:
    """Return the terms that a value can mean, the likeliest first.

    Only a bare slug of a parameter with several classes has more than one.

    Raises:
        ParameterError: the value has the wrong form.
    """
    if parameter.type == "string":
        return [Literal(value)]
    if parameter.type == "integer":
        if not _INTEGER.fullmatch(value.strip()):
            raise _wrong(parameter, value, "is no whole number")
        return [integer(int(value))]
    return [_named_node(parameter, value, iri) for iri in _iris(parameter, value.strip(), base)]


def _iris(parameter: QueryParameter, value: str, base: str) -> list[str]:
    if value.startswith("<") and value.endswith(">"):
        return [value[1:-1]]
    if _ABSOLUTE.fullmatch(value):
        return [value]
    if match := _SHORT.fullmatch(value):
        plural = match["plural"]
        if parameter.plurals and plural not in parameter.plurals:
            raise _wrong(parameter, value, f"is none of the {_either(parameter.plurals)}")
        return [_start(plural, base) + match["slug"]]
    if match := _PREFIXED.fullmatch(value):
        if match["prefix"] in PREFIXES:
            return [PREFIXES[match["prefix"]] + match["local"]]
        known = ", ".join(sorted(PREFIXES))
        raise _wrong(parameter, value, f"has an unknown prefix (known are {known})")
    if parameter.plurals and _SLUG.fullmatch(value):
        return [_start(plural, base) + value for plural in parameter.plurals]
    raise _wrong(parameter, value, "names no thing" + _example(parameter, "; write"))


def _named_node(parameter: QueryParameter, value: str, iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError:
        raise _wrong(parameter, value, "is no valid IRI") from None


def _given(
    parameter: QueryParameter,
    value: str,
    run: Callable[[str, Mapping[str, Term]], Sequence[dict[str, Term]]],
    base: str,
) -> Term:
    found = candidates(parameter, value, base)
    if not parameter.plurals:
        return found[0]
    for term in found:
        if run(_EXISTS, {"thing": term}):
            return term
    slugs = []
    for plural in parameter.plurals:
        start = _start(plural, base)
        rows = run(_KNOWN, {"base": Literal(start)})
        slugs += [str(getattr(row["thing"], "value", "")).removeprefix(start) for row in rows]
    wanted = value.strip("<> ").rsplit("/", 1)[-1]
    near = get_close_matches(wanted, slugs, n=3, cutoff=0.5)
    if near:
        hint = f" Did you mean {' or '.join(near)}?"
    elif slugs:
        more = " …" if len(slugs) > _SHOWN else ""
        hint = f" There are: {', '.join(slugs[:_SHOWN])}{more}."
    else:
        hint = ""
    raise ParameterError(
        f"{parameter.name}: the catalogue has none of the {_either(parameter.plurals)} "
        f"called {value!r}.{hint}"
    )


def _start(plural: str, base: str) -> str:
    return GRAPHS if plural == GRAPH_PLURAL else f"{base}{plural}/"


def _either(plurals: Sequence[str]) -> str:
    return " or ".join(plurals)


def _example(parameter: QueryParameter, lead: str = " Write") -> str:
    if parameter.type != "iri":
        return ""
    if parameter.plurals:
        return f"{lead} an IRI, {parameter.plurals[0]}/SLUG or a slug."
    return f"{lead} an IRI, PLURAL/SLUG or a prefixed name."


def _wrong(parameter: QueryParameter, value: str, fault: str) -> ParameterError:
    return ParameterError(f"{parameter.name}: {value!r} {fault.rstrip('.')}.")


def _unknown(query: str, name: str, known: list[str]) -> str:
    if not known:
        return f"The query {query} takes no parameters, so {name!r} cannot be given."
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return (
        f"The query {query} has no parameter {name!r}.{hint} Its parameters are: "
        f"{', '.join(known)}."
    )
