"""Conditional requests: the same on every surface that has entity tags (RFC 9110, 13)."""

from __future__ import annotations

import httpx
import pytest
from surfaces import FRESH, TAGGED

from rolegraph.errors import PreconditionFailed
from rolegraph.http.conditions import Precondition, is_known, revision_tag

OTHER = '"another"'


@pytest.mark.parametrize("address", TAGGED)
def test_what_the_client_has_is_not_sent_again(client: httpx.Client, address: str) -> None:
    """A proxy weakens tags, a cache sends all it has: both save the transfer everywhere."""
    etag = client.get(address).headers["etag"]
    bare = etag.removeprefix("W/")
    known = (etag, f"W/{bare}", f"{OTHER}, {bare}", f'W/"a,b" , {OTHER},W/{bare}', "*")

    answers = [client.get(address, headers={"If-None-Match": reported}) for reported in known]

    assert [(304, etag, b"")] * len(known) == [
        (answer.status_code, answer.headers["etag"], answer.content) for answer in answers
    ]


@pytest.mark.parametrize("address", TAGGED)
def test_what_the_client_has_not_is_sent(client: httpx.Client, address: str) -> None:
    """A tag of something else, or a piece of the right one, must not hide the answer."""
    etag = client.get(address).headers["etag"]
    unknown = (OTHER, f"{OTHER}, W/{OTHER}", etag[1:-1], f'"{etag[1:-2]}"')

    answers = [client.get(address, headers={"If-None-Match": reported}) for reported in unknown]

    assert [200] * len(unknown) == [answer.status_code for answer in answers]


@pytest.mark.parametrize("address", TAGGED)
def test_several_lines_of_a_header_are_one_list(client: httpx.Client, address: str) -> None:
    """RFC 9110, 5.3: a proxy may split a list into lines or join them."""
    etag = client.get(address).headers["etag"]

    answer = client.get(address, headers=[("If-None-Match", etag), ("If-None-Match", OTHER)])

    assert 304 == answer.status_code


@pytest.mark.parametrize("address", TAGGED)
def test_a_read_for_one_state_only_is_held_to_it(client: httpx.Client, address: str) -> None:
    """If-Match compares strongly, so a weakened tag is not enough."""
    etag = client.get(address).headers["etag"]
    reported = (etag, f"{OTHER}, {etag}", "*", OTHER, f"W/{etag.removeprefix('W/')}")

    answers = [client.get(address, headers={"If-Match": tags}) for tags in reported]

    assert [200, 200, 200, 412, 412] == [answer.status_code for answer in answers]


@pytest.mark.parametrize("address", FRESH)
def test_what_is_never_kept_has_no_tag(client: httpx.Client, address: str) -> None:
    """A state of health out of a cache would be a lie."""
    answer = client.get(address, headers={"If-None-Match": "*"})

    assert "etag" not in answer.headers
    assert 304 != answer.status_code


def scope(**headers: str) -> dict[str, object]:
    pairs = [(n.replace("_", "-").encode(), v.encode("latin-1")) for n, v in headers.items()]
    return {"type": "http", "headers": pairs}


def test_a_tag_may_hold_a_comma() -> None:
    """So a list cannot be cut at its commas."""
    assert is_known(scope(if_none_match='"x", "a,b"'), '"a,b"')
    assert not is_known(scope(if_none_match='"x,y"'), '"x"')


@pytest.mark.parametrize("reported", ["", ",", "W/", '"', "nonsense", '"open', "**", "* x"])
def test_what_is_no_tag_matches_nothing(reported: str) -> None:
    """A write for a state that cannot be read must not go through."""
    assert not is_known(scope(if_none_match=reported), '"a"')
    with pytest.raises(PreconditionFailed):
        Precondition(if_match=reported).check("It", 7, tags=lambda: ['"a"'])


def test_a_write_names_the_revision_that_it_is_for() -> None:
    """Whatever the target is, also where it is not there yet."""
    Precondition(if_match=revision_tag(7)).check("It", 7, exists=False)
    Precondition(if_match=f'"a", {revision_tag(7)}').check("It", 7)
    for reported in (revision_tag(6), f"W/{revision_tag(7)}"):
        with pytest.raises(PreconditionFailed, match="revision is now 7"):
            Precondition(if_match=reported).check("It", 7)
