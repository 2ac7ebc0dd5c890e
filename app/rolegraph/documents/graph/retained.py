"""What a graph keeps of earlier versions of its document, so that no identity is ever lost.

* A thing that the new version no longer has is *retired*: its triples stay as they were, quotes
  included, with `rg:status "retired"`. Where it comes back, it is in force again. What another
  document has now was moved there, and is left to the graph of that one.
* Earlier versions stay, with their text; the new one is a `prov:wasRevisionOf` the one before, and
  of the last versions of documents that were merged into this one.
* What others have said of a thing that is still there (its status, its lifecycle stages) stays:
  every triple whose predicate is none that an import writes, but for links that the document had
  told. An import writes no texts of an activity but its name, so that its definition stays.
* What took the place of a retired thing (another kind of statement, another role) is a
  `prov:wasRevisionOf` that thing.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from rolegraph.documents.graph.builder import term
from rolegraph.documents.graph.described import RETIRED, Described
from rolegraph.documents.graph.generated import (
    GENERATED,
    OF_READINGS,
    PARTS,
    SPARSE,
    STATEMENTS,
    TEXTS,
)
from rolegraph.documents.graph.reporting import is_said_once, was_told
from rolegraph.rdf.terms import Literal, NamedNode, Triple

_STATUS = term("rg:status")
_REVISION = term("prov:wasRevisionOf")


def retained(
    before: Described,
    after: Described,
    version: str,
    replaces: Mapping[str, str],
    elsewhere: Iterable[Container[str]] = (),
    *,
    by_reading: bool = False,
) -> set[Triple]:
    """Return what to add to the graph of a new version to keep what the previous graph knew.

    Args:
        before: the graph as it was.
        after: the graph of the new version.
        version: IRI of the new version.
        replaces: slug of a thing → IRI of the thing that it replaces.
        elsewhere: IRIs of what other documents have.
        by_reading: whether the graph is that of a reading, which writes fewer predicates.

    Returns:
        triples, none when the previous graph is about another document.
    """
    if not before.triples:
        return set()
    earlier = before.version()
    document = after.link(version, "rg:versionOf")
    if earlier is None or before.link(earlier, "rg:versionOf") != document:
        return set()
    kept: set[Triple] = set()
    moved = tuple(elsewhere)
    retired = {
        iri
        for iri in before.of_class(*PARTS)
        if iri not in after and not any(iri in each for each in moved)
    }
    for iri in retired:
        kept.update(triple for triple in before.block(iri) if triple.predicate != _STATUS)
        kept.add(Triple(NamedNode(iri), _STATUS, Literal(RETIRED)))
    generated = {term(name) for name in (OF_READINGS if by_reading else GENERATED)}
    sparse = set(before.of_class(*SPARSE)) if by_reading else set()
    texts = {term(name) for name in TEXTS}
    kept |= {
        triple
        for triple in before.triples
        if (
            triple.predicate not in generated
            or (triple.predicate in texts and _name(triple) in sparse)
        )
        and not was_told(before, triple)
        and not is_said_once(after, triple)
        and isinstance(triple.subject, NamedNode)
        and triple.subject.value in after
        and triple != Triple(triple.subject, _STATUS, Literal(RETIRED))
    }
    for iri in before.of_class("rg:DocumentVersion"):
        if iri != version and (by_reading or before.link(iri, "rg:versionOf") == document):
            kept.update(before.block(iri))
    if by_reading:
        kept |= _of_merged(before, after, version, document)
    links = _replacements(before, after, retired, replaces)
    if previous_version := _version_before(before, after, version, earlier):
        links[version] = previous_version
    kept.update(Triple(NamedNode(iri), _REVISION, NamedNode(old)) for iri, old in links.items())
    return kept


def _of_merged(
    before: Described, after: Described, version: str, document: str | None
) -> set[Triple]:
    """Return what to keep of documents that were merged into this one.

    Their names, their schemes as retired, and that this version comes after their last ones.
    """
    kept: set[Triple] = set()
    for iri in before.of_class("rg:SourceDocument", "rg:RoleScheme"):
        if iri not in after and iri != document:
            kept.update(triple for triple in before.block(iri) if triple.predicate != _STATUS)
            if before.is_a(iri, "rg:RoleScheme"):
                kept.add(Triple(NamedNode(iri), _STATUS, Literal(RETIRED)))
    kept |= {Triple(NamedNode(version), _REVISION, NamedNode(v)) for v in _revised(before, version)}
    revised = {old for v in before.of_class("rg:DocumentVersion") for old in _revised(before, v)}
    return kept | {
        Triple(NamedNode(version), _REVISION, NamedNode(iri))
        for iri in before.of_class("rg:DocumentVersion")
        if iri not in {version, *revised} and before.link(iri, "rg:versionOf") != document
    }


def _revised(before: Described, version: str) -> list[str]:
    return before.links(version, "prov:wasRevisionOf")


def _name(triple: Triple) -> str:
    return triple.subject.value if isinstance(triple.subject, NamedNode) else ""


def _replacements(
    before: Described, after: Described, retired: set[str], replaces: Mapping[str, str]
) -> dict[str, str]:
    """Return the things that replace retired ones, with these."""
    links: dict[str, str] = {}
    plurals = {
        iri.rpartition("/")[2]: iri for iri in retired.intersection(before.of_class(*STATEMENTS))
    }
    for iri in after.of_class(*STATEMENTS):
        same_name = plurals.get(iri.rpartition("/")[2]) if iri not in before else None
        for old in (
            replaces.get(iri.rpartition("/")[2]),
            before.link(iri, "prov:wasRevisionOf"),
            same_name,
        ):
            if old in retired:
                links.setdefault(iri, old)
    return links


def _version_before(before: Described, after: Described, version: str, earlier: str) -> str | None:
    if after.link(version, "prov:wasRevisionOf"):
        return None  # the curation says it
    if version in before:  # nothing new, or the document returned to an earlier text
        return before.link(version, "prov:wasRevisionOf")
    return earlier
