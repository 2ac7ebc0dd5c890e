"""The form that needs no script: what the guided form does, for browsers that run none."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from lxml import html
from visiting import VisitPage

from serving import Server, StartServer

TOKEN = "a-token-for-tests"
HEADERS = {"Accept": "text/html"}

Sent = dict[str, list[str]]


@pytest.fixture(scope="module")
def writable(start_module_server: StartServer) -> Server:
    """A server of its own, since these tests write."""
    return start_module_server(ROLEGRAPH_WRITE_TOKEN=TOKEN)


@pytest.fixture
def editor(writable: Server) -> Iterator[httpx.Client]:
    """A client with the token in its requests to the API."""
    with writable.client(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        yield client


def form_of(answer: httpx.Response) -> Sent:
    """Return what a browser would send of the form of a page, as it stands."""
    assert "text/html" in answer.headers["content-type"], answer.text
    found: Sent = {}
    for control in html.fromstring(answer.text).xpath("//main//form//*[@name]"):
        values = control.xpath("string(@value)")
        if control.tag == "select":
            values = control.xpath(".//option[@selected]/@value")
            values = values or ([] if control.get("multiple") is not None else [""])
        elif control.tag == "textarea":
            values = [(control.text or "").removeprefix("\n")]
        elif control.tag == "button":
            continue
        found[control.get("name")] = [values] if isinstance(values, str) else values
    return found


def send(client: httpx.Client, path: str, form: Sent, act: str = "save") -> httpx.Response:
    """Send a form of a page, with the token in its field."""
    data = {**form, "token": [TOKEN], "act": [act]}
    return client.post(path, data=data, headers={**HEADERS, "Authorization": ""})


def test_a_thing_is_changed_without_scripts(
    visit: VisitPage, writable: Server, editor: httpx.Client
) -> None:
    """Who comes to the guided form without scripts is led to one that works."""
    page = visit("/edit/tools/maite", url=writable.url, scripts=False).page
    page.get_by_role("link", name="Another form").click()
    page.get_by_label("purpose").fill("Joins models and tests.")
    page.get_by_label("other names").fill("Model tools\nTest tools")
    page.get_by_label("Token").fill(TOKEN)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/changes/*")

    assert "Change tool “MAITE”" in page.locator("h1").inner_text()
    now = editor.get("/api/v1/tools/maite").json()
    assert "Joins models and tests." == now["purpose"]
    assert ["Model tools", "Test tools"] == now["altLabels"]


def test_a_new_workflow_is_made_with_its_first_steps(editor: httpx.Client) -> None:
    """Neither may be without the other, so one form has both."""
    path = "/edit-plain/workflows"
    form = form_of(editor.get(path, headers=HEADERS))
    refused = send(editor, path, form | {"label": ["Keep the runs"]}, "check")
    assert 422 == refused.status_code
    assert "name: a new thing needs a name" in html.fromstring(refused.text).text_content()
    assert ["Keep the runs"] == form_of(refused)["label"]

    criteria = [editor.get("/api/v1/criteria", params={"limit": 1}).json()["items"][0]["id"]]
    roles, stages, artifacts = (
        [editor.get(f"/api/v1/{kind}", params={"limit": 1}).json()["items"][0]["id"]]
        for kind in ("roles", "lifecycle-stages", "artifacts")
    )
    form |= {"label": ["Keep the runs"], "purpose": ["Found again."], "trigger": ["It ends."]}
    form |= {"entryCriteria": criteria, "exitCriteria": criteria}
    for stem, name in (("steps.1.", "Name the run"), ("steps.2.", "Store the run")):
        form |= {f"{stem}label": [name], f"{stem}performedByRole": roles}
        form |= {f"{stem}operatesInStage": stages}
        form |= {f"{stem}inputs": artifacts, f"{stem}outputs": artifacts}
    checked = send(editor, path, form, "check")
    assert "It can be saved" in checked.text, (
        html.fromstring(checked.text).get_element_by_id("told").text_content()
    )
    saved = send(editor, path, form_of(checked))

    assert 303 == saved.status_code, saved.text
    made = editor.get("/api/v1/workflows/keep-the-runs?expand=steps").json()
    one, two = sorted(made["steps"], key=lambda step: step["stepOrder"])
    assert ["Name the run", "Store the run"] == [one["label"], two["label"]]
    assert ["Name the run"] == [step["label"] for step in two["precededBy"]]


def test_who_was_slower_sees_what_became_of_the_fields(editor: httpx.Client) -> None:
    """Fields that one did not touch are those of the other; what one typed is not lost."""
    path = "/edit-plain/tools/heart"
    form = form_of(editor.get(path, headers=HEADERS)) | {"purpose": ["Mine."]}
    editor.patch(
        "/api/v1/tools/heart",
        json={"purpose": "Theirs.", "packageName": "heart-2"},
        headers={"If-Match": "*", "Content-Type": "application/merge-patch+json"},
    ).raise_for_status()
    late = send(editor, path, form)
    assert 412 == late.status_code
    assert "Meanwhile it became: Theirs." in late.text
    again = form_of(late)
    assert (["Mine."], ["heart-2"]) == (again["purpose"], again["packageName"])

    assert 303 == send(editor, path, again).status_code
    now = editor.get("/api/v1/tools/heart").json()
    assert ("Mine.", "heart-2") == (now["purpose"], now["packageName"])


def test_what_is_wrong_is_said_by_the_names_of_fields(editor: httpx.Client) -> None:
    """Nothing typed is lost, whoever it was and whatever they sent."""
    path = "/edit-plain/tools/nrtk"
    form = form_of(editor.get(path, headers=HEADERS)) | {"purpose": ["Typed."]}
    stranger = editor.post(path, data=form | {"token": ["x" * 40]}, headers=HEADERS)
    odd = send(editor, path, form | {"checkedOn": ["soon"]})
    unknown = send(editor, path, form | {"colour": ["red"]})

    assert (401, 400) == (stranger.status_code, unknown.status_code)
    assert ["Typed."] == form_of(stranger)["purpose"] == form_of(odd)["purpose"]
    assert odd.is_client_error
    assert "checkedOn" not in odd.text.split('id="told"')[1].split("</div>")[0]
    assert "Typed." not in editor.get("/api/v1/tools/nrtk").text


def test_a_form_that_is_sent_as_it_stands_changes_nothing(editor: httpx.Client) -> None:
    """No value of any type is lost or bent on the way through a form."""
    bent = []
    for kind in editor.get("/api/v1/schemas").json()["items"]:
        for thing in editor.get(f"/api/v1/{kind['plural']}", params={"limit": 1}).json()["items"]:
            path = "/edit-plain/" + thing["href"].removeprefix("/api/v1/")
            answer = send(editor, path, form_of(editor.get(path, headers=HEADERS)))
            if "Nothing would change" not in answer.text:
                bent.append(path)

    assert [] == bent


def test_whoever_has_no_token_reads_whom_to_ask(editor: httpx.Client) -> None:
    """“Whoever runs this service” has no name; the catalogue knows who publishes or made it."""
    page = html.fromstring(editor.get("/edit-plain/tools/maite", headers=HEADERS).text)

    said = " ".join(page.xpath("//main")[0].text_content().split())
    keeper = page.get("data-keeper")
    assert keeper == "rolegraph maintainers"
    assert f"has a token from whoever runs this service; ask {keeper}." in said
