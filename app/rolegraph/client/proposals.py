"""Proposals: changes that are discussed before they are made, as `Client.proposals` has them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from rolegraph.client.addresses import API
from rolegraph.client.calls import ApiCall, ThroughAsyncClient, ThroughClient
from rolegraph.client.requests import JSON, ApiRequest, JsonObjects, Parameters, Writing, json_of

_PATH = f"{API}proposals"


class ProposalCalls:
    """What both clients of proposals can do."""

    @ApiCall
    def list(self, status: str | None = None) -> ApiRequest[JsonObjects]:
        """Return the proposals, the newest first.

        Args:
            status: only those that are open, approved, declined or withdrawn.
        """
        return _listed(status)

    @ApiCall
    def get(self, number: int) -> ApiRequest[dict[str, Any]]:
        """Return a proposal: what it changes, what was said, and what stands in its way."""
        return _one(number)

    @ApiCall
    def create(
        self,
        operations: Iterable[Parameters],
        title: str,
        *,
        reason: str | None = None,
        dry_run: bool = False,
    ) -> ApiRequest[dict[str, Any]]:
        """Propose several writes as one change; nothing is changed until it is approved.

        Args:
            operations: as in `Client.batch`.
            title: what the change does, in a line.
            reason: why it should be made.
            dry_run: judge it, and keep nothing.

        Returns:
            `proposal`, which is None in a dry run, and in `commit` what the guard said.
        """
        return _created(operations, title, reason, dry_run)

    @ApiCall
    def revise(
        self, number: int, operations: Iterable[Parameters], text: str | None = None
    ) -> ApiRequest[dict[str, Any]]:
        """Give a proposal another change; earlier approvals no longer count."""
        return _said(number, "revision", text, operations=list(operations))

    @ApiCall
    def comment(self, number: int, text: str) -> ApiRequest[dict[str, Any]]:
        """Say something of a proposal, and return it."""
        return _said(number, "remarks", text)

    @ApiCall
    def ask_for_changes(self, number: int, text: str) -> ApiRequest[dict[str, Any]]:
        """Ask for changes of a proposal; nobody else can approve it until it is revised."""
        return _said(number, "change-request", text)

    @ApiCall
    def approve(
        self,
        number: int,
        text: str | None = None,
        *,
        dry_run: bool = False,
        confirm: Iterable[str] = (),
    ) -> ApiRequest[dict[str, Any]]:
        """Approve a proposal; the last approval that is needed makes the change.

        Args:
            number: which.
            text: what there is to say of it.
            dry_run: judge it, and store nothing.
            confirm: words by which a large change is confirmed, as the refusal of it names them.

        Returns:
            `proposal`, and in `commit` what became of the change.

        Raises:
            Conflict: later commits changed the same things.
        """
        how = Writing(dry_run=dry_run, confirm=confirm)
        return _said(number, "approval", text, how)

    @ApiCall
    def decline(self, number: int, text: str) -> ApiRequest[dict[str, Any]]:
        """Decline a proposal with a reason, and return it."""
        return _said(number, "refusal", text)

    @ApiCall
    def withdraw(self, number: int, text: str | None = None) -> ApiRequest[dict[str, Any]]:
        """Take one's own proposal back, and return it."""
        return _said(number, "withdrawal", text)


class ProposalsClient(ProposalCalls, ThroughClient):
    """The proposals of a service. Each method raises what those of `Client` raise."""


class AsyncProposalsClient(ProposalCalls, ThroughAsyncClient):
    """The proposals of a service, for asyncio; the methods are those of `ProposalsClient`."""


def _listed(status: str | None) -> ApiRequest[JsonObjects]:
    params = {} if status is None else {"status": status}
    return ApiRequest("GET", _PATH, lambda answer: list(json_of(answer)["items"]), params)


def _one(number: int) -> ApiRequest[dict[str, Any]]:
    return ApiRequest("GET", f"{_PATH}/{number}", json_of, headers={"Accept": JSON})


def _created(
    operations: Iterable[Parameters], title: str, reason: str | None, dry_run: bool
) -> ApiRequest[dict[str, Any]]:
    body = {"title": title, "reason": reason, "operations": list(operations)}
    return _post(_PATH, body, Writing(dry_run=dry_run))


def _said(
    number: int, act: str, text: str | None, how: Writing | None = None, **members: Any
) -> ApiRequest[dict[str, Any]]:
    return _post(f"{_PATH}/{number}/{act}", {"text": text, **members}, how or Writing())


def _post(path: str, body: Parameters, how: Writing) -> ApiRequest[dict[str, Any]]:
    given = {name: value for name, value in body.items() if value is not None}
    content = json.dumps(given, ensure_ascii=False).encode()
    headers = {"Content-Type": JSON}
    return ApiRequest("POST", path, json_of, how.params(), headers, content)
