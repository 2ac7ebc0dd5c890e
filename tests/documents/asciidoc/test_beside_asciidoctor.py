"""AsciiDoc is read as Asciidoctor reads it: headings, terms, entries, paragraphs and cells.

`make asciidoc` installs Asciidoctor from npm; without it this file is skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from outlines import PAPERS, told

FOLDER = os.environ.get("ASCIIDOC", "")
READER = Path(__file__).with_name("read_asciidoc.mjs")

pytestmark = pytest.mark.skipif(not FOLDER, reason="`make asciidoc` installs Asciidoctor")


@pytest.fixture(scope="module")
def read() -> dict[str, list[list[Any]]]:
    """What Asciidoctor finds in each paper, by its path."""
    node = shutil.which("node")
    assert node, "There is no node; install Node.js."
    reader = Path(FOLDER) / READER.name  # modules are found from where a script lies
    shutil.copy(READER, reader)
    command = [node, str(reader), *map(str, PAPERS)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=FOLDER)
    assert 0 == ran.returncode, ran.stderr
    found: dict[str, list[list[Any]]] = json.loads(ran.stdout)
    return found


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.stem)
def test_a_paper_has_what_asciidoctor_finds(paper: Path, read: dict[str, list[list[Any]]]) -> None:
    """What another program lists elsewhere would be the duty of somebody else here."""
    assert read[str(paper)] == told(paper)
