"""BPMN of a workflow: what it says is what the catalogue says, and it can be drawn as it is."""

from __future__ import annotations

import re

import pytest
from bpmn_file import NODES, BpmnFile, overlap, part_of

from odd_workflows import BASE, ODD, ODD_WORKFLOWS, odd_store, read_workflow
from rolegraph.diagrams.bpmn import bpmn_of
from rolegraph.store.embedded import EmbeddedStore

SHIPPED = ("evaluate-candidate-models", "fine-tune-on-findings", "assess-model-as-adversary")
ALL = (*ODD_WORKFLOWS, *SHIPPED)


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    """The shipped workflows, and odd ones."""
    return odd_store()


def bpmn(store: EmbeddedStore, slug: str, *languages: str) -> BpmnFile:
    return BpmnFile.of(bpmn_of(read_workflow(store, slug, *languages), BASE))


@pytest.mark.parametrize("slug", ALL)
def test_ids_are_names_of_xml_each_of_one_element(slug: str, store: EmbeddedStore) -> None:
    """Readers drop what has the id of another, and a process whose id begins with a digit."""
    found = bpmn(store, slug)

    assert [] == [one for one in found.ids if not re.fullmatch(r"[A-Za-z][\w.-]*", one, re.ASCII)]
    assert len(found.ids) == len(set(found.ids))
    assert set() == found.references - set(found.ids)
    assert BASE == found.root.attrib["targetNamespace"]


@pytest.mark.parametrize("slug", ALL)
def test_everything_is_drawn_once_and_nothing_upon_another(slug: str, store: EmbeddedStore) -> None:
    """Programs draw what the diagram part says, and nothing else."""
    found = bpmn(store, slug)
    boxes, ways = found.boxes(), found.ways()
    shown = found.all(*NODES, "lane", "participant", "dataObjectReference")
    lines = found.all("sequenceFlow", "dataInputAssociation", "dataOutputAssociation")
    solid = [boxes[one.attrib["id"]] for one in found.all(*NODES, "dataObjectReference")]
    solid += found.labels().values()
    upon = [(a, b) for n, a in enumerate(solid) for b in solid[n + 1 :] if overlap(a, b)]

    assert {one.attrib["id"] for one in shown} == set(boxes)
    assert {one.attrib["id"] for one in lines} == set(ways)
    assert [] == upon


@pytest.mark.parametrize("slug", ALL)
def test_arrows_touch_what_they_join_and_cross_no_other_node(
    slug: str, store: EmbeddedStore
) -> None:
    """An arrow through a step reads as one to it."""
    found = bpmn(store, slug)
    boxes, ways = found.boxes(), found.ways()
    nodes = {one.attrib["id"]: boxes[one.attrib["id"]] for one in found.all(*NODES)}
    nodes |= {one.attrib["id"]: boxes[one.attrib["id"]] for one in found.all("dataObjectReference")}
    wrong = []
    for flow in found.all("sequenceFlow"):
        way, ends = ways[flow.attrib["id"]], (flow.attrib["sourceRef"], flow.attrib["targetRef"])
        for (x, y), end in ((way[0], ends[0]), (way[-1], ends[1])):
            left, top, right, bottom = boxes[end]
            if not (left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1):
                wrong.append(f"{flow.attrib['id']} does not touch {end}")
        wrong += [
            f"{flow.attrib['id']} crosses {node}"
            for part in part_of(way)
            for node, box in nodes.items()
            if node not in ends and overlap(part, box)
        ]

    assert [] == wrong


@pytest.mark.parametrize("slug", ALL)
def test_each_node_stands_in_its_lane(slug: str, store: EmbeddedStore) -> None:
    """Who does a step is read off the lane."""
    found = bpmn(store, slug)
    boxes = found.boxes()
    (pool,) = [boxes[one.attrib["id"]] for one in found.all("participant")]
    lanes = [(boxes[one.attrib["id"]], one) for one in found.all("lane")]
    held = [node for nodes in found.lanes().values() for node in nodes]
    outside = [
        one.text
        for box, lane in lanes
        for one in lane
        if found.kind(one) == "flowNodeRef" and not _within(boxes[one.text or ""], box)
    ]

    assert [] == outside
    assert [] == [box for box, _ in lanes if not _within(box, pool)]
    if lanes:
        assert sorted(one.attrib["id"] for one in found.all(*NODES)) == sorted(held)


