"""The form of a proposal: the one in which it was written, filled with what it proposes.

A form writes one thing, and new things inside it. A proposal that changes something else as well
came by the API, and can be revised there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote

from fastapi import Request

from rolegraph.catalogue import Catalogue, Field, ResourceType, View
from rolegraph.catalogue.index.model import API, SEGMENT
from rolegraph.catalogue.reading.view import Thing
from rolegraph.errors import ParameterError
from rolegraph.history.past import Past
from rolegraph.history.proposals.keeping import Proposals
from rolegraph.history.proposals.model import Proposal, ProposalStatus, RemarkKind
from rolegraph.rdf.patch import things_named
from rolegraph.rdf.terms import NamedNode
from rolegraph.web.forms.offers import targets
from rolegraph.web.forms.page import PROPOSAL, inner_of

_NEW = "_:proposed-"
"""What stands for a new thing in a form, before its number."""


@dataclass(frozen=True)
class ProposedForm:
    """A form with what a proposal says.

    Attributes:
        plural: of the type of the thing.
        slug: the end of its address; None of a new thing.
        fields: name → what its control is filled with, in the form in which browsers keep drafts.
    """

    plural: str
    slug: str | None
    fields: Mapping[str, Any]

    def address(self, number: int) -> str:
        """Return the address of the form, for a proposal of a number."""
        place = "" if self.slug is None else f"/{quote(self.slug, safe=SEGMENT)}"
        return f"/edit/{self.plural}{place}?proposal={number}"


def form_of(catalogue: Catalogue, past: Past, proposal: Proposal) -> ProposedForm | None:
    """Return the form of a proposal; None where no form writes all of it.

    Args:
        catalogue: as it is now.
        past: gives the catalogue as it would be.
        proposal: what is proposed.
    """
    patch = proposal.patch
    named = things_named((*patch.removed, *patch.added), catalogue.base)
    with catalogue.view() as view:
        there = {iri for iri in named if view.types_of(iri)}
    with past.proposed(patch).view() as view:
        if not all(view.types_of(iri) for iri in named):
            return None  # something is deleted, or is no thing with a form
        return _Filling(catalogue, view, named, there).form(proposal)


class Revisions:
    """Gives forms what proposals say that they revise.

    Args:
        catalogue: as it is now.
        past: gives the catalogue as it would be.
        proposals: all of them.
    """

    def __init__(self, catalogue: Catalogue, past: Past, proposals: Proposals) -> None:
        self._catalogue, self._past, self._proposals = catalogue, past, proposals

    def __call__(self, request: Request, plural: str, slug: str | None) -> dict[str, Any] | None:
        """Return what the script of a form needs of the proposal that it revises, if it does.

        Raises:
            NotFound: there is no such proposal.
            ParameterError: the parameter is no number, the proposal is approved, or the form
                does not write it.
        """
        given = request.query_params.get(PROPOSAL)
        if given is None:
            return None
        if not given.isascii() or not given.isdigit():
            raise ParameterError(f"proposal: {given!r} is not the number of a proposal.")
        one = self._proposals.one(int(given))
        form = form_of(self._catalogue, self._past, one)
        if one.status is ProposalStatus.APPROVED or form is None:
            raise ParameterError(f"proposal: proposal {one.number} cannot be revised in a form.")
        if (form.plural, form.slug) != (plural, slug):
            raise ParameterError(
                f"proposal: proposal {one.number} is revised at {form.address(one.number)}."
            )
        return {
            "number": one.number,
            "title": one.title,
            "author": one.author,
            "asking": [
                (said.author, said.text)
                for said in one.remarks
                if said.kind is RemarkKind.REQUEST and said.author in one.asking
            ],
            "open": one.status is ProposalStatus.OPEN,
            "fields": form.fields,
        }


class _Filling:
    """Fills the form of the one thing that all others of a proposal stand in.

    Args:
        catalogue: has the types.
        view: the catalogue with what is proposed.
        named: the things that would change.
        there: those of them that are there now.
    """

    def __init__(
        self, catalogue: Catalogue, view: View, named: Sequence[str], there: set[str]
    ) -> None:
        self._catalogue, self._view = catalogue, view
        self._named, self._there = named, there
        self._numbers = {iri: n for n, iri in enumerate(n for n in named if n not in there)}
        self._written: set[str] = set()

    def form(self, proposal: Proposal) -> ProposedForm | None:
        """Return the form; None where there is no such thing, or it does not write all."""
        inside = {child for iri in self._named for _, child in self._inside(iri)}
        roots = [iri for iri in self._named if iri not in inside]
        if len(roots) != 1 or not self._only_moved(proposal, roots[0]):
            return None
        [root] = roots
        kind = self._kind(root)
        slug = None
        if root in self._there:
            address = self._catalogue.address(root) or ""
            slug = address.removeprefix(f"{API}{kind.plural}/")
            if not slug or "/" in slug:
                return None
        return ProposedForm(kind.plural, slug, self._fields(root, kind))

    def _kind(self, iri: str) -> ResourceType:
        return self._view.types_of(iri)[0]

    def _inner(self, kind: ResourceType) -> Iterator[tuple[Field, ResourceType]]:
        """Yield the fields in which new things are written, each with their type."""
        for field in kind.fields:
            if field.kind == "link" and not (field.inverse or field.single):
                kinds = targets(self._catalogue, field)
                if len(kinds) == 1:
                    yield field, kinds[0]

    def _inside(self, iri: str) -> Iterator[tuple[Field, str]]:
        """Yield the things of the proposal that are written inside another one."""
        thing = self._view.thing(iri)
        for field, kind in self._inner(self._kind(iri)):
            ordered = inner_of(self._kind(iri), kind)["order"]
            for link in cast("list[Thing]", thing.get(field.name) or []):
                child = str(link["id"])
                if child in self._named and (child not in self._there or ordered):
                    yield field, child

    def _only_moved(self, proposal: Proposal, root: str) -> bool:
        """Tell whether what stands inside and is there already changes its place alone."""
        allowed: dict[str, set[str]] = {}
        for field, child in self._inside(root):
            if child in self._there:
                kind = self._kind(child)
                given = inner_of(self._kind(root), targets(self._catalogue, field)[0])
                names = {given["order"], given["chain"], given["back"]}
                allowed[child] = {f.predicate for f in kind.fields if f.name in names}
        changed = (*proposal.patch.removed, *proposal.patch.added)
        return all(
            quad.predicate.value in allowed.get(quad.subject.value, ())
            for quad in changed
            if isinstance(quad.subject, NamedNode) and quad.subject.value in self._there - {root}
        )

    def _fields(
        self, iri: str, kind: ResourceType, given: frozenset[str] = frozenset()
    ) -> dict[str, Any]:
        """Return what the fields of a thing are filled with; those that follow are left out."""
        thing = self._view.thing(iri)
        inside = dict(self._inner(kind))
        found = {}
        for field in kind.fields:
            if field.inverse or field.nested is not None or field.name in given:
                continue
            value = thing.get(field.name)
            if field.single:
                found[field.name] = self._shown(value)
            else:
                values = value if isinstance(value, list) else [] if value is None else [value]
                found[field.name] = [
                    self._row(one, kind, inside.get(field)) for one in cast("list[Any]", values)
                ]
        return found

    def _row(self, value: Any, owner: ResourceType, kind: ResourceType | None) -> dict[str, Any]:
        iri = str(value["id"]) if isinstance(value, dict) and "id" in value else ""
        if kind is None or iri not in self._numbers or iri in self._written:
            return {"value": self._shown(value)}
        self._written.add(iri)  # others in the form refer to it
        inner = inner_of(owner, kind)
        given = frozenset(filter(None, (inner["back"], inner["order"], inner["chain"])))
        return {"id": self._local(iri), "draft": self._fields(iri, self._kind(iri), given)}

    def _shown(self, value: Any) -> Any:
        """Return a value with what stands for a new thing in the place of its IRI."""
        if isinstance(value, dict) and value.get("id") in self._numbers:
            return {"id": self._local(str(value["id"])), "label": value.get("label")}
        return value

    def _local(self, iri: str) -> str:
        return f"{_NEW}{self._numbers[iri]}"
