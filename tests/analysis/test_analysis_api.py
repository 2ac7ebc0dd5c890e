"""Analyses over HTTP."""

from __future__ import annotations

import httpx
import pytest


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("coverage/steps", 200),
        ("coverage/tools", 200),
        ("coverage/stages", 200),
        ("coverage/frameworks", 200),
        ("coverage/rooms", 404),
        ("raci", 200),
        ("raci?format=csv", 200),
        ("raci?format=docx", 400),
        ("separation", 200),
        ("impact?without=maite", 200),
        ("impact", 400),
        ("impact?without=nothing-of-the-kind", 400),
        ("separation?role=x", 400),
    ],
)
def test_each_analysis_has_an_address(path: str, status: int, client: httpx.Client) -> None:
    """Tools build on these; a wrong request must say so."""
    assert status == client.get(f"/api/v1/analysis/{path}").status_code


def test_a_matrix_links_rows_columns_and_evidence(client: httpx.Client) -> None:
    """A number without the things behind it cannot be followed."""
    found = client.get("/api/v1/analysis/coverage/tools").json()
    row = next(row for row in found["rows"] if row["thing"]["label"] == "Statistical analysis")

    assert "ML Developer" == row["group"]["label"]
    assert ["DataEval"] == [e["thing"]["label"] for cell in row["cells"].values() for e in cell]
    assert 4 == len(found["gaps"])
    assert client.get(found["gaps"][0]["href"]).is_success


def test_the_exclusion_of_the_document_is_told_with_its_line(client: httpx.Client) -> None:
    """Line 20 is the reason that a reviewer will ask for."""
    found = client.get("/api/v1/analysis/separation").json()

    assert [20] == [one["line"] for one in found["exclusions"]]
    assert "AI T&E Engineer" == found["apart"][0]["role"]["label"]


def test_without_assignments_the_matrix_says_who_does_the_work_and_no_more(
    client: httpx.Client,
) -> None:
    """The sample's document has no matrix; silence on who is accountable is no fault of it."""
    found = client.get("/api/v1/analysis/raci").json()
    marks = {e["mark"] for row in found["rows"] for cell in row["cells"].values() for e in cell}

    assert {"R"} == marks
    assert [] == found["gaps"]
    assert "No assignments are recorded yet" in client.get("/raci").text


def test_answers_are_described_and_can_be_asked_for_conditionally(client: httpx.Client) -> None:
    """Analyses are polled by dashboards; most answers have not changed."""
    first = client.get("/api/v1/analysis/coverage/steps")
    again = client.get(
        "/api/v1/analysis/coverage/steps", headers={"If-None-Match": first.headers["etag"]}
    )

    assert 304 == again.status_code
    assert "/api/v1/analysis/coverage/{name}" in client.get("/openapi.json").json()["paths"]
