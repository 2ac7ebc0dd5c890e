"""The rules of the catalogue over HTTP: what each asks for, by the name that findings give it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from rolegraph.api.operations.late_routes import LateRouter
from rolegraph.catalogue.index.model import API
from rolegraph.checking.explain import ExplainedRule, explained_rule, explained_rules
from rolegraph.http.accept import wanted_by
from rolegraph.http.answers import json_bytes, tagged
from rolegraph.http.request import known_parameters
from rolegraph.shacl.guard.guard import Guard

PATH = f"{API}rules"
_JSON = "application/json"


class Rule(BaseModel):
    """What a rule asks for."""

    name: str = Field(description="As findings name it.")
    severity: str = Field(description="Violation, Warning or Info.")
    text: str = Field(description="What it asks for, in words.")
    iri: str = Field(description="The shape, or the rule of rolegraph check.")
    check: str = Field(description="The check that it belongs to.")


class RuleList(BaseModel):
    """All rules."""

    items: list[Rule]
    total: int


def router(guard: Guard) -> APIRouter:
    """Return the routes of the rules.

    Args:
        guard: has the shapes that apply.
    """
    routes = LateRouter(tags=["validation"])

    def list_rules(request: Request) -> Response:
        known_parameters(request, ())
        wanted_by(request, (_JSON,))
        items = [_as_json(rule) for rule in explained_rules(guard.rules.shapes)]
        return tagged(request, json_bytes({"items": items, "total": len(items)}), _JSON)

    def explain_rule(name: str, request: Request) -> Response:
        known_parameters(request, ())
        wanted_by(request, (_JSON,))
        found = _as_json(explained_rule(guard.rules.shapes, name))
        return tagged(request, json_bytes(found), _JSON)

    routes.add_api_route(
        PATH,
        list_rules,
        operation_id="listRules",
        summary="List the rules that data is held to",
        responses={200: {"model": RuleList}},
    )
    routes.add_api_route(
        PATH + "/{name}",
        explain_rule,
        operation_id="explainRule",
        summary="Say what a rule asks for",
        responses={200: {"model": Rule}},
    )
    return routes


def _as_json(rule: ExplainedRule) -> dict[str, str]:
    return {
        "name": rule.name,
        "severity": rule.severity,
        "text": rule.text,
        "iri": rule.iri,
        "check": rule.check,
    }
