"""Uses the client that openapi-python-client generates: a persona and a workflow, from first to last.

Run as `python use_python_client.py ADDRESS TOKEN` beside the generated package
`rolegraph_client`; checked by `mypy --strict` as well.
"""

from __future__ import annotations

import sys

from rolegraph_client import AuthenticatedClient, Client
from rolegraph_client.api.personas import (
    create_persona,
    delete_persona,
    get_persona,
    list_personas,
    replace_persona,
    update_persona,
)
from rolegraph_client.api.workflows import (
    create_workflow,
    delete_workflow,
    get_workflow,
    update_workflow,
)
from rolegraph_client.models import (
    CriterionInput,
    DeletedThing,
    EvidenceBasis,
    Persona,
    PersonaInput,
    PersonaList,
    PersonaPatch,
    PersonaSelection,
    Problem,
    Role,
    RoleSelection,
    Status,
    ThingLink,
    Workflow,
    WorkflowInput,
    WorkflowPatch,
    WorkflowStep,
    WorkflowStepInput,
    WrittenPersona,
    WrittenWorkflow,
)


def persona(identity: str, quote: str) -> PersonaInput:
    """Return a whole persona."""
    return PersonaInput(
        id=identity,
        label="Ana Müller",
        description="Ana curates data for a test range.",
        represents_role="data-analyst",
        quote=quote,
        goals=["Know what the data lacks."],
        pain_points=["Files without a description."],
        contexts=["Works alone."],
        skills=["Writes Python."],
        scenarios=["A delivery arrives on Friday."],
        workflows=["prepare-training-dataset"],
        evidence_basis=EvidenceBasis.ASSUMPTION,
        status=Status.DRAFT,
    )


def workflow(identity: str) -> WorkflowInput:
    """Return a workflow with two steps, which name each other."""
    first = WorkflowStepInput(
        id="_:first",
        label="Look once",
        step_order=1,
        performed_by_role="data-analyst",
        operates_in_stage="deployment",
    )
    second = WorkflowStepInput(
        label="Look again",
        step_order=2,
        performed_by_role="data-analyst",
        operates_in_stage="deployment",
        preceded_by=["_:first"],
    )
    delivered = CriterionInput(label="Delivered here", description="It is there.")
    looked = CriterionInput(label="Looked at", description="Nothing is missed.")
    return WorkflowInput(
        id=identity,
        label="Look twice",
        purpose="Find what one look misses.",
        trigger="A delivery.",
        entry_criteria=[delivered],
        exit_criteria=[looked],
        steps=[second, first],
    )


def use_personas(client: AuthenticatedClient, anybody: Client) -> None:
    """Create, read, update, replace and delete a persona."""
    name = "generated-python"
    made = create_persona.sync_detailed(client=client, body=persona(name, "First."))
    assert isinstance(made.parsed, WrittenPersona), made.parsed
    assert made.parsed.commit.added > 0
    read = get_persona.sync_detailed(name, client=anybody)
    assert isinstance(read.parsed, Persona)
    assert isinstance(read.parsed.represents_role, ThingLink)
    etag = read.headers["etag"]
    changed = update_persona.sync_detailed(
        name, client=client, body=PersonaPatch(quote="Second."), if_match=etag
    )
    assert isinstance(changed.parsed, WrittenPersona)
    assert changed.parsed.quote == "Second."
    late = update_persona.sync(name, client=client, body=PersonaPatch(quote="-"), if_match=etag)
    assert isinstance(late, Problem)
    assert late.status == 412
    etag = changed.headers["etag"]
    again = replace_persona.sync_detailed(
        name, client=client, body=persona(name, "Third."), if_match=etag
    )
    assert isinstance(again.parsed, WrittenPersona), again.parsed
    whole = get_persona.sync(name, client=anybody, expand=["representsRole"])
    assert isinstance(whole, Persona)
    assert isinstance(whole.represents_role, Role)
    part = get_persona.sync(name, client=anybody, fields=["label", "representsRole.label"])
    assert isinstance(part, PersonaSelection)
    assert isinstance(part.represents_role, RoleSelection)
    page = list_personas.sync(client=anybody, status=[Status.DRAFT], limit=50)
    assert isinstance(page, PersonaList)
    assert any(item.label == "Ana Müller" for item in page.items)
    gone = delete_persona.sync(name, client=client, if_match=again.headers["etag"])
    assert isinstance(gone, DeletedThing)
    missing = get_persona.sync(name, client=anybody)
    assert isinstance(missing, Problem)
    assert missing.status == 404


def use_workflows(client: AuthenticatedClient, anybody: Client) -> None:
    """Create, read, update and delete a workflow with its steps."""
    name = "generated-look-twice"
    made = create_workflow.sync_detailed(client=client, body=workflow(name))
    assert isinstance(made.parsed, WrittenWorkflow), made.parsed
    read = get_workflow.sync_detailed(name, client=anybody, expand=["steps"])
    assert isinstance(read.parsed, Workflow)
    steps = [step for step in read.parsed.steps if isinstance(step, WorkflowStep)]
    assert [step.label for step in steps] == ["Look once", "Look again"]
    changed = update_workflow.sync_detailed(
        name,
        client=client,
        body=WorkflowPatch(trigger="A delivery, or a doubt."),
        if_match=read.headers["etag"],
    )
    assert isinstance(changed.parsed, WrittenWorkflow), changed.parsed
    gone = delete_workflow.sync(name, client=client, if_match=changed.headers["etag"])
    assert isinstance(gone, DeletedThing), gone
    missing = get_workflow.sync(name, client=anybody)
    assert isinstance(missing, Problem)


def main() -> None:
    """Use the service at an address."""
    address, token = sys.argv[1:]
    client = AuthenticatedClient(base_url=address, token=token)
    anybody = Client(base_url=address)
    use_personas(client, anybody)
    use_workflows(client, anybody)


main()
