"""What operators see: `/metrics`, a line of the log for each request, and names of requests."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families

from rolegraph.api.operations.observing import BOUNDS, RequestIds, Requests
from rolegraph.telemetry.request_log import RequestLog
from serving import Server, StartServer

TOKEN = "a-token-nobody-may-see"
QUERY = "SELECT ?secretName { ?secretName a <urn:example:Secret> }"


@pytest.fixture(scope="module")
def seen(start_module_server: StartServer) -> Server:
    """A server that writes a line for everything, and takes a token."""
    return start_module_server(ROLEGRAPH_LOG_LEVEL="debug", ROLEGRAPH_WRITE_TOKEN=TOKEN)


@pytest.fixture(scope="module")
def asking(seen: Server) -> Iterator[httpx.Client]:
    with seen.client() as client:
        yield client


def metrics(client: httpx.Client) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def value(client: httpx.Client, name: str, **labels: str) -> float:
    return metrics(client).get((name, frozenset(labels.items())), 0.0)


def until(happens: Callable[[], bool]) -> None:
    for _ in range(600):
        if happens():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def lines_about(server: Server, request_id: str) -> list[dict[str, object]]:
    """Return the lines with the name of a request; they are written a moment after it."""
    for _ in range(200):
        text = server.log.read_text("utf-8")
        found = [json.loads(line) for line in text.splitlines() if request_id in line]
        if any(line["event"] == "request" for line in found):
            return found
        time.sleep(0.02)
    raise AssertionError(f"no line about {request_id}")


def test_requests_are_counted_by_the_template_of_their_route(asking: httpx.Client) -> None:
    """By path there would be as many series as things, and as an attacker likes."""
    labels = {"method": "GET", "route": "/api/v1/roles/{id}", "status": "200"}
    before = value(asking, "rolegraph_http_requests_total", **labels)
    asking.get("/api/v1/roles/data-analyst")
    asking.get("/api/v1/roles/feature-engineer")
    asking.get("/roles/data-analyst", headers={"Accept": "text/turtle"})

    after = value(asking, "rolegraph_http_requests_total", **labels)
    data = [(s, dict(labels)) for s, labels in metrics(asking) if "data-analyst" in str(labels)]

    assert 2 <= after - before
    assert [] == data


def routes(asking: httpx.Client) -> set[str]:
    """Return the routes that series are of; other series come as workers start."""
    labels = [dict(labels) for _, labels in metrics(asking)]
    return {one["route"] for one in labels if "route" in one}


def test_made_up_paths_share_one_series(asking: httpx.Client) -> None:
    """Whoever asks for a million paths that are not there must not fill the memory."""
    asking.get("/no/such/path/at/all")
    before = routes(asking)
    for number in range(5):
        asking.get(f"/no/such/path/at/all/{number}")

    assert before == routes(asking)


def test_every_request_is_in_one_bucket_of_the_histogram(asking: httpx.Client) -> None:
    """Prometheus computes quantiles from cumulative buckets that end in the count."""
    asking.get("/api/v1/roles")
    labels = {"method": "GET", "route": "/api/v1/roles"}
    found = metrics(asking)
    name = "rolegraph_http_request_duration_seconds"
    counts = [
        found[f"{name}_bucket", frozenset({**labels, "le": le}.items())]
        for le in [*map(str, BOUNDS), "+Inf"]
    ]

    assert sorted(counts) == counts
    assert counts[-1] == found[f"{name}_count", frozenset(labels.items())]


def test_metrics_tell_of_revision_guard_cache_and_workers(asking: httpx.Client) -> None:
    """The numbers an operator is woken by."""
    before = metrics(asking)
    asking.post(
        "/sparql",
        content="INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1 } }",
        headers={
            "Content-Type": "application/sparql-update",
            "Authorization": f"Bearer {TOKEN}",
        },
    ).raise_for_status()
    for _ in range(3):
        asking.get("/sparql", params={"query": "ASK { ?s ?p ?o }"})
    after = metrics(asking)

    def grown(name: str) -> float:
        return after[name, frozenset()] - before[name, frozenset()]

    assert 1 == grown("rolegraph_revision")
    assert 1 == grown("rolegraph_guard_duration_seconds_count")
    hits, misses = (grown(f"rolegraph_query_cache_{name}_total") for name in ("hits", "misses"))
    # An answer that was made in a moment is kept from its second time on.
    assert (hits, misses) in {(1, 2), (2, 1)}
    assert 4 == after["rolegraph_query_workers", frozenset()], (
        "two, and one for each kind of update"
    )
    assert 0 == after["rolegraph_store_failed", frozenset()]
    assert 0 < after["rolegraph_query_cache_bytes", frozenset()]


def test_metrics_count_the_findings_of_the_present_catalogue(asking: httpx.Client) -> None:
    """The ones that the page of checks shows; three statements without a tool are shipped."""
    until(lambda: value(asking, "rolegraph_findings", severity="Warning") > 0)
    before = value(asking, "rolegraph_findings", severity="Warning")
    broken = """PREFIX rg: <https://w3id.org/rolegraph/ontology#>
        BASE <https://w3id.org/rolegraph/id/>
        DELETE WHERE { GRAPH ?g { ?tool rg:supportsStatement
            <responsibilities/ml-developer-statistical-analysis> } }"""
    asking.post(
        "/sparql",
        content=broken,
        headers={"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"},
    ).raise_for_status()
    revision = value(asking, "rolegraph_revision")
    until(lambda: value(asking, "rolegraph_findings_revision") == revision)

    assert before + 1 == value(asking, "rolegraph_findings", severity="Warning")
    assert 0 == value(asking, "rolegraph_findings", severity="Violation")


def test_metrics_come_as_openmetrics_to_who_asks_for_it(asking: httpx.Client) -> None:
    """Newer scrapers do."""
    answer = asking.get("/metrics", headers={"Accept": "application/openmetrics-text"})

    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


def test_a_request_has_one_line_with_its_name(seen: Server, asking: httpx.Client) -> None:
    """A client's report and the log are brought together by it."""
    answer = asking.get("/api/v1/roles/data-analyst", headers={"X-Request-ID": "trace.of-me/7"})
    (line,) = lines_about(seen, "trace.of-me/7")

    assert "trace.of-me/7" == answer.headers["x-request-id"]
    assert ("GET", "/api/v1/roles/{id}", "/api/v1/roles/data-analyst", 200, "127.0.0.1") == tuple(
        line[key] for key in ("method", "route", "path", "status", "client")
    )
    assert {"revision", "seconds", "level", "timestamp"} <= line.keys()


