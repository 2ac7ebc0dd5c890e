"""Templates are compiled once, not at each start."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from rolegraph.web.frame.compiled import CompiledTemplates


def shown(folder: Path) -> str:
    loader = FileSystemLoader(folder)
    kept = CompiledTemplates(folder)
    return (
        Environment(loader=loader, bytecode_cache=kept, autoescape=True).get_template("a").render()
    )


def test_a_template_is_compiled_once_and_again_when_it_was_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first visit after a start waits for what is compiled; an old page would be worse."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "a").write_text("one")
    assert "one" == shown(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(Environment, "compile", None)  # nothing can be compiled now
        assert "one" == shown(tmp_path)
    (tmp_path / "a").write_text("two")
    assert "two" == shown(tmp_path)


def test_pages_are_shown_where_nothing_can_be_kept_and_what_is_kept_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A package that another user installed cannot be written to."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "a").write_text("one")
    (tmp_path / "__pycache__").write_text("no folder")
    assert "one" == shown(tmp_path)
    (tmp_path / "__pycache__").unlink()
    assert "one" == shown(tmp_path)
    for kept in (tmp_path / "__pycache__").iterdir():
        kept.write_bytes(kept.read_bytes()[:40])
    assert "one" == shown(tmp_path)
