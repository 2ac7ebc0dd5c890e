"""Proposals by the Python client: two people, a change, and what is said of it."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

import pytest

from rolegraph.access.identity import AccessRole
from rolegraph.access.tokens import Tokens
from rolegraph.client import AsyncClient, Client, PermissionDenied
from rolegraph.client.proposals import AsyncProposalsClient, ProposalsClient
from serving import StartServer

TOOL = "tools/maite"


@pytest.fixture(scope="module")
def people(
    start_module_server: StartServer, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, str, str]:
    """The address of a service with the shipped catalogue, and the tokens of two editors."""
    data_dir = tmp_path_factory.mktemp("people")
    tokens = [Tokens(data_dir).create(name, AccessRole.EDITOR) for name in ("ada", "bo")]
    return start_module_server(data_dir=data_dir).url, *tokens


def purpose(text: str) -> list[dict[str, Any]]:
    body = {"purpose": text}
    return [{"method": "PATCH", "path": TOOL, "body": body, "ifMatch": "*"}]


def test_a_change_is_proposed_discussed_and_approved_by_another_person(
    people: tuple[str, str, str],
) -> None:
    """Nothing of the catalogue changes before the second person agrees."""
    url, ada, bo = people
    with Client(url, ada) as author, Client(url, bo) as reviewer:
        before = author.get(TOOL)["purpose"]
        made = author.proposals.create(purpose("First words."), "Say what it is for", reason="New")
        number = made["proposal"]["number"]
        reviewer.proposals.comment(number, "Which tests?")
        author.proposals.revise(number, purpose("Tests of models."), "Said more exactly.")

        assert before == author.get(TOOL)["purpose"]
        with pytest.raises(PermissionDenied):
            author.proposals.approve(number)
        assert reviewer.proposals.approve(number, dry_run=True)["commit"]["dryRun"]
        assert [number] == [one["number"] for one in reviewer.proposals.list("open")]

        done = reviewer.proposals.approve(number, "Good.")

        assert "approved" == done["proposal"]["status"]
        assert "Tests of models." == author.get(TOOL)["purpose"]
        said = [remark["text"] for remark in author.proposals.get(number)["remarks"]]
        assert "Which tests?" in said


def test_a_proposal_is_declined_or_taken_back(people: tuple[str, str, str]) -> None:
    """Both stay readable, with the reason."""
    url, ada, bo = people

    async def tried() -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
        async with AsyncClient(url, ada) as author, AsyncClient(url, bo) as reviewer:
            dry = await author.proposals.create(purpose("Nothing."), "A try", dry_run=True)
            assert dry["proposal"] is None
            first = await author.proposals.create(purpose("One."), "First")
            second = await author.proposals.create(purpose("Two."), "Second")
            numbers = first["proposal"]["number"], second["proposal"]["number"]
            declined = await reviewer.proposals.decline(numbers[0], "It says nothing.")
            withdrawn = await author.proposals.withdraw(numbers[1])
            return declined, withdrawn, await author.proposals.list("open")

    declined, withdrawn, left = asyncio.run(tried())

    assert "declined" == declined["status"]
    assert "It says nothing." == declined["remarks"][-1]["text"]
    assert "withdrawn" == withdrawn["status"]
    assert [] == left


def test_both_clients_have_the_same_methods_with_the_same_arguments() -> None:
    """Whoever changes from one to the other adds `await`, and nothing else."""

    def methods(kind: type) -> dict[str, list[str]]:
        return {
            name: [str(argument) for argument in inspect.signature(value).parameters.values()]
            for name, value in inspect.getmembers(kind, inspect.isfunction)
            if not name.startswith("_")
        }

    assert methods(ProposalsClient) == methods(AsyncProposalsClient)
    assert {"list", "get", "create", "approve", "withdraw"} <= methods(ProposalsClient).keys()
