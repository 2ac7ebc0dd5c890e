"""JSON writes: things are created, replaced, patched and deleted as the shapes lead."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote

import pytest
from editing import THINGS, Editing

from rolegraph.catalogue.reading.read import selection_of
from rolegraph.rdf.namespaces import ONTOLOGY, graph_of_file
from rolegraph.rdf.patch import Patch
from rolegraph.rdf.terms import Literal, NamedNode, Quad

PERSONA: dict[str, Any] = {
    "label": "Ana Müller & Söhne",
    "description": "Ana curates data for a test range.",
    "representsRole": "data-analyst",
    "quote": "Show me the gaps first.",
    "goals": ["Know what the data lacks."],
    "painPoints": ["Files without a description."],
    "contexts": ["Works alone."],
    "skills": ["Writes Python."],
    "scenarios": ["A delivery arrives on Friday."],
    "workflows": ["prepare-training-dataset"],
    "evidenceBasis": "assumption",
    "status": "draft",
}
ANA = "personas/ana-muller-sohne"


def persona(**changes: Any) -> dict[str, Any]:
    """Return a good persona with some fields changed; None leaves a field out."""
    body = PERSONA | changes
    return {name: value for name, value in body.items() if value is not None}


def test_a_thing_is_created(editing: Editing) -> None:
    """The id is made from the label, and the answer is what a read gives."""
    answer = editing.write("POST", "personas", persona())

    assert (201, f"/api/v1/{ANA}") == (answer.status_code, answer.headers["location"])
    read = editing.request("GET", ANA)
    assert answer.headers["etag"] == read.headers["etag"]
    body = answer.json()
    commit = body.pop("commit")
    assert read.json() == body
    assert (editing.store.revision, False, []) == (
        commit["revision"],
        commit["dryRun"],
        commit["findings"],
    )
    assert "Data Analyst" == body["representsRole"]["label"]


def test_new_things_go_to_the_home_file_of_their_class(editing: Editing) -> None:
    """What is made over HTTP must find its way into the files of the catalogue."""
    editing.write("POST", "personas", persona())

    quads = editing.catalogue.describe(THINGS + ANA)
    assert {NamedNode(graph_of_file("data/personas.ttl"))} == {q.graph_name for q in quads}


def test_the_change_log_tells_who_did_what(editing: Editing) -> None:
    """By itself, or in the words of the editor."""
    editing.write("POST", "personas", persona())
    first = editing.store.entries()[-1]
    editing.write("PATCH", ANA, {"quote": "Well."}, Rolegraph_Message="Shorter\n quote, bitte")
    second = editing.store.entries()[-1]
    editing.write("DELETE", ANA)
    third = editing.store.entries()[-1]

    assert ("Vera", "Create persona Ana Müller & Söhne") == (first.author, first.message)
    assert ("Vera", "Shorter quote, bitte") == (second.author, second.message)
    assert "Delete persona Ana Müller & Söhne" == third.message


def test_an_id_can_be_given_and_is_given_once(editing: Editing) -> None:
    """Two things of one id would become one."""
    named = editing.write("POST", "personas", persona(id="ana"))
    again = editing.write("POST", "personas", persona(id="personas/ana"))
    made = [editing.write("POST", "personas", persona()) for _ in range(2)]

    assert "/api/v1/personas/ana" == named.headers["location"]
    assert (409, True) == (again.status_code, "already" in again.json()["detail"])
    assert ["/api/v1/" + ANA, "/api/v1/" + ANA + "-2"] == [a.headers["location"] for a in made]


@pytest.mark.parametrize(
    "link",
    [
        "data-analyst",
        "roles/data-analyst",
        "/api/v1/roles/data-analyst",
        THINGS + "roles/data-analyst",
        {"id": "data-analyst"},
        {"id": THINGS + "roles/data-analyst", "label": "Old name", "href": None},
    ],
)
def test_links_are_given_as_a_client_has_them(trying: Editing, link: object) -> None:
    """By id, path, IRI, or as they are read."""
    body = persona(representsRole=link)
    answer = trying.write("POST", "personas", body, query="?dry-run=true")

    assert 201 == answer.status_code, answer.text
    assert THINGS + "roles/data-analyst" == answer.json()["representsRole"]["id"]


@pytest.mark.parametrize(
    ("changes", "pointer", "said"),
    [
        ({"golas": ["x"]}, "/golas", "there is no such field. Did you mean 'goals'"),
        ({"role": "data-analyst"}, "/role", "Did you mean 'representsRole'?"),
        ({"goals": "x"}, "/goals", "expected an array, not a text"),
        ({"goals": ["x", 3]}, "/goals/1", "expected a text, not a number"),
        ({"goals": ["x", None]}, "/goals/1", "expected a text, not null"),
        ({"quote": {"text": "x"}}, "/quote", "expected a plain value, or an object with value"),
        (
            {"quote": {"value": "x", "language": "not a tag"}},
            "/quote",
            "'not a tag' is no language tag",
        ),
        ({"representsRole": 3}, "/representsRole", "expected an id, an IRI"),
        ({"representsRole": "data-analist"}, "/representsRole", "Did you mean 'data-analyst'?"),
        ({"representsRole": {"id": 3}}, "/representsRole", "expected an id that is a text"),
        ({"tools": ["maite", "_:tool"]}, "/tools/1", "nothing new in this request has the id"),
        ({"created": "yesterday"}, "/created", "expected a date such as 2026-01-31"),
        ({"revisionOf": "ana"}, "/revisionOf", "write an address that begins with https://"),
        ({"revisionOf": "http://a b"}, "/revisionOf", "IRI"),
        ({"label": None}, "/label", "a new thing needs a name with letters, or an id"),
        ({"label": "!?"}, "/label", "a new thing needs a name with letters, or an id"),
        ({"id": "a/b c"}, "/id", "an id has letters, digits"),
        ({"id": 7}, "/id", "expected an id, not a number"),
        ({"type": "Tool"}, "/type", "it must be one of Persona"),
        ({"type": "Personna"}, "/type", "there is no class 'Personna'. Did you mean 'Persona'"),
        ({"workflows": [{"purpose": "x"}]}, "/workflows/0/label", "needs a name"),
    ],
)
def test_a_fault_of_a_body_has_a_pointer(
    trying: Editing, changes: dict[str, Any], pointer: str, said: str
) -> None:
    """Silence about an unknown field would lose what somebody wrote."""
    answer = trying.write("POST", "personas", persona(**changes))

    assert 422 == answer.status_code
    found = {fault["pointer"]: fault["detail"] for fault in answer.json()["errors"]}
    assert said in found[pointer]


def test_all_faults_of_a_body_are_told_at_once(trying: Editing) -> None:
    """One by one they would cost a request each."""
    answer = trying.write("POST", "personas", persona(golas=[], goals=[1], tools=["x"]))

    pointers = [fault["pointer"] for fault in answer.json()["errors"]]
    assert ["/goals/0", "/golas", "/tools/0"] == sorted(pointers)


def test_a_persona_without_a_goal_is_refused(editing: Editing) -> None:
    """With the finding of the guard, and nothing stored."""
    before = editing.store.revision

    answers = [
        editing.write("POST", "personas", persona(goals=None)),
        editing.write("PATCH", "personas/robin-castellanos", {"goals": []}),
        editing.write("PATCH", "personas/robin-castellanos", {"goals": None}, "?dry-run=true"),
    ]

    for answer in answers:
        assert 422 == answer.status_code
        (finding,) = answer.json()["findings"]
        assert ("Violation", "PersonaShape-goal") == (finding["severity"], finding["rule"])
        assert ONTOLOGY + "hasGoal" == finding["path"]
        assert finding["focus"].startswith(THINGS + "personas/")
        assert "at least one goal" in finding["message"]
    assert before == editing.store.revision


def test_a_dry_run_gives_the_answer_and_the_patch(editing: Editing) -> None:
    """An editor sees what a write would do before it is done."""
    before = editing.store.revision

    dry = editing.write("POST", "personas", persona(), "?dry-run=true")

    assert (before, 404) == (editing.store.revision, editing.request("GET", ANA).status_code)
    real = editing.write("POST", "personas", persona())
    assert dry.status_code == real.status_code
    assert dry.headers["etag"] == real.headers["etag"]
    patch = dry.json()["commit"]["patch"].splitlines()
    assert real.json()["commit"]["added"] == len(patch)
    assert all(line.startswith(f"A <{THINGS}{ANA}> ") for line in patch)


def test_a_write_must_name_the_state_it_is_for(editing: Editing) -> None:
    """Two editors must not overwrite each other in silence."""
    path = "personas/robin-castellanos"
    old = editing.etag(path)
    other = editing.etag("personas/jules-lindqvist")
    assert 200 == editing.write("PATCH", path, {"quote": "One."}).status_code

    for method, body in (("PUT", editing.get(path)), ("PATCH", {"quote": "2"}), ("DELETE", None)):
        missing = editing.request(method, path, body)
        stale = editing.request(method, path, body, If_Match=old)
        foreign = editing.request(method, path, body, If_Match=other)
        assert [428, 412, 412] == [a.status_code for a in (missing, stale, foreign)], method
    assert "One." == editing.get(path)["quote"]


def test_any_representation_names_the_state(editing: Editing) -> None:
    """Who has read Turtle, or only a part, may write as well."""
    path = "personas/robin-castellanos"
    turtle = editing.request("GET", path, Accept="text/turtle").headers["etag"]
    part = editing.request("GET", path + "?fields=label").headers["etag"]

    first = editing.request("PATCH", path, {"quote": "1"}, If_Match=turtle)
    second = editing.request("PATCH", path, {"quote": "1"}, If_Match=f'"x", W/{part}')
    any_state = editing.request("PATCH", path, {"quote": "2"}, If_Match="*")

    assert [200, 412, 200] == [a.status_code for a in (first, second, any_state)]


def test_of_many_writers_of_one_state_one_wins(editing: Editing) -> None:
    """No update is lost: the others are told, and read again."""
    path = "personas/robin-castellanos"
    etag = editing.etag(path)

    def write(number: int) -> int:
        body = {"quote": f"Number {number}."}
        return editing.request("PATCH", path, body, If_Match=etag).status_code

    with ThreadPoolExecutor(8) as pool:
        found = sorted(pool.map(write, range(8)))

    assert [200] + [412] * 7 == found


def test_putting_back_what_was_read_changes_nothing(trying: Editing) -> None:
    """Of every type over HTTP: no triple more, none less, no revision."""
    before = trying.store.revision
    for plural in trying.catalogue.types:
        found = trying.catalogue.list(plural, limit=1).iris
        if not found:  # the sample has none of them
            continue
        path = f"{plural}/" + found[0].rpartition("/")[2]
        read = trying.get(f"{path}?include=referencedBy")

        answer = trying.write("PUT", path, read)

        assert 200 == answer.status_code, answer.text
        commit = answer.json()["commit"]
        assert (0, 0) == (commit["added"], commit["removed"]), path
    assert before == trying.store.revision


def test_putting_back_expanded_things_changes_nothing(trying: Editing) -> None:
    """What `expand` shows is the same things, whoever owns them."""
    catalogue = trying.catalogue
    for plural, resource_type in catalogue.types.items():
        links = ",".join(field.name for field in resource_type.fields if field.kind == "link")
        chosen = selection_of(catalogue.types, resource_type, None, links)
        with catalogue.view() as view:
            if not view.iris(plural):  # the sample has none of them
                continue
            iri = view.iris(plural)[0]
            body = json.loads(json.dumps(view.thing(iri, chosen)))
        change = catalogue.change()
        change.plan_within(iri, body)
        change.replace(iri, body)

        assert not change.finish(), iri


def test_put_replaces_and_patch_changes(editing: Editing) -> None:
    """PUT takes away what it does not name; PATCH leaves it (RFC 7396)."""
    editing.write("POST", "personas", persona(tools=["maite"], altLabels=["Annie"]))

    editing.write("PATCH", ANA, {"altLabels": ["Anna", "Änne"], "tools": None, "created": None})
    patched = editing.get(ANA)
    editing.write("PUT", ANA, persona(goals=["Rest."]))
    replaced = editing.get(ANA)

    assert (["Anna", "Änne"], []) == (patched["altLabels"], patched["tools"])
    assert PERSONA["goals"] == patched["goals"]
    assert ([], ["Rest."]) == (replaced["altLabels"], replaced["goals"])


def test_what_no_field_names_stays(editing: Editing) -> None:
    """A store may know more of a thing than its shape."""
    thing, graph = THINGS + "tools/maite", NamedNode("https://example.org/graph")
    seen = NamedNode("https://example.org/seenBy")
    more = Quad(NamedNode(thing), seen, Literal("Ida"), graph)
    editing.store.load([more])
    body = editing.get("tools/maite") | {"purpose": "Another purpose."}

    editing.write("PUT", "tools/maite", body)
    editing.write("PATCH", "tools/maite", {"purpose": "A third."})

    assert editing.store.holds(more)


def test_a_changed_thing_stays_in_its_files(editing: Editing) -> None:
    """The stages of a role are curated in another file than the role itself."""
    path = "roles/data-analyst"
    editing.write("PATCH", path, {"operatesInStage": ["deployment"], "definition": "New."})

    graphs = {
        quad.predicate.value.rpartition("#")[2]: quad.graph_name.value.rpartition("/")[2]
        for quad in editing.catalogue.describe(THINGS + path)
    }
    assert ("lifecycle.ttl", "roles.ttl") == (graphs["operatesInStage"], graphs["definition"])


def test_numbers_are_plain_decimals(editing: Editing) -> None:
    """0.25 must never become 2.5E-1, and another form of the same number is no change."""
    path = "mappings/ai-te-engineer-closeMatch-dcwf-672"
    found = []
    for value in ("0.50", 0.25, "0.250"):
        answer = editing.write("PATCH", path, {"confidence": value})
        found.append((editing.get(path)["confidence"], answer.json()["commit"]["added"]))

    assert [("0.5", 1), ("0.25", 1), ("0.25", 0)] == found


def test_an_address_may_have_its_short_form(editing: Editing) -> None:
    """skos:narrowMatch is what a curator writes."""
    path = "mappings/ai-te-engineer-closeMatch-dcwf-672"
    for value in ("narrowMatch", "skos:broadMatch"):
        editing.write("PATCH", path, {"predicate": value})
        assert editing.get(path)["predicate"].endswith("#" + value.rpartition(":")[2])


def test_what_is_nested_is_written_with_its_thing(editing: Editing) -> None:
    """A quotation has no address of its own."""
    path = "references/roles-1"
    reference = editing.get(path)
    quote = next(s for s in reference["quotedFrom"]["selectors"] if "exact" in s)
    quote["prefix"] = "just before"

    answer = editing.write("PUT", path, reference)

    assert 200 == answer.status_code, answer.text
    assert (1, 1) == tuple(answer.json()["commit"][k] for k in ("added", "removed"))
    assert reference["quotedFrom"] == editing.get(path)["quotedFrom"]


def test_new_nested_things_get_an_id_below_their_thing(trying: Editing) -> None:
    """Blank nodes have no place in the files of a catalogue."""
    source = "roles-614fbcafdd5d"
    position = {"type": "http://www.w3.org/ns/oa#TextPositionSelector", "start": 1, "end": 4}
    body = {"quotedFrom": {"source": source, "selectors": [position]}}

    answer = trying.write("PATCH", "references/roles-1", body, "?dry-run=true")

    lines = answer.json().get("commit", {}).get("patch", answer.text)
    assert "_:" not in lines
    assert "#quotedFrom-selectors" in lines or 422 == answer.status_code


WORKFLOW = {
    "label": "Look twice",
    "purpose": "Find what one look misses.",
    "trigger": "A delivery.",
    "entryCriteria": [{"label": "Delivered", "description": "It is there."}],
    "exitCriteria": ["criteria/prepare-training-dataset-dataset-is-described"],
    "steps": [
        {
            "label": "Look again",
            "stepOrder": 2,
            "performedByRole": "data-analyst",
            "operatesInStage": "deployment",
            "precededBy": ["_:first"],
        },
        {
            "id": "_:first",
            "label": "Look once",
            "stepOrder": 1,
            "performedByRole": "data-analyst",
            "operatesInStage": "deployment",
            "outputs": [{"label": "First notes", "description": "What was seen."}],
        },
    ],
}
TWICE = "workflows/look-twice"


def test_a_workflow_comes_with_its_steps(editing: Editing) -> None:
    """One request, in which new things name each other; both sides of each link are written."""
    answer = editing.write("POST", "workflows", WORKFLOW)

    assert 201 == answer.status_code, answer.text
    first, second = editing.get(f"{TWICE}?expand=steps")["steps"]
    assert ("look-twice-look-once", "Look once") == (first["id"].rpartition("/")[2], first["label"])
    assert [first["id"]] == [link["id"] for link in second["precededBy"]]
    assert [THINGS + TWICE] * 2 == [step["stepOf"]["id"] for step in (first, second)]
    made = editing.get("artifacts/look-twice-look-once-first-notes")
    assert "What was seen." == made["description"]


def test_a_replaced_workflow_loses_the_steps_it_no_longer_lists(editing: Editing) -> None:
    """A step cannot be without its workflow, so it goes with its place in the list."""
    editing.write("POST", "workflows", WORKFLOW)
    body = editing.get(f"{TWICE}?expand=steps")
    body["steps"][1] = {
        "label": "Ask somebody",
        "stepOrder": 2,
        "performedByRole": "ai-te-engineer",
        "operatesInStage": "deployment",
        "handoff": "The notes go to a tester.",
        "precededBy": [body["steps"][0]["id"]],
    }
    body["steps"][0]["label"] = "Look hard"

    answer = editing.write("PUT", TWICE, body)

    assert 200 == answer.status_code, answer.text
    assert ["Look hard", "Ask somebody"] == [s["label"] for s in editing.get(TWICE)["steps"]]
    assert 404 == editing.request("GET", "steps/look-twice-look-again").status_code


def test_a_step_can_be_added_and_moved_at_its_own_address(editing: Editing) -> None:
    """Its workflow lists it then, since each names the other."""
    editing.write("POST", "workflows", WORKFLOW)
    step = WORKFLOW["steps"][0] | {
        "label": "Look last",
        "stepOrder": 3,
        "stepOf": "look-twice",
        "precededBy": ["look-twice-look-again"],
    }

    added = editing.write("POST", "steps", step)

    assert 201 == added.status_code, added.text
    assert "Look last" == editing.get(TWICE)["steps"][2]["label"]
    removed = editing.write("DELETE", "steps/look-last")
    assert 200 == removed.status_code, removed.text
    assert 2 == len(editing.get(TWICE)["steps"])


def test_a_deleted_workflow_says_what_went_and_what_stays(editing: Editing) -> None:
    """Its steps go with it; a criterion that nothing refers to any more is named, not hidden."""
    editing.write("POST", "workflows", WORKFLOW)

    gone = editing.write("DELETE", TWICE).json()

    assert {"Look once", "Look again"} == {link["label"] for link in gone["deleted"]}
    assert {"Delivered", "First notes"} <= {link["label"] for link in gone["left"]}
    for link in gone["deleted"]:
        assert 404 == editing.request("GET", link["href"]).status_code
    for link in gone["left"]:
        assert 200 == editing.request("GET", link["href"]).status_code
    assert not any("prepare-training-dataset" in link["id"] for link in gone["left"]), (
        "others use it"
    )


def test_a_field_by_its_name_in_rdf_is_answered_with_its_name_here(editing: Editing) -> None:
    """Who knows rg:usesTool does not find `tools` at the end of a list that was cut."""
    step = {"label": "Look", "stepOf": "look-twice", "usesTool": ["maite"], "colour": "red"}

    refused = editing.write("POST", "steps", step)

    told = {each["pointer"]: each["detail"] for each in refused.json()["errors"]}
    assert "there is no such field. Did you mean 'tools'?" == told["/usesTool"]
    assert "tools" in told["/colour"].partition("Known:")[2]
    assert "…" not in told["/colour"]


def test_what_stays_of_a_deleted_thing_is_still_there(editing: Editing) -> None:
    """The quotation of a note went with it, and was told as left."""
    note = editing.get("naming-notes")["items"][0]
    quotation = note["quotedFrom"]["id"]

    gone = editing.write("DELETE", f"naming-notes/{note['href'].rpartition('/')[2]}")

    assert 200 == gone.status_code, gone.text
    assert quotation not in {link["id"] for link in gone.json()["left"]}
    for link in gone.json()["left"]:
        query = quote(f"ASK {{ <{link['id']}> ?p ?o }}")
        assert editing.request("GET", f"/sparql?query={query}").json()["boolean"], link


def test_what_is_owned_counts_for_the_state_of_its_owner(editing: Editing) -> None:
    """Else a replaced workflow would undo what somebody did to its steps."""
    editing.write("POST", "workflows", WORKFLOW)
    etag = editing.etag(TWICE)
    editing.write("PATCH", "steps/look-twice-look-once", {"label": "Look closely"})

    answer = editing.request("PUT", TWICE, editing.get(TWICE), If_Match=etag)

    assert 412 == answer.status_code


def test_what_is_not_owned_is_changed_at_its_own_address(trying: Editing) -> None:
    """A persona must not rename a tool by the way."""
    path = "personas/robin-castellanos"
    body = trying.get(f"{path}?expand=tools")
    body["tools"][0]["purpose"] = "Something else."

    answer = trying.write("PUT", path, body, "?dry-run=true")

    assert 422 == answer.status_code
    (fault,) = answer.json()["errors"]
    assert ("/tools/0", True) == (fault["pointer"], "its own address" in fault["detail"])


def test_an_owned_thing_is_not_taken_from_its_owner(trying: Editing) -> None:
    """Listing the step of another workflow would leave that one with a hole."""
    path = "workflows/prepare-training-dataset"
    body = trying.get(path)
    body["steps"].append("develop-candidate-model-run-experiments")

    answer = trying.write("PUT", path, body)

    assert 422 == answer.status_code
    assert "belongs to workflows/develop-candidate-model" in answer.json()["errors"][0]["detail"]


def test_an_inverse_link_is_added_here_and_taken_away_there(editing: Editing) -> None:
    """Adding loses nothing; taking away would change a thing whose state was not named."""
    editing.write("POST", "workflows", WORKFLOW | {"followedBy": ["robin-castellanos"]})
    robin = editing.get("personas/robin-castellanos")
    assert "Look twice" in [link["label"] for link in robin["workflows"]]

    for body in ({"followedBy": []}, {"followedBy": None}):
        answer = editing.write("PATCH", TWICE, body)
        assert 422 == answer.status_code
        detail = answer.json()["errors"][0]["detail"]
        assert "personas/robin-castellanos names this one" in detail
        assert "in its workflows" in detail
    left_out = editing.get(TWICE)
    del left_out["followedBy"]
    assert 0 == editing.write("PUT", TWICE, left_out).json()["commit"]["removed"]


def test_a_thing_that_others_need_is_not_deleted(editing: Editing) -> None:
    """The answer lists who, so that an editor knows what to do first."""
    before = editing.store.revision

    answer = editing.write("DELETE", "tools/maite")

    assert (409, before) == (answer.status_code, editing.store.revision)
    needed = answer.json()["neededBy"]
    assert ("Robin Castellanos", "tools") in {(n["label"], n["field"]) for n in needed}
    assert all(n["refersTo"] == THINGS + "tools/maite" for n in needed)
    assert needed[0]["href"].startswith("/api/v1/")


def test_a_deleted_thing_is_gone_with_all_that_is_its_own(editing: Editing) -> None:
    """Steps, and what is nested, would be left behind as rubbish."""
    editing.write("POST", "workflows", WORKFLOW)
    before = {quad for quad in editing.store.data() if "look-twice" in quad.subject.value}
    assert any("/steps/" in quad.subject.value for quad in before)

    answer = editing.write("DELETE", TWICE)

    assert (200, THINGS + TWICE) == (answer.status_code, answer.json()["id"])
    left = {q.subject.value for q in editing.store.data() if "look-twice" in q.subject.value}
    assert {"artifacts", "criteria"} == {iri.split("/")[-2] for iri in left}
    assert 404 == editing.request("GET", TWICE).status_code


def test_put_can_create_where_nothing_is(editing: Editing) -> None:
    """For clients that choose ids: only if there is nothing yet."""
    none = {"If_None_Match": "*"}

    first = editing.request("PUT", "personas/ana", persona(), **none)
    second = editing.request("PUT", "personas/ana", persona(), **none)
    unasked = editing.request("PUT", "personas/eva", persona(), If_Match="*")

    assert [201, 412, 404] == [a.status_code for a in (first, second, unasked)]
    assert "/api/v1/personas/ana" == first.headers["location"]


def test_a_class_above_others_needs_the_class(trying: Editing) -> None:
    """A statement is a responsibility, an exclusion, a practice or a characteristic."""
    body = {"label": "Tests", "verbatimText": "Tests"}

    unclear = trying.write("POST", "statements", body)
    clear = trying.write("POST", "statements", body | {"type": "Practice"}, "?dry-run=true")

    (fault,) = unclear.json()["errors"]
    assert "/type" == fault["pointer"]
    assert (
        "Characteristic, Exclusion, Practice, Privilege, Requirement, Responsibility"
        in fault["detail"]
    )
    assert THINGS + "practices/tests" == clear.json()["findings"][0]["focus"]


def test_a_thing_keeps_its_id_and_its_class(trying: Editing) -> None:
    """Another id is another thing."""
    path = "personas/robin-castellanos"
    for name, value in (("id", THINGS + "personas/jules-lindqvist"), ("type", "Tool")):
        answer = trying.write("PUT", path, trying.get(path) | {name: value})

        assert [f"/{name}"] == [fault["pointer"] for fault in answer.json()["errors"]]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "said"),
    [
        ("POST", "personas", "{", 400, "no JSON"),
        ("POST", "personas", "[]", 400, "must be a JSON object, not an array"),
        ("POST", "personas", '{"label": "a", "label": "b"}', 400, "'label' comes twice"),
        ("POST", "personas", '{"label": NaN}', 400, "NaN is no JSON value"),
        ("POST", "personas", b'{"label": "\xff"}', 400, "not UTF-8"),
        ("POST", "personas", '{"a":' * 100_000, 422, "more than 128 levels"),
        ("POST", "personas", "x" * (2**20 + 1), 413, "limit"),
        ("POST", "personas?dryrun=true", {}, 400, "Unknown parameter 'dryrun'"),
        ("POST", "personas?dry-run=yes", {}, 400, "true or false"),
        ("PUT", "personas/nobody", {}, 404, "no persona 'nobody'"),
        ("DELETE", "personas/robin-castelanos", None, 404, "Did you mean 'robin-castellanos'?"),
    ],
)
def test_a_write_that_cannot_be_read_is_told_why(
    trying: Editing, method: str, path: str, body: Any, status: int, said: str
) -> None:
    """As for reads."""
    answer = trying.request(method, path, body, If_Match="*")

    assert (status, "application/problem+json") == (
        answer.status_code,
        answer.headers["content-type"],
    )
    assert said in answer.json()["detail"]


def test_a_fault_of_syntax_has_its_place(trying: Editing) -> None:
    """Line and column, as everywhere."""
    problem = trying.request("POST", "personas", '{"a": 1,\n "b" 2}').json()

    assert (2, 6) == (problem["line"], problem["column"])


def test_a_patch_must_say_that_it_is_one(trying: Editing) -> None:
    """Else a client could take it for a replacement."""
    path = "personas/robin-castellanos"
    answer = trying.request("PATCH", path, {}, If_Match="*", Content_Type="application/json")

    assert 415 == answer.status_code
    assert "application/merge-patch+json" in answer.json()["detail"]


def test_new_things_may_stand_in_an_inverse_field(trying: Editing) -> None:
    """A document needs a version, which names it: each can come with the other."""
    version = {"label": "Guide, first version", "sha256": "0" * 64}
    body = {"label": "Guide", "title": "Guide", "versions": [version]}

    answer = trying.write("POST", "documents", body, "?dry-run=true")

    assert 201 == answer.status_code, answer.text
    (link,) = answer.json()["versions"]
    assert THINGS + "document-versions/guide-guide-first-version" == link["id"]
    assert f"{ONTOLOGY}versionOf> <{THINGS}documents/guide>" in answer.json()["commit"]["patch"]


def test_a_thing_with_an_iri_of_its_own_is_written_as_any_other(editing: Editing) -> None:
    """Somebody's `ex:` name in a Turtle file is a thing of the catalogue like those made here."""
    iri = "https://example.org/tools#Hammer"
    old = editing.catalogue.describe(editing.catalogue.iri("tools", "maite"))
    copied = frozenset(
        Quad(NamedNode(iri), q.predicate, q.object, q.graph_name)
        for q in old
        if q.predicate.value != "http://www.w3.org/2004/02/skos/core#prefLabel"
    )
    label = Quad(
        NamedNode(iri),
        NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"),
        Literal("Hammer", language="en"),
        next(iter(copied)).graph_name,
    )
    editing.store.apply(Patch(added=copied | {label}))
    path = str(editing.catalogue.address(iri)).removeprefix("/api/v1/")

    changed = editing.write("PATCH", path, {"purpose": "It drives nails."})
    body = editing.request("GET", path).json()
    removed = editing.write("DELETE", path)

    assert (200, iri, "It drives nails.") == (changed.status_code, body["id"], body["purpose"])
    assert 200 == removed.status_code
    assert 404 == editing.request("GET", path).status_code


def test_a_tool_that_is_not_public_is_written_in_words(editing: Editing) -> None:
    """A house has tools of its own; who cannot say so puts in a false address."""
    said = {"license": "not public", "codeRepository": "Not public"}
    tool = {
        "label": "House ledger",
        "purpose": "Keeps the lists of the house.",
        "supports": ["data-analyst-data-preparation-and-cleaning"],
        "curationStatus": "unreviewed",
        **said,
    }

    answer = editing.write("POST", "tools", tool)

    assert 201 == answer.status_code, answer.text
    found = editing.get("tools/house-ledger")
    assert [ONTOLOGY + "notPublic"] * 2 == [found[name] for name in said]


def test_what_is_no_address_is_told_with_all_that_could_stand_there(editing: Editing) -> None:
    """“Proprietary” is what people write first; the answer names what to write in its place."""
    answer = editing.write("POST", "tools", {"label": "Ledger", "license": "proprietary"})

    told = {fault["pointer"]: fault["detail"] for fault in answer.json()["errors"]}
    assert (
        "write an address that begins with https:// (an IRI), or 'not public'; "
        "'proprietary' is none" == told["/license"]
    )
