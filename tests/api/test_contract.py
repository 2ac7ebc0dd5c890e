"""Changes that break generated clients are made on purpose, or not at all."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path

import httpx
import pytest
from contract import Json, breaks, digest_of

RECORD = Path(__file__).with_name("contract.json")


@pytest.fixture(scope="module")
def present(client: httpx.Client) -> Json:
    """The digest of the document that the service gives; recorded where that is asked for."""
    found = digest_of(client.get("/openapi.json").json())
    if os.environ.get("CONTRACT") == "write":
        RECORD.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return found


def test_no_client_breaks(present: Json) -> None:
    """`make contract` records the document anew; the changelog says what breaks."""
    assert [] == list(breaks(json.loads(RECORD.read_text(encoding="utf-8")), present))


def test_each_change_that_breaks_is_told(present: Json) -> None:
    """And additions are not: they are what an interface grows by."""
    changed = copy.deepcopy(present)
    role, get = changed["schemas"]["Role"], changed["operations"]["getRole"]
    role["members"].remove("definition")
    role["needed"].remove("label")
    changed["schemas"]["RoleInput"]["needed"].append("notes")
    changed["schemas"]["Status"]["choices"].remove("draft")
    get["parameters"].remove("query expand")
    get["needed"].append("colour")
    del changed["operations"]["deleteRole"]
    del changed["schemas"]["Workflow"]

    found = list(breaks(present, changed))

    assert [] == list(breaks(present, present))
    assert [
        "getRole has lost the parameter query expand",
        "getRole now needs colour",
        "the operation deleteRole is gone",
    ] == sorted(one for one in found if ("Role " in one and one[0] != "R") or "deleteRole" in one)
    assert {
        "Role has lost definition",
        "Role may now lack label",
        "RoleInput now needs notes",
        "Status has lost the choice draft",
        "the schema Workflow is gone",
    } <= set(found)
    assert 8 == len(found)
    more = copy.deepcopy(present)
    more["operations"]["more"] = more["operations"]["getRole"]
    more["schemas"]["Role"]["members"].append("colour")
    assert [] == list(breaks(present, more))
