"""What goes with a document that is taken out of a catalogue, and what stays of its things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from rolegraph.documents.graph.builder import term
from rolegraph.documents.graph.described import Described
from rolegraph.rdf.namespaces import PREFIXES
from rolegraph.rdf.terms import NamedNode, Triple

_TYPE = term("rdf:type")
_OF_THE_FILE = frozenset(
    term(name).value
    for name in (
        *("void:Dataset", "rg:DocumentVersion", "rg:SourceDocument", "rg:RoleScheme"),
        *("oa:SpecificResource", "oa:TextPositionSelector", "oa:TextQuoteSelector"),
        *("oa:FragmentSelector", "rg:Citation"),
    )
)
"""Classes of what tells of a document and of places in it, and is nothing of the catalogue."""


@dataclass(frozen=True)
class GoneThing:
    """A thing that only the document has: its IRI, its label, and the name of its class."""

    iri: str
    label: str
    kind: str


@dataclass(frozen=True)
class Going:
    """What becomes of the things of a document.

    Attributes:
        gone: what vanishes, but for what is retired already.
        retired: how many retired things vanish, which were there for the record.
        staying: label of a thing that stays, and where else it is.
        left: labels of things that people wrote into the graph of the document, and that stay.
    """

    gone: Sequence[GoneThing]
    retired: int
    staying: Sequence[tuple[str, str]]
    left: Sequence[str]

    @property
    def counts(self) -> Mapping[str, int]:
        """Kind of thing → how many vanish."""
        return Counter(each.kind for each in self.gone)


def left_of(before: AbstractSet[Triple], imported: AbstractSet[Triple] | None) -> frozenset[Triple]:
    """Return what people wrote into the graph of a document beside what it says.

    Args:
        before: the graph.
        imported: the graph as it was imported; None where nobody knows it: then all of it goes.
    """
    known = {_thing(each) for each in imported} if imported is not None else None
    return frozenset(t for t in before if known is not None and _thing(t) not in known)


def what_goes(
    before: AbstractSet[Triple],
    left: AbstractSet[Triple],
    elsewhere: Callable[[str], Sequence[str] | None],
) -> Going:
    """Return what becomes of the things of a document.

    Args:
        before: what its graph says.
        left: what of that stays.
        elsewhere: the IRI of a thing → the names of those who have it as well, for people; None
            where nobody has it.
    """
    has, stays = Described(before), Described(left)
    gone, retired, staying = list[GoneThing](), 0, list[tuple[str, str]]()
    for triple in sorted((t for t in before if t.predicate == _TYPE), key=str):
        iri, kind = getattr(triple.subject, "value", ""), getattr(triple.object, "value", "")
        if kind in _OF_THE_FILE or iri in stays or not iri or "#" in iri.rpartition("/")[2]:
            continue
        others = elsewhere(iri)
        if others is not None:
            staying += [(has.label(iri), other) for other in others[:1]]
        elif has.is_retired(iri):
            retired += 1
        else:
            gone.append(GoneThing(iri, has.label(iri), _kind(kind)))
    named = sorted({t.subject.value for t in left if isinstance(t.subject, NamedNode)})
    labels = [stays.label(i) for i in named if i in stays and "#" not in i.rpartition("/")[2]]
    return Going(gone, retired, list(dict.fromkeys(staying)), labels)


def _thing(triple: Triple) -> str:
    """Return the IRI of the thing that a triple is of, without a fragment."""
    return str(getattr(triple.subject, "value", triple.subject)).partition("#")[0]


def _kind(class_iri: str) -> str:
    """Return the name of a class in small letters: `workflow step`."""
    name = class_iri.removeprefix(PREFIXES["rg"]).rpartition("/")[2].rpartition("#")[2]
    return "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in name).strip()
