"""Proposals as RDF, in a graph of their own.

A proposal has its patch as text (RDF Patch), the revision that it was made for, and its remarks as
nodes of their own. The terms are those of the ontology, Dublin Core and PROV-O.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rolegraph.history.proposals.model import Proposal, ProposalStatus, Remark, RemarkKind
from rolegraph.history.proposed import PATCH
from rolegraph.rdf.namespaces import DCTERMS, ONTOLOGY, PROPOSALS_GRAPH, PROV, RDF, SKOS, XSD
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad, integer
from rolegraph.store.journal.entry_format import decode_patch, encode_patch

GRAPH = NamedNode(PROPOSALS_GRAPH)
STATUS = NamedNode(ONTOLOGY + "proposalStatus")
_TYPE = RDF + "type"
_FOLLOWS = PROV + "wasRevisionOf"
_PROPOSAL, _REMARK = ONTOLOGY + "Proposal", ONTOLOGY + "ProposalRemark"


def iri_of(number: int) -> str:
    """Return the IRI of a proposal."""
    return f"{PROPOSALS_GRAPH}#proposal-{number}"


def quads_of(one: Proposal) -> Iterable[Quad]:
    """Yield what the graph says of a proposal."""
    node = NamedNode(iri_of(one.number))

    def said(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Quad:
        return Quad(subject, NamedNode(predicate), value, GRAPH)

    yield said(node, _TYPE, NamedNode(_PROPOSAL))
    yield said(node, ONTOLOGY + "proposalNumber", integer(one.number))
    yield said(node, SKOS + "prefLabel", Literal(one.title))
    if one.reason:
        yield said(node, DCTERMS + "description", Literal(one.reason))
    yield said(node, DCTERMS + "creator", Literal(one.author))
    yield said(node, DCTERMS + "created", _moment(one.time))
    yield said(node, ONTOLOGY + "baseRevision", integer(one.base))
    yield said(node, PATCH, Literal(encode_patch(one.patch).decode()))
    yield said(node, STATUS.value, Literal(one.status.value))
    if one.revision is not None:
        yield said(node, ONTOLOGY + "appliedAsRevision", integer(one.revision))
    if one.follows is not None:
        yield said(node, _FOLLOWS, NamedNode(iri_of(one.follows)))
    for remark in one.remarks:
        place = NamedNode(f"{iri_of(one.number)}-remark-{remark.number}")
        yield said(place, _TYPE, NamedNode(_REMARK))
        yield said(place, ONTOLOGY + "remarkOn", node)
        yield said(place, ONTOLOGY + "remarkNumber", integer(remark.number))
        yield said(place, ONTOLOGY + "remarkKind", Literal(remark.kind.value))
        yield said(place, DCTERMS + "creator", Literal(remark.author))
        yield said(place, DCTERMS + "created", _moment(remark.time))
        if remark.text:
            yield said(place, PROV + "value", Literal(remark.text))


def _moment(time: str) -> Literal:
    return Literal(time, datatype=NamedNode(XSD + "dateTime"))


def proposals_in(quads: Iterable[Quad]) -> dict[int, Proposal]:
    """Return the proposals that the quads of the graph tell of, by their numbers."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            said[quad.subject.value][quad.predicate.value] = quad.object.value
    remarks: dict[str, list[Remark]] = defaultdict(list)
    for facts in said.values():
        if facts.get(_TYPE) == _REMARK:
            remarks[facts[ONTOLOGY + "remarkOn"]].append(_remark(facts))
    found = [
        _proposal(facts, remarks[iri])
        for iri, facts in said.items()
        if facts.get(_TYPE) == _PROPOSAL
    ]
    return {one.number: one for one in found}


def _remark(facts: Mapping[str, str]) -> Remark:
    return Remark(
        int(facts[ONTOLOGY + "remarkNumber"]),
        RemarkKind(facts[ONTOLOGY + "remarkKind"]),
        facts[DCTERMS + "creator"],
        facts[DCTERMS + "created"],
        facts.get(PROV + "value", ""),
    )


def _proposal(facts: Mapping[str, str], remarks: list[Remark]) -> Proposal:
    made = facts.get(ONTOLOGY + "appliedAsRevision")
    return Proposal(
        int(facts[ONTOLOGY + "proposalNumber"]),
        facts[SKOS + "prefLabel"],
        facts.get(DCTERMS + "description", ""),
        facts[DCTERMS + "creator"],
        facts[DCTERMS + "created"],
        int(facts[ONTOLOGY + "baseRevision"]),
        decode_patch(facts[PATCH].encode()),
        ProposalStatus(facts[ONTOLOGY + "proposalStatus"]),
        tuple(sorted(remarks, key=lambda remark: remark.number)),
        int(made) if made else None,
        int(facts[_FOLLOWS].rpartition("-")[2]) if _FOLLOWS in facts else None,
    )


def difference(old: Proposal, new: Proposal) -> Patch:
    """Return what leads from one state of a proposal to another."""
    before, after = set(quads_of(old)), set(quads_of(new))
    return Patch(frozenset(before - after), frozenset(after - before))
