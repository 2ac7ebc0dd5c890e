"""The pages of proposals: the list, and one with its change, its remarks and what can be done."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter, Request, Response

from rolegraph.access.authenticate import Authenticator
from rolegraph.access.identity import AccessRole
from rolegraph.catalogue import Catalogue
from rolegraph.errors import ParameterError
from rolegraph.history.past import Past
from rolegraph.history.proposals.keeping import Proposals
from rolegraph.history.proposals.model import ProposalStatus
from rolegraph.history.proposals.permitted import kept_from
from rolegraph.http.answers import json_bytes
from rolegraph.http.request import header
from rolegraph.rdf.patch import things_named
from rolegraph.web.frame.pages import Pages
from rolegraph.web.pages.changes import field_words, link_of, linked
from rolegraph.web.proposals.proposed_document import document_of, taken_out
from rolegraph.web.proposals.revising import form_of

_THINGS = 150
"""Things of a change that the page shows."""


def router(
    pages: Pages,
    catalogue: Catalogue,
    proposals: Proposals,
    authenticator: Authenticator,
    past: Past,
) -> APIRouter:
    """Return the routes of the pages.

    Args:
        pages: renders them.
        catalogue: whose things are changed.
        proposals: what is shown.
        authenticator: knows who has a token, to tell what they may do.
        past: gives the catalogue as it would be, to fill the form of a proposal.
    """
    routes = pages.router()

    @routes.get("/proposals")
    def every(request: Request) -> Response:
        status = request.query_params.get("status") or None
        known = [one.value for one in ProposalStatus]
        if status is not None and status not in known:
            raise ParameterError(f"status={status!r} is none of {', '.join(known)}.")
        found = proposals.all()
        values = {
            "proposals": [one for one in found if status in (None, one.status.value)],
            "counts": Counter(one.status.value for one in found),
            "statuses": known,
            "status": status,
            "total": len(found),
        }
        return pages.render(request, "proposals.html", values)

    @routes.get("/proposals/{number:int}")
    def one(number: int, request: Request) -> Response:
        proposal = proposals.one(number)
        found, lost = proposals.effect(proposal)
        is_open = proposal.status is ProposalStatus.OPEN
        overtaken = proposals.overtaken_by(proposal) if is_open else []
        made = proposal.status is ProposalStatus.APPROVED
        form = None if made else form_of(catalogue, past, proposal)
        with catalogue.view(request.scope.get("root_path", ""), pages.languages(request)) as view:
            values = {
                "proposal": proposal,
                "is_open": is_open,
                "overtaken": overtaken,
                "document": document_of(proposal, overtaken) if is_open else None,
                "taken_out": taken_out(proposal) if is_open else "",
                "followed_by": [
                    other.number for other in proposals.all() if other.follows == number
                ],
                "form": form.address(number) if form else None,
                "rules": proposals.rules,
                "things": [linked(view, change) for change in found[:_THINGS]],
                "hows": Counter(change.how for change in found),
                "conflicts": [view.link(iri) for iri in things_named(lost, catalogue.base)],
                "link_of": lambda shown: link_of(view, shown),
                "field_words": field_words(catalogue),
            }
            return pages.render(request, "proposal.html", values)

    # For the script of the page: what somebody may not do, and what was said by now.
    @routes.get("/proposals/{number:int}/acts")
    def acts(number: int, request: Request) -> Response:
        given = header(request.scope, b"authorization")
        author = authenticator.authenticate(given, AccessRole.READER)
        proposal = proposals.one(number)
        said = [
            {"author": one.author, "kind": one.kind.value, "text": one.text}
            for one in proposal.remarks
        ]
        body = {
            "not": kept_from(proposals, proposal, author),
            "own": proposal.author == author.name,
            "remarks": said,
        }
        headers = {"Cache-Control": "no-store"}
        return Response(json_bytes(body), headers=headers, media_type="application/json")

    return routes