def test_ways_part_and_meet_as_the_model_says(store: EmbeddedStore) -> None:
    """All steps before must be finished, so ways meet in a parallel gateway; going back is a choice."""
    flows = bpmn(store, "dinner").flows()
    (hello,) = [one for _, one in flows if one.startswith("Say")][:1]

    assert {
        ("A guest rings.", "exclusiveGateway"),
        ("exclusiveGateway", hello),
        (hello, "parallelGateway"),
        ("parallelGateway", "Cook"),
        ("parallelGateway", "end"),
        ("Cook", "parallelGateway"),
        ("end", "parallelGateway"),
        ("exclusiveGateway", "Eat"),
        ("Eat", "Again?"),
        ("Again?", "exclusiveGateway"),
        ("Again?", "parallelGateway"),
        ("parallelGateway", "---"),
        ("parallelGateway", "Wash up"),
        ("parallelGateway", "Finished"),
    } <= flows


def test_a_choice_has_names_and_no_made_up_condition(store: EmbeddedStore) -> None:
    """When one goes back is not in the catalogue, so no expression may say it."""
    found = bpmn(store, "dinner")
    again = found.named("Again?").attrib["id"]
    names = sorted(
        f.get("name", "") for f in found.all("sequenceFlow") if f.attrib["sourceRef"] == again
    )

    assert ["again", "again", "on"] == names
    assert [] == found.all("conditionExpression")
    assert ["false"] == [one.attrib["isExecutable"] for one in found.all("process")]


def test_a_task_says_no_more_than_the_catalogue(store: EmbeddedStore) -> None:
    """A step that names a tool is done with it; of others it is not known how they are done."""
    found = bpmn(store, "dinner")
    cook = found.named("Cook")

    assert ("userTask", "task") == (found.kind(cook), found.kind(found.named("Eat")))
    assert [
        "Make the soup.",
        "With: Scale",
        f"{BASE}steps/cook",
    ] == found.told(cook).splitlines()
    assert "Handoff: The cook brings the plates." in found.told(found.named("Eat"))


def test_a_reader_finds_back_to_the_catalogue(store: EmbeddedStore) -> None:
    """The IRI of each thing stands in the file as RDF, with what BPMN has no sign for."""
    found = bpmn(store, "dinner")
    rdf, rg = (
        "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}",
        "{https://w3id.org/rolegraph/ontology#}",
    )
    about = {
        one.tag.removeprefix(rg): one for one in found.root.iter() if rdf + "about" in one.attrib
    }
    cook, lay = [o for o in found.root.iter(rg + "WorkflowStep") if o[:]]

    assert {"Workflow", "Role", "WorkflowStep", "Artifact"} == set(about)
    assert f"{BASE}workflows/dinner" == about["Workflow"].attrib[rdf + "about"]
    assert f"{BASE}steps/cook" == cook.attrib[rdf + "about"]
    assert [(rg + "usesTool", f"{BASE}tools/scale")] == [
        (one.tag, one.attrib[rdf + "resource"]) for one in cook
    ]
    assert [(rg + "escalatedToRole", f"{BASE}roles/guest")] == [
        (one.tag, one.attrib[rdf + "resource"]) for one in lay
    ]
    assert [
        (rg + "hasInput", f"{BASE}artifacts/soup"),
        (rg + "hasOutput", f"{BASE}artifacts/bill"),
        (rg + "usesTool", f"{BASE}tools/scale"),
    ] == [(one.tag, one.attrib[rdf + "resource"]) for one in about["Workflow"]]


def test_what_is_said_of_the_whole_is_told_in_the_process(store: EmbeddedStore) -> None:
    """How often and how long has no sign in BPMN, and whoever plans a rota asks for it."""
    found = bpmn(store, "dinner")
    (process,) = found.all("process")

    told = found.told(process).splitlines()
    assert {"Frequency: Every evening.", "Duration: Two hours.", "Brings forth: Bill"} <= set(told)
    step = found.told(found.named("end")).splitlines()
    assert 'Escalated when: if a "fork"; is missing' in step


