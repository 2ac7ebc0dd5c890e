"""`make html`: the markup of every page by html-validate, which needs npm."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest
from test_pages import PAGES

VALIDATOR = "html-validate@10"
STYLE = (
    *("void-style", "attribute-boolean-style", "no-trailing-whitespace", "doctype-style"),
    "prefer-native-element",  # a table that scrolls is no fieldset
    "form-dup-name",  # checkboxes of one name are a list of choices
    "autocomplete-password",  # a token is kept in its tab; no browser shall remember it
)
"""Rules about the layout of the source, which nobody reads, and three that do not fit."""


OF_SCRIPTS = ("attribute-empty-style", "no-inline-style")
"""Rules about source that a browser writes otherwise: `hidden=""`, and lengths that scripts set."""


def told(pages: Mapping[str, str], folder: Path, *off: str) -> str:
    """Return what html-validate says of pages; an empty text if nothing.

    Args:
        pages: address → markup.
        folder: an empty folder.
        off: names of rules that do not fit these pages.
    """
    folder.mkdir(exist_ok=True)
    npx = shutil.which("npx")
    assert npx, "There is no npx; install Node.js."
    config = {
        "extends": ["html-validate:recommended"],
        "rules": dict.fromkeys((*STYLE, "long-title", *off), "off"),
    }
    (folder / ".htmlvalidate.json").write_text(json.dumps(config), encoding="utf-8")
    for place, (path, text) in enumerate(pages.items()):
        (folder / f"{place:04}.html").write_text(f"{text}<!-- {path} -->\n", encoding="utf-8")
    run = subprocess.run(
        [npx, "--yes", VALIDATOR, "--formatter", "stylish", "*.html"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout + run.stderr if run.returncode else ""


@pytest.mark.skipif(not os.environ.get("ROLEGRAPH_HTML"), reason="make html runs it")
def test_the_markup_of_each_page_is_valid(client: httpx.Client, tmp_path: Path) -> None:
    """Browsers repair markup each in their own way."""
    paths = (*PAGES, "/edit/personas", "/edit-plain/workflows", "/edit-plain/tools/maite")

    assert not told(
        {path: client.get(path, headers={"Accept": "text/html"}).text for path in paths}, tmp_path
    )
