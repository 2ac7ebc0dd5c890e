"""A persona that keeps the rules, for tests that write one."""

from __future__ import annotations

from typing import Any


def persona(label: str, **fields: Any) -> dict[str, Any]:
    """Return the fields of a new persona; `fields` add to them or replace them."""
    return {
        "label": label,
        "description": "Somebody who tests clients.",
        "representsRole": "roles/data-analyst",
        "quote": "Show me that it works.",
        "goals": ["Have each answer read."],
        "painPoints": ["Clients that guess."],
        "contexts": ["Works beside others."],
        "skills": ["Reads error messages."],
        "scenarios": ["A client is tried, and tells what it found."],
        "workflows": ["workflows/evaluate-candidate-models"],
        "evidenceBasis": "assumption",
        "status": "draft",
        **fields,
    }
