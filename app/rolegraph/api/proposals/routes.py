"""Proposals over HTTP: `/api/v1/proposals`, changes that are discussed before they are made."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from fastapi import APIRouter, Depends, Request, Response

from rolegraph.access.identity import Identity
from rolegraph.api.changes.as_json import thing_json
from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.api.proposals.models import ProposalAnswer, ProposalList, ProposalOutcome
from rolegraph.api.resources.batch import writes_of
from rolegraph.api.resources.writes import Editor
from rolegraph.api.schema.shared_schemas import TEXT, Described, query_parameters
from rolegraph.api.schema.write_schema import JSON, answers, write_parameters
from rolegraph.catalogue import Catalogue
from rolegraph.catalogue.index.model import API
from rolegraph.catalogue.schema.json_schema import reference
from rolegraph.catalogue.writing.bodies import Body, an_object, at, kind_of, read_json
from rolegraph.errors import FieldFaults, ParameterError
from rolegraph.history.commit import Commit
from rolegraph.history.permission import confirmations
from rolegraph.history.proposals.keeping import MOST_TEXT, Proposals
from rolegraph.history.proposals.model import Proposal, ProposalStatus, RemarkKind
from rolegraph.http.accept import wanted_by
from rolegraph.http.answers import json_bytes, tagged
from rolegraph.http.bodies import body_reader, check_media_type
from rolegraph.http.commits import commit_response, one_line, outcome
from rolegraph.http.request import boolean, known_parameters, root_of
from rolegraph.rdf.patch import Patch, things_named
from rolegraph.store.embedded import EmbeddedStore
from rolegraph.store.journal.entry_format import encode_patch

PATH = f"{API}proposals"
_RDF_PATCH = "application/rdf-patch"
_NUMBERS = {
    "seen": "expected the number of remarks that you have read",
    "follows": "expected the number of the proposal that this one proposes anew",
}
_TAG: list[str | Enum] = ["proposals"]


class _Routes:
    """What the routes share."""

    def __init__(
        self,
        proposals: Proposals,
        catalogue: Catalogue,
        public_url: str | None,
    ) -> None:
        self.proposals, self.catalogue = proposals, catalogue
        self._public_url = public_url

    def root(self, request: Request) -> str:
        """Return the path that the service is mounted under."""
        return root_of(request, self._public_url)

    def brief(self, request: Request, one: Proposal) -> Body:
        """Return a proposal as a list shows it."""
        return {
            "number": one.number,
            "href": f"{self.root(request)}{PATH}/{one.number}",
            "title": one.title,
            "author": one.author,
            "time": one.time,
            "status": one.status.value,
            "base": one.base,
            "revision": one.revision,
            "follows": one.follows,
            "remarks": len(one.remarks),
            "approvals": one.approvals,
            "changes_asked_by": one.asking,
            "added": len(one.patch.added),
            "removed": len(one.patch.removed),
        }

    def whole(self, request: Request, one: Proposal) -> Body:
        """Return a proposal with what it changes, what was said, and what stands in its way."""
        root = self.root(request)

        def href(iri: str) -> str | None:
            address = self.catalogue.address(iri)
            return None if address is None else root + address

        things, lost = self.proposals.effect(one)
        rules = self.proposals.rules
        return {
            **self.brief(request, one),
            "reason": one.reason,
            "remarks": [
                {
                    "number": remark.number,
                    "kind": remark.kind.value,
                    "author": remark.author,
                    "time": remark.time,
                    "text": remark.text,
                }
                for remark in one.remarks
            ],
            "approver": rules.approve,
            "approvals_needed": rules.approvals,
            "conflicts": things_named(lost, self.catalogue.base),
            "things": [thing_json(thing, href) for thing in things],
        }


def router(
    proposals: Proposals,
    catalogue: Catalogue,
    editor: Editor,
    *,
    public_url: str | None = None,
    body_limit: int,
) -> APIRouter:
    """Return the routes of proposals.

    Args:
        proposals: keeps them.
        catalogue: whose things they change.
        editor: dependency that gives the identity of who writes, or refuses.
        public_url: address of the service as clients see it; by default that of each request.
        body_limit: bytes that a body may have.
    """
    routes = LateRouter(tags=_TAG)
    shared = _Routes(proposals, catalogue, public_url)
    _add_reading(routes, shared)
    who, sent = Depends(editor), Depends(body_reader(body_limit))

    def propose(request: Request, author: Identity = who, raw: bytes = sent) -> Response:
        known_parameters(request, ("dry-run",))
        body = _body(request, raw, ("title", "reason", "operations", "follows"))
        title = _text(body, "title", most=200)
        if not title:
            raise FieldFaults([("/title", "say in a line what the change does")])
        reason, build = _text(body, "reason"), _build(shared, request, body)
        if boolean(request.query_params.get("dry-run")):
            commit = proposals.judge(build, author)
            return commit_response({"proposal": None, "commit": outcome(commit)}, commit)
        one, judged = proposals.propose(
            build, author=author, title=title, reason=reason, follows=_number(body, "follows")
        )
        return _outcome(shared, request, one, judged, 201)

    def revise(
        number: int, request: Request, author: Identity = who, raw: bytes = sent
    ) -> Response:
        known_parameters(request, ())
        body = _body(request, raw, ("text", "operations"))
        text, build = _text(body, "text"), _build(shared, request, body)
        one, judged = proposals.revise(number, build, author=author, text=text)
        return _outcome(shared, request, one, judged)

    def approve(
        number: int, request: Request, author: Identity = who, raw: bytes = sent
    ) -> Response:
        known_parameters(request, ("dry-run", "confirm"))
        body = _body(request, raw, ("text", "seen")) if raw else {}
        one, commit = proposals.approve(
            number,
            author=author,
            text=_text(body, "text"),
            seen=_number(body, "seen"),
            dry_run=boolean(request.query_params.get("dry-run")),
            confirmed=confirmations(request.query_params.get("confirm")),
        )
        return _outcome(shared, request, one, commit)

    def said(kind: RemarkKind) -> Callable[..., Response]:
        def say(
            number: int, request: Request, author: Identity = who, raw: bytes = sent
        ) -> Response:
            known_parameters(request, ())
            body = _body(request, raw, ("text",)) if raw else {}
            one = proposals.remark(number, kind, author=author, text=_text(body, "text"))
            return Response(json_bytes(shared.whole(request, one)), media_type=JSON)

        return say

    routes.add_api_route(
        PATH,
        propose,
        methods=["POST"],
        operation_id="createProposal",
        summary="Propose a change",
        description="The operations are those of a batch. The guard judges them now, and again "
        "when the change is made; nothing is changed until it is approved.",
        responses=_written(201),
        openapi_extra=_extra("NewProposal", "DryRun"),
    )
    routes.add_api_route(
        PATH + "/{number}/revision",
        revise,
        methods=["POST"],
        operation_id="reviseProposal",
        summary="Give a proposal another change",
        description="For its author, or an administrator. Earlier approvals no longer count.",
        responses=_written(200),
        openapi_extra=_extra("ProposalRevision"),
    )
    routes.add_api_route(
        PATH + "/{number}/approval",
        approve,
        methods=["POST"],
        operation_id="approveProposal",
        summary="Approve a proposal",
        description="The last approval that is needed makes the change, in the same commit. 409 "
        "where later commits changed the same things, and where it has more remarks than `seen`.",
        responses=_written(200),
        openapi_extra=_extra("ProposalApproval", "DryRun", "Confirm", needed=False),
    )
    for path, kind, operation, summary in (
        ("remarks", RemarkKind.COMMENT, "commentOnProposal", "Comment on a proposal"),
        ("change-request", RemarkKind.REQUEST, "askForChanges", "Ask for changes of a proposal"),
        ("refusal", RemarkKind.REFUSAL, "declineProposal", "Decline a proposal"),
        ("withdrawal", RemarkKind.WITHDRAWAL, "withdrawProposal", "Withdraw a proposal"),
    ):
        routes.add_api_route(
            f"{PATH}/{{number}}/{path}",
            said(kind),
            methods=["POST"],
            operation_id=operation,
            summary=summary,
            responses=_written(200, ProposalAnswer),
            openapi_extra=_extra("ProposalWords", needed=kind is not RemarkKind.WITHDRAWAL),
        )
    return routes


def _add_reading(routes: APIRouter, shared: _Routes) -> None:
    statuses = [one.value for one in ProposalStatus]

    def listed(request: Request) -> Response:
        known_parameters(request, ("status",))
        wanted_by(request, (JSON,))
        status = request.query_params.get("status")
        if status is not None and status not in statuses:
            raise ParameterError(f"status={status!r} is none of {', '.join(statuses)}.")
        items = [
            shared.brief(request, one)
            for one in shared.proposals.all()
            if status is None or one.status.value == status
        ]
        headers = {"X-Total-Count": str(len(items))}
        body = {"items": items, "total": len(items)}
        return tagged(request, json_bytes(body), JSON, headers=headers)

    def one(number: int, request: Request) -> Response:
        known_parameters(request, ())
        kind = wanted_by(request, (JSON, _RDF_PATCH))
        found = shared.proposals.one(number)
        if kind == _RDF_PATCH:
            text = b"TX .\n" + encode_patch(found.patch) + b"TC .\n"
            return tagged(request, text, _RDF_PATCH)
        return tagged(request, json_bytes(shared.whole(request, found)), JSON)

    routes.add_api_route(
        PATH,
        listed,
        operation_id="listProposals",
        summary="List proposals, the newest first",
        responses={200: {"model": ProposalList}},
        openapi_extra=query_parameters(
            ("status", {**TEXT, "enum": statuses}, "Only those of this status.")
        ),
    )
    routes.add_api_route(
        PATH + "/{number}",
        one,
        operation_id="getProposal",
        summary="Read a proposal: what it changes, what was said, what stands in its way",
        responses={200: {"model": ProposalAnswer, "content": {_RDF_PATCH: {"schema": TEXT}}}},
    )


def _outcome(
    shared: _Routes, request: Request, one: Proposal, commit: Commit, status: int = 200
) -> Response:
    body = shared.whole(request, one)
    headers = {"Location": str(body["href"])} if status == 201 else {}  # noqa: PLR2004 - Created
    return commit_response({"proposal": body, "commit": outcome(commit)}, commit, status, headers)


def _build(shared: _Routes, request: Request, body: Body) -> Callable[[EmbeddedStore], Patch]:
    """Return what makes the patch of the operations of a body."""
    act = writes_of(shared.catalogue, body)

    def build(_: EmbeddedStore) -> Patch:
        change = shared.catalogue.change(shared.root(request))
        act(change)
        return change.finish()

    return build


def _body(request: Request, raw: bytes, members: tuple[str, ...]) -> Body:
    check_media_type(request.scope, JSON)
    body = an_object(read_json(raw))
    faults = [
        (at("", name), f"there is no such member; there are {', '.join(members)}")
        for name in body
        if name not in members
    ]
    if faults:
        raise FieldFaults(faults)
    return body


def _text(body: Body, name: str, most: int = MOST_TEXT) -> str:
    value = body.get(name, "")
    if not isinstance(value, str):
        raise FieldFaults([(at("", name), f"expected a text, not {kind_of(value)}")])
    if len(value) > most:
        raise FieldFaults([(at("", name), f"at most {most} characters")])
    return (one_line(value, f"/{name}") or "") if name == "title" else value.strip()


def _number(body: Body, name: str) -> int | None:
    """Return a number of a body, such as how many remarks somebody has read; None without."""
    value = body.get(name)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise FieldFaults([(at("", name), _NUMBERS[name])])
    return value


def _written(
    status: int, model: type[ProposalOutcome | ProposalAnswer] = ProposalOutcome
) -> dict[int | str, Described]:
    refused = (400, 401, 403, 404, 409, 415, 422)
    return {**answers(reference(model.__name__), status, *refused), status: {"model": model}}


def _extra(schema: str, *names: str, needed: bool = True) -> Described:
    return {
        "parameters": write_parameters("IdempotencyKey", *names),
        "requestBody": {"required": needed, "content": {JSON: {"schema": reference(schema)}}},
    }
