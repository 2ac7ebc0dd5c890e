"""A check that could not run, told in each format: whoever reads the report must not miss it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import Any

from rolegraph.shacl.formats.github import escaped
from rolegraph.shacl.report import Report

_TITLE = "The check could not run"


def failed(name: str, message: str) -> str:
    """Return what a report in a format says where there is none.

    Args:
        name: one of the formats.
        message: why the check could not run.
    """
    return {
        "text": _text,
        "github": _github,
        "sarif": _sarif,
        "junit": _junit,
        "json": _json,
        "markdown": _markdown,
        "turtle": _turtle,
    }[name](message)


def _text(message: str) -> str:
    return f"rolegraph check: {message}\n"


def _github(message: str) -> str:
    return f"::error title=rolegraph check could not run::{escaped(message)}\n"


def _sarif(message: str) -> str:
    from rolegraph.shacl.formats.sarif import log

    said: dict[str, Any] = log(Report((), incomplete=True))
    (invocation,) = said["runs"][0]["invocations"]
    invocation["toolExecutionNotifications"] = [{"level": "error", "message": {"text": message}}]
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _junit(message: str) -> str:
    root = ET.Element("testsuites", name="rolegraph check")
    suite = ET.SubElement(
        root, "testsuite", name="check", tests="1", failures="0", errors="1", skipped="0"
    )
    case = ET.SubElement(suite, "testcase", classname="rolegraph.check", name=_TITLE)
    ET.SubElement(case, "error", message=message).text = message
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _json(message: str) -> str:
    said = {"error": message, "passed": False, "complete": False, "findings": []}
    return json.dumps(said, ensure_ascii=False) + "\n"


def _markdown(message: str) -> str:
    return f"## {_TITLE}\n\n" + "".join(f"    {line}\n" for line in message.splitlines())


def _turtle(message: str) -> str:
    """Return a comment: a SHACL report would say something of the data."""
    return "".join(f"# {line}\n" for line in [f"{_TITLE}.", *message.splitlines()])
