"""`make html`: the markup of every page by html-validate, which needs npm."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import httpx
import pytest
from test_pages import PAGES

VALIDATOR = "html-validate@10"
STYLE = (
    *("void-style", "attribute-boolean-style", "no-trailing-whitespace", "doctype-style"),
    "prefer-native-element",  # a table that scrolls is no fieldset
)
"""Rules about the layout of the source, which nobody reads, and one that does not fit."""


@pytest.mark.skipif(not os.environ.get("ROLEGRAPH_HTML"), reason="make html runs it")
def test_the_markup_of_each_page_is_valid(client: httpx.Client, tmp_path: Path) -> None:
    """Browsers repair markup each in their own way."""
    npx = shutil.which("npx")
    assert npx, "There is no npx; install Node.js."
    config = {
        "extends": ["html-validate:recommended"],
        "rules": {**dict.fromkeys((*STYLE, "long-title"), "off")},
    }
    (tmp_path / ".htmlvalidate.json").write_text(json.dumps(config), encoding="utf-8")
    for place, path in enumerate((*PAGES, "/edit/personas", "/edit/workflows")):
        text = client.get(path, headers={"Accept": "text/html"}).text
        (tmp_path / f"{place:02}.html").write_text(f"{text}<!-- {path} -->\n", encoding="utf-8")
    run = subprocess.run(
        [npx, "--yes", VALIDATOR, "--formatter", "stylish", "*.html"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == run.returncode, run.stdout + run.stderr
