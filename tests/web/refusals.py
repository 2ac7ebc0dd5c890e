"""Pages that say why something cannot be: addresses that are wrong, and forms that are refused."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

import httpx
from lxml import html
from test_plain_form import Sent, form_of

from serving import Server

HEADERS = {"Accept": "text/html"}
QUERIES = (
    "SELECT",
    "SELECT ?x WHERE { ?x nobody:knows ?y }",
    "SELECT ?x WHERE { SERVICE <https://example.org/sparql> { ?x ?y ?z } }",
    "DROP ALL",
)
"""Queries that cannot be run: half of one, an unknown prefix, another host, an update."""
WRONG = (
    "/nothing/at/all",
    "/roles/nobody",
    "/roles?order=backwards",
    "/roles?cursor=nowhere",
    "/roles?lang=!",
    "/at/999999/roles",
    "/changes/999999",
    "/changes?since=x",
    "/changes/0..1?days=soon",
    "/changes?old=2026-13-45&new=2026-11-28",
    "/proposals/999999",
    "/proposals?status=lost",
    "/coverage?colour=red",
    "/coverage?role=nobody",
    "/edit/nothing",
    "/edit/roles/nobody",
    "/edit-plain/nothing",
    "/edit-many/roles?thing=roles/nobody",
    "/why?subject=nothing",
    "/explore?thing=nothing",
    "/ontology/nothing",
    "/shapes/nothing",
    "/docs/schemas/Nothing",
    "/query?name=nothing",
    *(f"/query?query={quote(text)}" for text in QUERIES),
)
"""Addresses that no link leads to, each answered by a page that says what is wrong."""


@dataclass(frozen=True)
class Refusal:
    """A form that is going to be refused.

    Attributes:
        name: what is wrong with it.
        path: where it is sent.
        status: that it is answered with.
        fields: what is sent.
    """

    name: str
    path: str
    status: int
    fields: Sent = field(default_factory=dict)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The fields, one pair for each value."""
        return [(name, value) for name, values in self.fields.items() for value in values]


def told_wrong(client: httpx.Client) -> dict[str, str]:
    """Return the pages of addresses that are wrong: address → markup."""
    found = {}
    for path in WRONG:
        answer = client.get(path, headers=HEADERS)
        assert answer.is_error or "callout problem" in answer.text, path
        assert "text/html" in answer.headers["content-type"], path
        found[path] = answer.text
    return found


def overtake(server: Server, href: str, editor: str) -> None:
    """Change what a thing is for, as somebody who is faster.

    Args:
        server: the service.
        href: of the thing's data.
        editor: the token of somebody who may write.
    """
    head = {"If-Match": "*", "Authorization": f"Bearer {editor}"}
    with server.client(headers=head) as client:
        body = {"purpose": f"At {time.time()}."}
        kind = {"Content-Type": "application/merge-patch+json"}
        client.patch(href, json=body, headers=kind).raise_for_status()


def refusals(server: Server, editor: str, reader: str) -> Iterator[Refusal]:
    """Give forms that are refused; the catalogue changes in between, so send each at once.

    Args:
        server: the service.
        editor: the token of somebody who may write.
        reader: that of somebody who may only read.
    """
    with server.client(headers=HEADERS) as client:
        listed = client.get("/api/v1/tools", headers={"Accept": "application/json"}).json()
        tool = listed["items"][0]["href"]
        path = tool.replace("/api/v1/", "/edit-plain/")

        def filled(**more: str) -> Sent:
            form = form_of(client.get(path, headers=HEADERS))
            return form | {name: [value] for name, value in more.items()}

        typed = filled(purpose="说明。 يشرح.", act="save")
        yield Refusal("a wrong token", path, 401, typed | {"token": ["x" * 40]})
        yield Refusal("a token to read", path, 403, typed | {"token": [reader]})
        typed |= {"token": [editor]}
        yield Refusal("an unknown field", path, 400, typed | {"colour": ["red"]})
        yield Refusal("no change", path, 400, filled(token=editor, act="save"))
        if "checkedOn" in typed:
            yield Refusal("a wrong date", path, 422, typed | {"checkedOn": ["soon"]})
        overtake(server, tool, editor)
        yield Refusal("somebody was faster", path, 412, typed)
        new = "/edit-plain/workflows"
        empty = form_of(client.get(new, headers=HEADERS)) | {"token": [editor], "act": ["save"]}
        yield Refusal("missing fields", new, 422, empty | {"purpose": ["审计"]})

        table = html.fromstring(client.get("/tools?view=table").text)
        things = table.xpath("//input[@name='thing']/@value")[:2]
        many = "/edit-many/tools"
        chosen = {"thing": things, "to.status": ["approved"]}
        shown = client.get(many, params=chosen).text
        states = html.fromstring(shown).xpath("//input[@name='state']/@value")
        sent = {**chosen, "state": states, "act": ["save"]}
        yield Refusal("a wrong token", many, 401, sent | {"token": ["x" * 40]})
        yield Refusal("a token to read", many, 403, sent | {"token": [reader]})
        sent |= {"token": [editor]}
        yield Refusal("approved without a review", many, 422, sent)
        overtake(server, tool, editor)
        yield Refusal("somebody was faster", many, 412, sent)
