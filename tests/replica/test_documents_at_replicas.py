"""A read replica shows documents and reads them, and sends who would write to its leader."""

from __future__ import annotations

from pathlib import Path

import httpx
from following import caught_up

from bringing import AT, EDITOR, HANDBOOK, NAME, TOKEN, yard_of
from serving import StartServer

BROWSER = {"Accept": "text/html,*/*;q=0.8", "Sec-Fetch-Site": "same-origin"}


def test_a_replica_keeps_documents_and_sends_writers_to_its_leader(
    start_server: StartServer, tmp_path: Path
) -> None:
    leader = yard_of(start_server, tmp_path / "leader")
    data, at = tmp_path / "replica", leader.server.url.rstrip("/")
    follower = start_server("--follow", leader.server.url, data_dir=data)
    with leader.client, follower.client() as replica:
        replica.timeout = httpx.Timeout(300)  # for the first document, all readers are loaded
        leader.put(HANDBOOK)
        caught_up(follower, leader.server)
        assert HANDBOOK == replica.get(AT, params={"format": "file"}).text
        known = {"If-Match": replica.get(AT).headers["etag"]}

        put = replica.put(AT, content=HANDBOOK.encode(), headers=EDITOR | known)
        gone = replica.delete(AT, headers=EDITOR | known)
        for refused in (put, gone):
            assert 421 == refused.status_code
            assert f"{at}{AT}" in refused.json()["detail"]

        (leader.folder / NAME).write_text(HANDBOOK, "utf-8")
        sent = leader.run("documents", "import", NAME, "--url", follower.url, "--token", TOKEN)
        assert (2, True) == (sent.returncode, f"{at}{AT}" in sent.stderr), sent.stderr

        page = replica.get("/read", headers=BROWSER).text
        assert "Take data/handbook.md out" not in page
        read = replica.post(
            "/read", files={"file": ("handbook.md", HANDBOOK.encode())}, headers=BROWSER
        )
        assert "Crane Driver" in read.text
        assert f'href="{at}/read"' in read.text

        for path in (f"/read/remove?name={NAME}", "/read/bring"):
            posted = replica.post(
                path.partition("?")[0], files={"token": (None, TOKEN)}, headers=BROWSER
            )
            assert (303, f"{at}{path.partition('?')[0]}") == (
                posted.status_code,
                posted.headers["location"],
            )
        begun = replica.get(f"/read/remove?name={NAME}", headers=BROWSER)
        assert (303, f"{at}/read/remove?name={NAME}") == (
            begun.status_code,
            begun.headers["location"],
        )

        document = httpx.URL(replica.get("/api/v1/documents").json()["items"][0]["href"]).path
        of_document = replica.get(document.removeprefix("/api/v1"), headers=BROWSER).text
        assert f'href="{at}/read/remove?name={NAME}"' in of_document

        leader.remove()
        caught_up(follower, leader.server)
        assert 404 == replica.get(AT).status_code
