"""A persona with her workflow of two steps, as a form sends it: one batch, all of it new."""

from __future__ import annotations

from typing import Any

PERSONA: list[dict[str, Any]] = [
    {
        "method": "POST",
        "path": "/api/v1/personas",
        "body": {
            "id": "_:self",
            "label": "Mira Example",
            "representsRole": {"id": "ml-developer"},
            "quote": "I try again.",
            "goals": ["Train"],
            "painPoints": ["Waiting"],
            "scenarios": ["A day"],
            "contexts": ["A small team"],
            "description": "She trains models.",
            "evidenceBasis": "assumption",
            "skills": ["Statistics"],
            "status": "draft",
            "workflows": [{"id": "_:work"}],
        },
    },
    {
        "method": "POST",
        "path": "/api/v1/workflows",
        "body": {
            "id": "_:work",
            "label": "Try again",
            "purpose": "A better model.",
            "trigger": "A finding",
            "followedBy": [{"id": "_:self"}],
            "steps": [{"id": "_:one"}, {"id": "_:two"}],
            "entryCriteria": [{"id": "_:begin"}],
            "exitCriteria": [{"id": "_:end"}],
        },
    },
    *(
        {
            "method": "POST",
            "path": "/api/v1/criteria",
            "body": {"id": f"_:{name}", "label": f"A reason to {name}", "description": "One."},
        }
        for name in ("begin", "end")
    ),
    *(
        {
            "method": "POST",
            "path": "/api/v1/steps",
            "body": {
                "id": f"_:{name}",
                "label": f"Step {name}",
                "stepOf": {"id": "_:work"},
                "stepOrder": place,
                "performedByRole": {"id": "ml-developer"},
                "operatesInStage": {"id": "model-development"},
                "precededBy": [{"id": "_:one"}] if place > 1 else [],
            },
        }
        for place, name in enumerate(("one", "two"), 1)
    ),
]