def test_a_problem_document_names_its_request(asking: httpx.Client) -> None:
    """So that a report of it needs no more than the document."""
    answers = [
        asking.get("/api/v1/roles/nobody"),
        asking.get("/sparql", params={"query": "SELEKT"}),
        asking.get("/no/such/path"),
        asking.put("/graphs?graph=urn:g"),
    ]

    assert [404, 400, 404, 401] == [answer.status_code for answer in answers]
    assert [answer.headers["x-request-id"] for answer in answers] == [
        answer.json()["requestId"] for answer in answers
    ]


@pytest.mark.parametrize("name", ["", "two words", "a\tb", "x" * 129, "ä", "<script>", '"quoted"'])
def test_a_name_that_is_not_well_formed_is_replaced(asking: httpx.Client, name: str) -> None:
    """It goes into logs, where a line break or markup would be somebody else's problem."""
    answer = asking.get("/health/live", headers={"X-Request-ID": name.encode("latin-1")})

    assert re.fullmatch(r"[0-9a-f]{12}-[0-9a-f]+", answer.headers["x-request-id"])


@given(st.binary(max_size=200))
def test_whatever_comes_as_a_name_only_plain_ones_are_taken(text: bytes) -> None:
    """For all bytes that a header can hold."""
    assert re.fullmatch(r"[A-Za-z0-9._:+/=@-]{1,128}", RequestIds().of(text))


def test_no_token_and_no_query_is_in_the_log(seen: Server, asking: httpx.Client) -> None:
    """Logs are read by more people than the data."""
    reported = {"Authorization": f"Bearer {TOKEN}", "X-Request-ID": "private-1"}
    asking.get("/sparql", params={"query": QUERY}, headers=reported)
    asking.post("/sparql", data={"query": QUERY}, headers=reported)
    asking.get("/sparql", params={"query": QUERY + "}"}, headers=reported)
    lines_about(seen, "private-1")
    text = seen.log.read_text("utf-8")

    assert "secretName" not in text
    assert TOKEN not in text


def test_health_checks_and_scrapes_are_logged_at_debug_only(
    start_server: StartServer, seen: Server, asking: httpx.Client
) -> None:
    """They come every few seconds, and would drown the rest."""
    asking.get("/health/live", headers={"X-Request-ID": "alive-1"})
    (line,) = lines_about(seen, "alive-1")
    quiet = start_server(ROLEGRAPH_LOG_FORMAT="json")
    with quiet.client() as client:
        client.get("/health/live", headers={"X-Request-ID": "alive-2"})
        client.get("/api/v1/roles", headers={"X-Request-ID": "asked-3"})
    lines_about(quiet, "asked-3")

    assert "debug" == line["level"]
    assert "alive-2" not in quiet.log.read_text("utf-8")


def test_lines_for_people_are_no_json(start_server: StartServer) -> None:
    """At a terminal JSON is hard to read."""
    server = start_server(ROLEGRAPH_LOG_FORMAT="console")
    with server.client() as client:
        client.get("/api/v1/roles", headers={"X-Request-ID": "for-people"})
    server.stop()
    (line,) = [text for text in server.log.read_text("utf-8").splitlines() if "for-people" in text]

    assert "route=/api/v1/roles" in line
    assert not line.startswith("{")


def test_metrics_are_closed_with_the_data_unless_the_operator_opens_them(
    start_server: StartServer,
) -> None:
    """Counts of requests and findings tell of the data."""
    closed = start_server(ROLEGRAPH_OPEN_READING="false", ROLEGRAPH_WRITE_TOKEN=TOKEN)
    opened = start_server(
        ROLEGRAPH_OPEN_READING="false",
        ROLEGRAPH_OPEN_METRICS="true",
        ROLEGRAPH_WRITE_TOKEN=TOKEN,
    )
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    with closed.client() as client:
        assert 401 == client.get("/metrics").status_code
        assert 200 == client.get("/metrics", headers=bearer).status_code
    with opened.client() as client:
        assert 200 == client.get("/metrics").status_code
        assert 401 == client.get("/api/v1/roles").status_code


def test_a_request_that_nobody_waits_for_is_counted(tmp_path: Path) -> None:
    """Status 499, as of a client that went away."""
    with (tmp_path / "log").open("w+") as out:
        requests = Requests(RequestLog("info", out), lambda: 3)
        requests.observe("BREW", "/sparql", 499, 0.1, request_id="gone", client="127.0.0.1")
        requests.flush()
        out.seek(0)
        line = json.loads(out.read())

    assert ("BREW", 499, 3) == (line["method"], line["status"], line["revision"])
