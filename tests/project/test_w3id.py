"""The redirects that are ready for w3id.org lead to what the service answers."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
import yaml

from rolegraph import __version__

RULES = Path(__file__).parents[2] / "docs" / "deploy" / "w3id" / ".htaccess"
SERVICE = "https://service.example"
RULE = re.compile(r"^RewriteRule (\S+) (\S+) \[R=(30[1237]),L\]$", re.MULTILINE)
ADDRESSES = (
    "",
    "ontology",
    "ontology/",
    "ontology/core",
    "ontology/0.1.0",
    "ontology/0.1.0/core",
    "ontology/core.ttl",
    "shapes",
    "shapes/0.1.0",
    "id/",
    "id/roles/data-analyst",
    "graph/data/roles.ttl",
    "problems/not-found",
)


def redirected(path: str) -> str:
    """Return where Apache's mod_rewrite leads a path below the folder: the first rule that fits.

    Source: https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html, for rules in a `.htaccess`.
    """
    for pattern, target, _ in RULE.findall(RULES.read_text(encoding="utf-8")):
        found = re.search(pattern, path)
        if found:
            return found.expand(target.replace("$", "\\"))
    raise AssertionError(f"No rule leads from {path!r} anywhere.")


def test_each_line_that_is_a_rule_is_understood() -> None:
    """A rule that this test does not read is a rule that nothing checks."""
    lines = RULES.read_text(encoding="utf-8").splitlines()

    assert sum(line.startswith("Rewrite") for line in lines) == 1 + len(
        RULE.findall("\n".join(lines))
    )


@pytest.mark.parametrize(
    "accept", ["text/html,*/*;q=0.8", "text/turtle"], ids=["browser", "turtle"]
)
@pytest.mark.parametrize("path", ADDRESSES)
def test_an_address_leads_to_an_answer(client: httpx.Client, path: str, accept: str) -> None:
    """Once the redirects are registered, every IRI of the catalogue can be looked up."""
    place = redirected(path)
    answer = client.get(
        place.removeprefix(SERVICE) or "/", headers={"Accept": accept}, follow_redirects=True
    )

    assert place.startswith(f"{SERVICE}/")
    assert answer.is_success, place


def test_every_iri_of_the_ontology_and_every_version_has_a_redirect(client: httpx.Client) -> None:
    """Modules import each other by their version IRIs."""
    turtle = client.get("/ontology.ttl").text
    iris = set(re.findall(r"<https://w3id\.org/rolegraph/(ontology/[^>#]+)>", turtle))

    assert len(iris) > 10
    for iri in iris:
        place = redirected(iri).removeprefix(SERVICE)
        assert client.get(place, headers={"Accept": "text/turtle"}).is_success, iri


def test_the_citation_names_the_version_that_this_is() -> None:
    """Somebody who cites a version must find that version."""
    given = yaml.safe_load((RULES.parents[3] / "CITATION.cff").read_text(encoding="utf-8"))

    assert given["version"] == __version__
    assert given["cff-version"] == "1.2.0"
    assert {"message", "title", "authors", "license", "abstract", "identifiers"} <= set(given)