def test_an_artifact_is_one_data_object_wherever_it_is_drawn(store: EmbeddedStore) -> None:
    """Three signs of the soup are still one soup."""
    found = bpmn(store, "dinner")
    soup = [o for o in found.all("dataObjectReference") if o.attrib["name"] == "Soup & bread"]
    eat = found.named("Eat")
    (taken,) = [o for o in eat if found.kind(o) == "dataInputAssociation"]

    assert (3, 1) == (len(soup), len({one.attrib["dataObjectRef"] for one in soup}))
    assert 2 == len(found.all("dataObject"))
    assert taken[0].text in {one.attrib["id"] for one in soup}


def test_criteria_stand_at_the_events(store: EmbeddedStore) -> None:
    """What must hold before the first step belongs to the start."""
    found = bpmn(store, "dinner")
    (start,) = found.all("startEvent")

    assert "Hungry: Somebody is hungry. Measure: Hours since lunch." in found.told(start)


def test_texts_are_in_the_language_that_was_asked_for(store: EmbeddedStore) -> None:
    """And in another where there is none in it."""
    chinese, arabic = bpmn(store, "dinner", "zh", "en"), bpmn(store, "dinner", "ar", "en")

    assert ["晚餐", "عشاء"] == [f.all("participant")[0].get("name") for f in (chinese, arabic)]
    assert "厨师" in chinese.lanes()
    assert arabic.named("اطبخ الحساء") is not None
    assert chinese.named("Eat") is not None


def test_ids_stay_when_other_steps_come_and_languages_change(store: EmbeddedStore) -> None:
    """Whoever has commented a step in a modeller finds it again in the next export."""
    more = """
        <workflows/dinner> rg:hasStep <steps/song> .
        <steps/song> a rg:WorkflowStep ; skos:prefLabel "Sing"@en ; rg:stepOrder 7 ;
            rg:stepOf <workflows/dinner> ; rg:directlyPrecededBy <steps/wash> .
    """
    first, later = bpmn(store, "dinner"), bpmn(odd_store(ODD + more), "dinner")

    assert first.ids == bpmn(store, "dinner", "zh").ids
    assert set(first.ids) - set(later.ids) == {
        i for i in first.ids if i not in later.ids and i.startswith(("flow_", "join_"))
    }
    assert {one.attrib["id"] for one in first.all("task", "userTask", "lane")} <= set(later.ids)


def test_steps_without_an_order_follow_their_numbers_and_say_so(store: EmbeddedStore) -> None:
    """Drafts often have numbers alone; a diagram in which all begins at once would be wrong."""
    found = bpmn(store, "numbers")

    assert {("Start", "One"), ("One", "Two"), ("Two", f"{BASE}steps/three")} < found.flows()
    assert "What comes before is not said" in found.told(found.named("Two"))
    three = found.told(found.named(f"{BASE}steps/three"))
    assert "Comes after a step of another workflow: Wash up" in three
    assert "What comes before" not in three


def test_nothing_and_circles_have_a_diagram_too(store: EmbeddedStore) -> None:
    """A draft is looked at before it is right."""
    assert {("Start", "Finished")} == bpmn(store, "nothing").flows()
    circle = bpmn(store, "circle")
    assert ("Again?", "exclusiveGateway") in circle.flows()
    assert any("closes a circle" in circle.told(one) for one in circle.all("task"))


def test_a_step_of_no_role_has_a_lane_that_says_so(store: EmbeddedStore) -> None:
    """In the lane of another it would look like that one's work."""
    lanes = bpmn(store, "dinner").lanes()

    assert ["Cook", 'Guest "of honour" <b>; #1', "No role named"] == list(lanes)
    assert any("welcome" in node for node in lanes["No role named"])
    assert {} == bpmn(store, "numbers").lanes()


def _within(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return other[0] <= one[0] and other[1] <= one[1] and one[2] <= other[2] and one[3] <= other[3]
