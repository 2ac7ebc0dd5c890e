"""The pages that document the JSON API: from the service's own OpenAPI document, nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from lxml import html
from visiting import VisitPage

from serving import Server, StartServer

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def openapi(client: httpx.Client) -> dict[str, Any]:
    return client.get("/openapi.json").json()


def test_every_operation_is_documented_with_its_parameters_and_answers(
    client: httpx.Client, openapi: dict[str, Any]
) -> None:
    """A route that the pages leave out is one that nobody finds."""
    pages: dict[str, str] = {}
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            tag = operation["tags"][0]
            text = pages.setdefault(tag, client.get(f"/docs/{tag}", headers=HTML).text)
            assert f'data-method="{method.upper()}" data-path="{path}"' in text
            assert f'id="{operation["operationId"]}"' in text
            article = text.split(f'id="{operation["operationId"]}"')[1].split("</article>")[0]
            for status in operation["responses"]:
                assert f"<code>{'other' if status == 'default' else status}</code>" in article
            for given in operation.get("parameters", ()):
                name = (
                    openapi["components"]["parameters"][given["$ref"].rpartition("/")[2]]["name"]
                    if "$ref" in given
                    else given["name"]
                )
                assert f'data-parameter="{name}"' in article


def test_every_schema_has_a_page_with_its_members(
    client: httpx.Client, openapi: dict[str, Any]
) -> None:
    """Links between schemas lead somewhere."""
    overview = client.get("/docs", headers=HTML).text
    for name, schema in openapi["components"]["schemas"].items():
        assert f"/docs/schemas/{name}" in overview
        text = client.get(f"/docs/schemas/{name}", headers=HTML).text
        for member in schema.get("properties", ()):
            assert f"<code>{member}</code>" in text


def test_a_catalogue_without_things_has_examples_of_moderate_length(
    start_module_server: StartServer, openapi: dict[str, Any]
) -> None:
    """With no thing to show, an example follows the schemas, and these lead round in circles."""
    tags = {one["tags"][0] for methods in openapi["paths"].values() for one in methods.values()}
    with start_module_server(ROLEGRAPH_EMPTY="true").client() as client:
        schemas = client.get("/openapi.json").json()["components"]["schemas"]
        pages = [f"/docs/{tag}" for tag in sorted(tags)]
        pages += [f"/docs/schemas/{name}" for name in schemas]
        texts = {page: client.get(page, headers=HTML).text for page in pages}

    examples = [
        json.loads(example.text_content())
        for text in texts.values()
        for example in html.fromstring(text).xpath("//pre")
        if example.text_content().startswith("{")
    ]
    assert 300 < len(examples)
    assert [] == [one for one in examples if 4000 < len(json.dumps(one))]
    things = html.fromstring(texts["/docs/schemas/Activity"]).xpath("//pre")[0].text_content()
    assert {"id": "…", "label": "…", "href": "…"} == json.loads(things)["broader"][0]


def test_what_is_not_documented_is_told(client: httpx.Client) -> None:
    """Not with an empty page."""
    for path in ("/docs/nothing", "/docs/schemas/Nothing"):
        assert 404 == client.get(path, headers=HTML).status_code


def test_a_request_is_tried_in_place(visit: VisitPage) -> None:
    """Whoever reads the documentation wants to see an answer next."""
    opened = visit("/docs/personas")
    article = opened.page.locator("#getPersona")
    article.get_by_role("button", name="Try it").click()
    article.get_by_label("id", exact=True).fill("kai-okonedo")
    article.get_by_role("button", name="Send GET").click()

    article.get_by_role("region", name="Answer", exact=True).filter(
        has_text="Kai Okonedo"
    ).wait_for()
    assert "200" in article.locator("[aria-live] p").inner_text()
    assert [] == opened.problems


def test_a_write_is_tried_with_a_token(
    visit: VisitPage, start_server: Callable[..., Server]
) -> None:
    """The example of the body fits, so that a dry run of it succeeds."""
    server = start_server(ROLEGRAPH_WRITE_TOKEN="a-token")
    opened = visit("/docs/activities", url=server.url)
    article = opened.page.locator("#createActivity")
    article.get_by_role("button", name="Try it").click()
    article.get_by_label("dry-run").fill("true")
    article.get_by_label("Token").fill("a-token")
    example = article.get_by_label("Body", exact=True).input_value()
    article.get_by_label("Body", exact=True).fill(
        example.replace('"label": "', '"label": "Another ')
    )
    article.get_by_role("button", name="Send POST").click()

    article.get_by_role("region", name="Answer", exact=True).filter(
        has_text='"dryRun": true'
    ).wait_for()
    assert [] == opened.problems


def test_the_documentation_reads_without_scripts(visit: VisitPage) -> None:
    """It is text first."""
    page = visit("/docs", scripts=False).page
    page.get_by_role("link", name="List roles", exact=False).first.click()

    assert "How many things a page holds." in page.locator("#listRoles").inner_text()
