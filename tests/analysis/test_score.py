"""The score: of all that the questions of completeness ask for, the share that is there."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

import httpx
from hypothesis import given
from hypothesis import strategies as st

from commands import rolegraph
from rolegraph import resources
from rolegraph.analysis.score import Completeness, completeness, percent
from rolegraph.rdf.terms import RdfFormat, parse
from rolegraph.sparql.library import QueryLibrary, read_query
from rolegraph.store.embedded import EmbeddedStore
from serving import StartServer

SECRET = "x" * 40
EX = "https://harbour.example/"
PREFIXES = f"""
@prefix rg: <https://w3id.org/rolegraph/ontology#> .
@prefix ex: <{EX}> .
"""
QUESTION = """
    #+ question: {number}
    #+ title: Roles without {title}
    #+ summary: Lists the roles.
    #+ tags: [completeness]
    #+ columns:
    #+   role: The role.
    #+ about: {{roles: "rg:Role"}}
    PREFIX rg: <https://w3id.org/rolegraph/ontology#>
    SELECT ?role WHERE {{ ?role a rg:Role . FILTER NOT EXISTS {{ ?role {path} ?there }} }}
"""


def asked_of(turtle: str, folder: Path) -> Completeness:
    """Ask two questions of a text: roles without a persona, and roles without a stage."""
    for number, title, path in (
        (1, "a persona", "^rg:representsRole"),
        (2, "a stage", "rg:operatesInStage"),
    ):
        text = dedent(QUESTION.format(number=number, title=title, path=path)).lstrip()
        (folder / f"question-{number}.rq").write_text(text)
    library = QueryLibrary({p.stem: read_query(p) for p in folder.glob("*.rq")})
    store = EmbeddedStore()
    store.load(parse(PREFIXES + turtle, format=RdfFormat.TURTLE))
    try:
        return completeness(store, library.values())
    finally:
        store.close()


def test_what_is_there_counts_against_what_is_asked_for(tmp_path: Path) -> None:
    """One of two roles has a persona, none has a stage: a quarter is there."""
    found = asked_of("ex:a a rg:Role . ex:b a rg:Role . ex:p rg:representsRole ex:a .", tmp_path)

    assert (1, 4, 0.25) == (found.met, found.of, found.share)
    assert [EX + "b", EX + "a"] == [*found.missing]  # the one that lacks most comes first


def test_what_is_retired_is_not_asked_for(tmp_path: Path) -> None:
    """Nobody gives a persona to a role that is no more."""
    found = asked_of('ex:a a rg:Role ; rg:status "retired" .', tmp_path)

    assert (0, None) == (found.of, found.share)


def test_an_empty_catalogue_is_not_called_complete(tmp_path: Path) -> None:
    """Where nothing is recorded, nothing can be praised."""
    assert "nothing asked for" == percent(asked_of("", tmp_path).share)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_hundred_per_cent_says_that_nothing_is_missing(met: int, of: int) -> None:
    """999 of 1,000 are not 100 %."""
    share = min(met, of) / of

    assert (share == 1) == (percent(share) == "100 %")


@given(st.sets(st.integers(0, 7)), st.sets(st.integers(0, 7)), st.sets(st.integers(0, 7)))
def test_the_parts_add_up_to_the_whole(
    roles: set[int], personas: set[int], stages: set[int]
) -> None:
    """What the roles have and lack is what the catalogue has and lacks, however it is cut."""
    said = [f"ex:r{n} a rg:Role ." for n in roles]
    said += [f"ex:p{n} rg:representsRole ex:r{n} ." for n in personas]
    said += [f"ex:r{n} rg:operatesInStage ex:s ." for n in stages]
    with TemporaryDirectory() as folder:
        whole = asked_of("\n".join(said), Path(folder))
    parts = [whole.among([f"{EX}r{n}"]) for n in roles]

    assert whole.met == sum(part.met for part in parts)
    assert whole.of == sum(part.of for part in parts) == 2 * len(roles)
    assert whole.met == len(roles & personas) + len(roles & stages)
    assert whole.of - whole.met == sum(len(lacking) for lacking in whole.missing.values())


def test_the_page_the_service_and_the_check_give_the_same_number(client: httpx.Client) -> None:
    """Two numbers for one thing are argued about in each meeting."""
    said = client.get("/api/v1/score").json()
    checked = json.loads(rolegraph("check", "--format", "json", folder=resources.root()).stdout)[
        "completeness"
    ]

    assert {name: said[name] for name in ("met", "of", "percent")} == checked
    assert f"{said['met']} of {said['of']} are there" in client.get("/score").text
    assert f"completeness: {said['percent']}" in client.get("/score.svg").text
    assert f"<strong>{said['percent']}</strong> complete" in client.get("/").text


def test_the_score_names_what_would_raise_it(client: httpx.Client) -> None:
    """A number alone helps nobody; the things behind it can be opened."""
    said = client.get("/api/v1/score").json()
    first = said["missing"][0]

    assert said["things_missing"] == len(said["missing"]) > 0
    assert said["of"] - said["met"] == sum(len(one["questions"]) for one in said["missing"])
    assert client.get(first["thing"]["href"]).is_success
    assert {one["name"] for one in said["questions"]} >= {*first["questions"]}
    assert all(client.get(one["href"]).is_success for one in said["questions"])


def test_a_role_has_a_score_and_a_badge_of_its_own(client: httpx.Client) -> None:
    """Whoever answers for one role wants to see that one."""
    roles = {one["role"]["label"]: one for one in client.get("/api/v1/score").json()["roles"]}
    badge = client.get("/score.svg", params={"role": "ml-developer"})

    assert "image/svg+xml" == badge.headers["content-type"]
    assert f"completeness: {roles['ML Developer']['percent']}" in badge.text
    assert 404 == client.get("/score.svg", params={"role": "nobody"}).status_code
    assert 400 == client.get("/score.svg", params={"rolle": "ml-developer"}).status_code


def test_a_commit_moves_the_score_and_its_history_remembers(start_server: StartServer) -> None:
    """Progress is what a lead shows: before and after, with the revision."""
    server = start_server(ROLEGRAPH_WRITE_TOKEN=SECRET)
    with server.client() as client:
        before = client.get("/api/v1/score").json()
        gap = next(
            one["thing"]["id"]
            for one in before["missing"]
            if one["questions"] == ["responsibilities-without-a-tool"]
        )
        address = client.get("/api/v1/tools").json()["items"][0]["href"]
        tool = client.get(address)
        supported = [*(one["id"] for one in tool.json()["supports"]), gap]
        patched = client.patch(
            address,
            json={"supports": supported},
            headers={
                "Authorization": f"Bearer {SECRET}",
                "Content-Type": "application/merge-patch+json",
                "If-Match": tool.headers["etag"],
            },
        )
        assert patched.is_success, patched.text
        after = client.get("/api/v1/score").json()

    assert before["met"] + 1 == after["met"]
    assert [before["share"], after["share"]] == [one["share"] for one in after["history"]]
    assert [1, 2] == [one["revision"] for one in after["history"]]
