"""Diagrams are read back by bpmn-moddle, bpmnlint and mermaid, from npm, without a warning.

`make diagrams` installs them and names their folder in DIAGRAMS; without it this is skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from bpmn_file import BpmnFile
from lxml import etree

from odd_workflows import BASE, ODD_WORKFLOWS, odd_store, read_workflow
from rolegraph.catalogue import Catalogue
from rolegraph.diagrams.bpmn import bpmn_of
from rolegraph.diagrams.mermaid import mermaid_of

FOLDER = os.environ.get("DIAGRAMS", "")
READER = Path(__file__).with_name("read_diagrams.mjs")

pytestmark = pytest.mark.skipif(not FOLDER, reason="`make diagrams` installs their readers")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Files of all workflows, in three languages, by their names."""
    folder, store = tmp_path_factory.mktemp("diagrams"), odd_store()
    with Catalogue(store).view() as view:
        slugs = {iri.removeprefix(f"{BASE}workflows/") for iri in view.iris("workflows")}
    assert set(ODD_WORKFLOWS) < slugs
    files = {}
    for slug in slugs:
        for tag in ("en", "zh", "ar"):
            workflow = read_workflow(store, slug, tag, "en")
            mermaid = mermaid_of(workflow, lambda t: f"https://roles.example/{t.name_in_iri}")
            for ending, content in (("bpmn", bpmn_of(workflow, BASE)), ("mmd", mermaid)):
                files[f"{slug}.{tag}.{ending}"] = folder / f"{slug}.{tag}.{ending}"
                files[f"{slug}.{tag}.{ending}"].write_bytes(content)
    return files


@pytest.fixture(scope="module")
def read(drawn: dict[str, Path]) -> dict[str, Any]:
    """What the libraries say of each file, by its name."""
    node = shutil.which("node")
    assert node, "There is no node; install Node.js."
    reader = Path(FOLDER) / READER.name  # modules are found from where a script lies
    shutil.copy(READER, reader)
    command = [node, str(reader), *map(str, drawn.values())]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=FOLDER)
    assert 0 == ran.returncode, ran.stderr
    found = json.loads(ran.stdout)
    return {name: found[str(path)] for name, path in drawn.items()}


def test_no_reader_warns(read: dict[str, Any]) -> None:
    """What one program understands otherwise is lost on the way to it."""
    assert len(read) > 60
    assert {} == {name: one["warnings"] for name, one in read.items() if one["warnings"]}


def test_bpmn_is_as_its_schema_has_it(drawn: dict[str, Path]) -> None:
    """Some programs refuse a file whose elements stand in another order."""
    folder = Path(FOLDER) / "node_modules" / "bpmn-moddle" / "resources" / "bpmn" / "xsd"
    schema = etree.XMLSchema(etree.parse(folder / "BPMN20.xsd"))
    told = {
        name: [str(one) for one in schema.error_log]
        for name, path in drawn.items()
        if name.endswith(".bpmn") and not schema.validate(etree.parse(path))
    }

    assert {} == told


def test_they_find_all_that_was_written(read: dict[str, Any], drawn: dict[str, Path]) -> None:
    """A reader may drop an element without a word."""
    for name, one in read.items():
        if name.endswith(".bpmn"):
            assert set(BpmnFile.of(drawn[name].read_bytes()).ids) == set(one["ids"])


def test_they_read_names_as_the_catalogue_has_them(read: dict[str, Any]) -> None:
    """Quotation marks, `#`, `;`, `<`, Chinese and Arabic."""
    hello = 'Say "hello"; `smile` <br> #2 [x] {y} %%{init: {}}%%'

    assert hello in read["dinner.en.bpmn"]["names"]
    assert f"1. {hello}" in read["dinner.en.mmd"]["names"]
    assert {"2. 煮一锅很热很热很热很热很热很热很热的汤然后再尝一尝味道", "5. ---", "3. end"} <= set(
        read["dinner.zh.mmd"]["names"]
    )
    assert "2. اطبخ الحساء" in read["dinner.ar.mmd"]["names"]
    assert "https://roles.example/welcome" in read["dinner.en.mmd"]["links"]
