"""Runs one tool in the environment of the tools; prints a JSON object for each task.

python one_tool.py TOOL FOLDER
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from rdflib import OWL, RDF, SKOS, Graph

NAMES = ("ontology", "whole", "ontology-merged", "whole-merged")
"""What is read; `merged` is together with the ontologies that ours is aligned with."""


def names(folder: Path) -> list[str]:
    """Return what of `NAMES` is there."""
    return [name for name in NAMES if (folder / f"{name}.ttl").is_file()]


def say(tool: str, task: str, figure: str, *, passed: bool) -> None:
    """Print what a tool found."""
    told = {"tool": f"{tool} {version(tool)}", "task": task, "figure": figure, "passed": passed}
    print(json.dumps(told))  # noqa: T201 - read by run.py


def same(graph: Graph | list[tuple[object, object, object]]) -> int:
    """Count what is said to be the same as something else."""
    return sum(1 for s, p, o in graph if p == OWL.sameAs and s != o)


def owlrl(folder: Path) -> None:
    """Work out the closure; owlrl tells of contradictions by messages."""
    import owlrl as tool

    for name in names(folder):
        graph = Graph().parse(folder / f"{name}.ttl")
        before = len(graph)
        reasoner = tool.OWLRL_Semantics(graph, axioms=False, daxioms=False, rdfs=False)
        reasoner.closure()
        errors, merged = len(reasoner.error_messages), same(graph)
        figure = f"{before} triples become {len(graph)}, {errors} contradictions, {merged} sameAs"
        say("owlrl", f"{name}: closure", figure, passed=not errors and not merged)


def reasonable(folder: Path) -> None:
    """Work out the closure by a second reasoner."""
    import reasonable as tool

    for name in names(folder):
        reasoner = tool.PyReasoner()
        reasoner.load_file(str(folder / f"{name}.ttl"))
        found = reasoner.reason()
        merged = same(found)
        say(
            "reasonable",
            f"{name}: closure",
            f"{len(found)} triples, {merged} sameAs",
            passed=not merged,
        )


def pylode(folder: Path) -> None:
    """Write the documentation of the ontology."""
    # Release 3.4.1 reads its version from a file that its package does not have.
    missing = Path(find_spec("pylode").origin).parents[1] / "pyproject.toml"
    missing.write_text(f'[project]\nversion = "{version("pylode")}"\n', encoding="utf-8")
    from pylode.profiles.ontpub import OntPub

    html = OntPub(ontology=str(folder / "ontology.ttl")).make_html()
    text = html if isinstance(html, str) else str(html)
    (folder / "pylode.html").write_text(text, encoding="utf-8")
    graph = Graph().parse(folder / "ontology.ttl")
    ours = "https://w3id.org/rolegraph/ontology#"
    classes = {s for s in graph.subjects(RDF.type, OWL.Class) if str(s).startswith(ours)}
    shown = sum(1 for one in classes if f'"{one}"' in text or str(one) in text)
    say(
        "pylode",
        "ontology: page",
        f"{len(text) // 1024} kB, {shown} of {len(classes)} classes",
        passed=shown == len(classes),
    )


def ontospy(folder: Path) -> None:
    """Read the ontology as a browser of ontologies does."""
    import ontospy as tool

    for name in names(folder):
        if name.startswith("ontology"):
            with contextlib.redirect_stdout(io.StringIO()):
                model = tool.Ontospy(str(folder / f"{name}.ttl"), verbose=False)
            figure = f"{len(model.all_classes)} classes, {len(model.all_properties)} properties"
            say("ontospy", f"{name}: read", figure, passed=len(model.all_classes) > 0)


def skosify(folder: Path) -> None:
    """Judge the concepts as SKOS: labels that clash, circles, links that cannot be."""
    import skosify as tool

    told = io.StringIO()
    handler = logging.StreamHandler(told)
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.WARNING)
    for name in names(folder):
        if not name.startswith("whole"):
            continue
        told.truncate(told.seek(0))
        graph = Graph().parse(folder / f"{name}.ttl")
        before = len(list(graph.subjects(RDF.type, SKOS.Concept)))
        found = tool.skosify(str(folder / f"{name}.ttl"), preflabel_policy="all")
        after = len(list(found.subjects(RDF.type, SKOS.Concept)))
        lines = [line for line in told.getvalue().splitlines() if line]
        circles = [line for line in lines if "cycle" in line.lower()]
        figure = f"{before} concepts, {after} afterwards, {len(lines)} warnings"
        figure += f", {len(circles)} circles"
        say("skosify", f"{name}: check", figure, passed=not circles and after >= before)


def sssom(folder: Path) -> None:
    """Read the served mappings as a table and as a graph, and write each as a table and a graph.

    Whether these say the same as what was read is judged by `run.py`.
    """
    from sssom.parsers import parse_sssom_rdf, parse_sssom_table
    from sssom.writers import write_rdf, write_table

    served = folder / "mappings.sssom.ttl"
    read = {
        "table": lambda: parse_sssom_table(str(folder / "mappings.sssom.tsv")),
        "graph": lambda: parse_sssom_rdf(str(served), serialisation="turtle"),
    }
    for form, parse in read.items():
        found = parse()
        with (folder / f"{form}-written.sssom.tsv").open("w", encoding="utf-8") as file:
            write_table(found, file)
        with (folder / f"{form}-written.sssom.ttl").open("w", encoding="utf-8") as file:
            write_rdf(found, file, serialisation="turtle")
        say("sssom", f"{form}: read", f"{len(found.df)} mappings", passed=len(found.df) > 0)


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]))
