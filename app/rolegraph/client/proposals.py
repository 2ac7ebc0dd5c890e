"""Proposals: changes that are discussed before they are made, as `Client.proposals` has them."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Iterable
from typing import Any, Protocol, TypeVar

from rolegraph.client.addresses import API
from rolegraph.client.requests import JSON, ApiRequest, JsonObjects, Parameters, Writing, json_of

T = TypeVar("T")
_PATH = f"{API}proposals"


class Sender(Protocol):
    """Sends a request, and returns what its answer means."""

    def __call__(self, request: ApiRequest[T], /) -> T:
        """Send a request."""


class AsyncSender(Protocol):
    """The same for asyncio."""

    def __call__(self, request: ApiRequest[T], /) -> Awaitable[T]:
        """Send a request."""


class ProposalsClient:
    """The proposals of a service. Each method raises what those of `Client` raise."""

    def __init__(self, send: Sender) -> None:
        self._send = send

    def list(self, status: str | None = None) -> JsonObjects:
        """Return the proposals, the newest first.

        Args:
            status: only those that are open, approved, declined or withdrawn.
        """
        return self._send(_listed(status))

    def get(self, number: int) -> dict[str, Any]:
        """Return a proposal: what it changes, what was said, and what stands in its way."""
        return self._send(_one(number))

    def create(
        self,
        operations: Iterable[Parameters],
        title: str,
        *,
        reason: str | None = None,
        dry_run: bool = False,
    ) -> dict[str, Any]:
        """Propose several writes as one change; nothing is changed until it is approved.

        Args:
            operations: as in `Client.batch`.
            title: what the change does, in a line.
            reason: why it should be made.
            dry_run: judge it, and keep nothing.

        Returns:
            `proposal`, which is None in a dry run, and in `commit` what the guard said.
        """
        return self._send(_created(operations, title, reason, dry_run))

    def revise(
        self, number: int, operations: Iterable[Parameters], text: str | None = None
    ) -> dict[str, Any]:
        """Give a proposal another change; earlier approvals no longer count."""
        return self._send(_said(number, "revision", text, operations=list(operations)))

    def comment(self, number: int, text: str) -> dict[str, Any]:
        """Say something of a proposal, and return it."""
        return self._send(_said(number, "remarks", text))

    def ask_for_changes(self, number: int, text: str) -> dict[str, Any]:
        """Ask for changes of a proposal; nobody else can approve it until it is revised."""
        return self._send(_said(number, "change-request", text))

    def approve(
        self,
        number: int,
        text: str | None = None,
        *,
        dry_run: bool = False,
        confirm: Iterable[str] = (),
    ) -> dict[str, Any]:
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
        return self._send(_said(number, "approval", text, how))

    def decline(self, number: int, text: str) -> dict[str, Any]:
        """Decline a proposal with a reason, and return it."""
        return self._send(_said(number, "refusal", text))

    def withdraw(self, number: int, text: str | None = None) -> dict[str, Any]:
        """Take one's own proposal back, and return it."""
        return self._send(_said(number, "withdrawal", text))


class AsyncProposalsClient:
    """The proposals of a service, for asyncio; the methods are those of `ProposalsClient`."""

    def __init__(self, send: AsyncSender) -> None:
        self._send = send

    async def list(self, status: str | None = None) -> JsonObjects:
        """As `ProposalsClient.list`."""
        return await self._send(_listed(status))

    async def get(self, number: int) -> dict[str, Any]:
        """As `ProposalsClient.get`."""
        return await self._send(_one(number))

    async def create(
        self,
        operations: Iterable[Parameters],
        title: str,
        *,
        reason: str | None = None,
        dry_run: bool = False,
    ) -> dict[str, Any]:
        """As `ProposalsClient.create`."""
        return await self._send(_created(operations, title, reason, dry_run))

    async def revise(
        self, number: int, operations: Iterable[Parameters], text: str | None = None
    ) -> dict[str, Any]:
        """As `ProposalsClient.revise`."""
        return await self._send(_said(number, "revision", text, operations=list(operations)))

    async def comment(self, number: int, text: str) -> dict[str, Any]:
        """As `ProposalsClient.comment`."""
        return await self._send(_said(number, "remarks", text))

    async def ask_for_changes(self, number: int, text: str) -> dict[str, Any]:
        """As `ProposalsClient.ask_for_changes`."""
        return await self._send(_said(number, "change-request", text))

    async def approve(
        self,
        number: int,
        text: str | None = None,
        *,
        dry_run: bool = False,
        confirm: Iterable[str] = (),
    ) -> dict[str, Any]:
        """As `ProposalsClient.approve`."""
        how = Writing(dry_run=dry_run, confirm=confirm)
        return await self._send(_said(number, "approval", text, how))

    async def decline(self, number: int, text: str) -> dict[str, Any]:
        """As `ProposalsClient.decline`."""
        return await self._send(_said(number, "refusal", text))

    async def withdraw(self, number: int, text: str | None = None) -> dict[str, Any]:
        """As `ProposalsClient.withdraw`."""
        return await self._send(_said(number, "withdrawal", text))


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
