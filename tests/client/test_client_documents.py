"""A script brings documents in, answers their questions, and takes them back out."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bringing import HANDBOOK, NAME, SECOND, TOKEN, yard_of
from rolegraph.client import AsyncClient, Client, NotFound, PreconditionRequired
from serving import StartServer


def test_a_document_goes_in_with_its_answers_and_comes_out(
    start_server: StartServer, tmp_path: Path
) -> None:
    yard = yard_of(start_server, tmp_path)
    server, token = yard.server, TOKEN
    content = HANDBOOK.encode()
    with Client(server.url, token, timeout=300) as client:
        with pytest.raises(NotFound):
            client.documents.get(NAME)
        told = client.documents.bring_in(NAME, content, dry_run=True)
        answers = [{**each, "answer": "exclusion"} for each in told["questions"]]
        made = client.documents.bring_in(NAME, content, answers=answers, message="From a script")

        assert made["new"]
        assert "From a script" == client.changes(1)["items"][0]["message"]
        assert content == client.documents.content(NAME)
        assert "answer: exclusion" in client.documents.curation(NAME)
        known = client.documents.get(NAME)
        assert (0, 1) == (known["open"], known["answered"])
        with pytest.raises(PreconditionRequired):
            client.documents.bring_in(NAME, SECOND.encode())
        later = client.documents.bring_in(NAME, SECOND.encode(), etag=known.etag)
        assert ["Reports defects of the crane"] == [each["label"] for each in later["retired"]]

    async def look() -> None:
        async with AsyncClient(server.url, token, timeout=300) as client:
            found = [each["name"] for each in await client.documents.list()]
            assert NAME in found
            again = await client.documents.get(NAME)
            told = await client.documents.bring_in(NAME, SECOND.encode(), etag=again.etag)
            assert 0 == told["commit"]["added"]
            assert SECOND.encode() == await client.documents.content(NAME)
            assert "answer: exclusion" in await client.documents.curation(NAME)

    asyncio.run(look())


def test_a_document_gets_another_name_and_is_taken_out_by_a_script(
    start_server: StartServer, tmp_path: Path
) -> None:
    yard = yard_of(start_server, tmp_path)
    new = "data/yard.md"
    with Client(yard.server.url, TOKEN, timeout=300) as client:
        client.documents.bring_in(NAME, HANDBOOK.encode())
        known = client.documents.get(NAME)
        made = client.documents.bring_in(new, SECOND.encode(), replaces=NAME, etag=known.etag)
        assert (NAME, False) == (made["replaces"], made["new"])
        assert [new] == [each["name"] for each in client.documents.list()]

        told = client.documents.remove(new, dry_run=True)
        proposed = client.documents.remove(new, propose=True)
        assert {"Crane Driver", "Banksman"} == {
            each["label"] for each in told["vanishing"] if each["kind"] == "role"
        }
        assert "open" == client.proposals.get(proposed["proposal"])["status"]
        with pytest.raises(PreconditionRequired):
            client.documents.remove(new)
        client.documents.remove(new, etag=client.documents.get(new).etag, message="Not used")
        assert [] == client.documents.list()
        assert "Not used" == client.changes(1)["items"][0]["message"]

    async def again() -> None:
        async with AsyncClient(yard.server.url, TOKEN, timeout=300) as client:
            await client.documents.bring_in(NAME, HANDBOOK.encode())
            state = (await client.documents.get(NAME)).etag
            gone = await client.documents.remove(NAME, etag=state)
            assert 0 < gone["commit"]["removed"]

    asyncio.run(again())


def test_several_documents_go_in_by_one_commit(start_server: StartServer, tmp_path: Path) -> None:
    yard = yard_of(start_server, tmp_path)
    ferry = b"# Ferry\n\n## Deckhand\n\n### Duties\n\n- Casts off the lines\n"
    with Client(yard.server.url, TOKEN, timeout=300) as client:
        first = client.documents.bring_in("data/ferry.md", ferry)
        documents = {NAME: HANDBOOK.encode(), "data/ferry.md": ferry + b"- Coils ropes\n"}
        told = client.documents.bring_in_together(documents, dry_run=True)
        with pytest.raises(PreconditionRequired):
            client.documents.bring_in_together(documents)
        answers = [
            {**one, "document": each["name"], "answer": "exclusion"}
            for each in told["documents"]
            for one in each["questions"]
        ]
        told = client.documents.bring_in_together(documents, answers=answers, dry_run=True)
        made = client.documents.bring_in_together(documents, answers=answers, seal=told["seal"])

        assert first["commit"]["revision"] + 1 == made["commit"]["revision"]
        assert "answer: exclusion" in client.documents.curation(NAME)
        curation = client.documents.curation("data/ferry.md")
        again = client.documents.bring_in_together(
            documents, curations={"data/ferry.md": curation}, dry_run=True
        )
        assert 0 == again["commit"]["added"]
