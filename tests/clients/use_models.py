"""Uses the models that datamodel-codegen generates, with httpx.

Run as `python use_models.py ADDRESS TOKEN` beside the generated module `rolegraph_models`;
checked by `mypy --strict` as well.
"""

from __future__ import annotations

import sys

import httpx
from pydantic import BaseModel
from rolegraph_models import (
    CriterionInput,
    DeletedThing,
    EvidenceBasis,
    Persona,
    PersonaInput,
    PersonaPatch,
    Problem,
    Status,
    StepOrder,
    Workflow,
    WorkflowInput,
    WorkflowPatch,
    WorkflowStep,
    WorkflowStepInput,
    WrittenPersona,
    WrittenWorkflow,
)

PATCH = "application/merge-patch+json"


def written(value: BaseModel) -> str:
    """Return the JSON of a body."""
    return value.model_dump_json(by_alias=True, exclude_unset=True)


def use_personas(client: httpx.Client) -> None:
    """Create, read, update, replace and delete a persona."""
    persona = PersonaInput(
        id="generated-models",
        label="Ana Müller",
        description="Ana curates data for a test range.",
        representsRole="data-analyst",
        quote="First.",
        goals=["Know what the data lacks."],
        painPoints=["Files without a description."],
        contexts=["Works alone."],
        skills=["Writes Python."],
        scenarios=["A delivery arrives on Friday."],
        workflows=["prepare-training-dataset"],
        evidenceBasis=EvidenceBasis.assumption,
        status=Status.draft,
    )
    made = client.post("/personas", content=written(persona))
    assert WrittenPersona.model_validate_json(made.text).commit.added > 0
    path = "/personas/generated-models"
    read = client.get(path)
    assert Persona.model_validate_json(read.text).status == Status.draft
    changed = client.patch(
        path,
        content=written(PersonaPatch(quote="Second.")),
        headers={"If-Match": read.headers["etag"], "Content-Type": PATCH},
    )
    assert WrittenPersona.model_validate_json(changed.text).quote == "Second."
    late = client.put(path, content=written(persona), headers={"If-Match": read.headers["etag"]})
    assert Problem.model_validate_json(late.text).status == 412
    again = client.put(
        path, content=written(persona), headers={"If-Match": changed.headers["etag"]}
    )
    WrittenPersona.model_validate_json(again.text)
    gone = client.delete(path, headers={"If-Match": again.headers["etag"]})
    assert DeletedThing.model_validate_json(gone.text).label == "Ana Müller"


def use_workflows(client: httpx.Client) -> None:
    """Create, read, update and delete a workflow with its steps."""
    first = WorkflowStepInput(
        id="_:first",
        label="Look once",
        stepOrder=StepOrder(1),
        performedByRole="data-analyst",
        operatesInStage="deployment",
    )
    second = WorkflowStepInput(
        label="Look again",
        stepOrder=StepOrder(2),
        performedByRole="data-analyst",
        operatesInStage="deployment",
        precededBy=["_:first"],
    )
    workflow = WorkflowInput(
        id="generated-models-look-twice",
        label="Look twice",
        purpose="Find what one look misses.",
        trigger="A delivery.",
        entryCriteria=[CriterionInput(label="Delivered here", description="It is there.")],
        exitCriteria=[CriterionInput(label="Looked at", description="Nothing is missed.")],
        steps=[second, first],
    )
    made = client.post("/workflows", content=written(workflow))
    WrittenWorkflow.model_validate_json(made.text)
    path = "/workflows/generated-models-look-twice"
    read = client.get(path, params={"expand": "steps"})
    steps = Workflow.model_validate_json(read.text).steps
    assert [step.label for step in steps if isinstance(step, WorkflowStep)] == [
        "Look once",
        "Look again",
    ]
    changed = client.patch(
        path,
        content=written(WorkflowPatch(trigger="A doubt.")),
        headers={"If-Match": read.headers["etag"], "Content-Type": PATCH},
    )
    WrittenWorkflow.model_validate_json(changed.text)
    gone = client.delete(path, headers={"If-Match": changed.headers["etag"]})
    DeletedThing.model_validate_json(gone.text)


def main() -> None:
    """Use the service at an address."""
    address, token = sys.argv[1:]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with httpx.Client(base_url=f"{address}/api/v1", headers=headers) as client:
        use_personas(client)
        use_workflows(client)


main()
