"""Runs other people's tools on the ontology and the data, and writes what they say.

    python tests/ontology_tools/run.py FOLDER [--aligned FOLDER] [--write docs/ontology.md]

FOLDER has `python/` (a virtual environment with `requirements.txt`) and, where Maven could be had,
`java/` (ROBOT with HermiT and the OWL API). `--aligned` names a folder with the ontologies that
ours is aligned with (`aligned.py`); with it, all is read once more merged with them. It fails on a load error, a contradiction, an unwanted
`owl:sameAs`, a mapping that is lost, or a construct outside of OWL 2 RL.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from aligned import files_of, read
from one_tool import names

from rolegraph import resources
from rolegraph.rdf.namespaces import DCTERMS, OWL, graph_of_file, is_default_dataset_graph
from rolegraph.rdf.sssom.graph import read_sssom
from rolegraph.rdf.sssom.mapping_set import mapping_set
from rolegraph.rdf.sssom.writing import as_graph, as_table
from rolegraph.rdf.terms import NamedNode, Quad, RdfFormat, Triple, parse, serialize
from rolegraph.store.files.loading import catalogue_quads

HERE = Path(__file__).parent
MAPPINGS = "data/mappings.sssom.tsv"
_ROBOT = "org.obolibrary.robot.CommandLineInterface"


@dataclass(frozen=True)
class Result:
    """What a tool said.

    Attributes:
        tool: its name and version.
        task: what it was to do.
        figure: what it found.
        passed: whether that is as it must be.
    """

    tool: str
    task: str
    figure: str
    passed: bool


def write_inputs(folder: Path) -> None:
    """Write the ontology, and ontology with data, as the tools are to read them."""
    quads = list(catalogue_quads(resources.root()))
    ontology = [quad for quad in quads if "/graph/ontology/" in quad.graph_name.value]
    whole = [quad for quad in quads if is_default_dataset_graph(quad.graph_name.value)]
    for name, part in (("ontology", ontology), ("whole", whole)):
        # The modules are all here, and an import would be looked for on the web.
        kept = [quad for quad in part if quad.predicate.value != OWL + "imports"]
        triples = (Quad(q.subject, q.predicate, q.object) for q in dict.fromkeys(kept))
        prefixes = {"dcterms": DCTERMS}
        text = serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes) or b""
        (folder / f"{name}.ttl").write_bytes(text)
    found = mapping_set(whole)
    assert found is not None
    (folder / "mappings.sssom.tsv").write_bytes(as_table(found))
    (folder / "mappings.sssom.ttl").write_bytes(as_graph(found))


def write_merged(folder: Path, aligned: Path | None) -> Result:
    """Write ontology, and ontology with data, merged with the ontologies that are aligned."""
    files = files_of(aligned)
    for name in ("ontology", "whole"):
        merged = folder / f"{name}-merged.ttl"
        merged.unlink(missing_ok=True)
        if not isinstance(files, str):
            quads = [*parse(path=folder / f"{name}.ttl"), *(q for f in files for q in read(f))]
            kept = dict.fromkeys(q for q in quads if q.predicate.value != OWL + "imports")
            merged.write_bytes(serialize(kept, format=RdfFormat.TURTLE) or b"")
    if isinstance(files, str):
        return Result("ORG, PROV-O, SKOS, P-Plan, OA", "merge", f"not run: {files}", passed=True)
    names = ", ".join(file.name for file in files)
    return Result("ORG, PROV-O, SKOS, P-Plan, OA", "merge", names, passed=True)


def mappings_kept(folder: Path) -> list[Result]:
    """Hold what sssom-py wrote to what it read, and check the catalogue with it."""
    version = next((folder / "python" / "lib").glob("python*/site-packages/sssom-*.dist-info"))
    tool = f"sssom {version.name.removesuffix('.dist-info').rpartition('-')[2]}"
    served = _mappings(folder / "mappings.sssom.tsv")
    before = _findings(folder, resources.root() / MAPPINGS)
    results = []
    for form in ("table", "graph"):
        written = folder / f"{form}-written.sssom.tsv"
        kept = len(served & _mappings(written))
        same = served == _mappings(written)
        figure = f"{kept} of {len(served)} triples of mappings written back"
        results.append(Result(tool, f"{form}: write", figure, same))
        new = _findings(folder, written) - before
        figure = f"`rolegraph check`: {len(before)} findings before, {len(new)} new"
        results.append(Result(tool, f"{form}: check", figure, not new))
    return results


def _mappings(table: Path) -> set[Triple]:
    graph = NamedNode(graph_of_file(MAPPINGS))
    return {quad.triple for quad in read_sssom(table, graph) if quad.subject != graph}


def _findings(folder: Path, table: Path) -> set[tuple[str, ...]]:
    """Return what `rolegraph check` finds in the catalogue with another table of mappings."""
    root = folder / "catalogue"
    shutil.rmtree(root, ignore_errors=True)
    for part in ("data", "ontology", "queries", "shapes"):
        shutil.copytree(resources.root() / part, root / part)
    shutil.copy(resources.root() / "rolegraph.toml", root)
    shutil.copy(table, root / MAPPINGS)
    command = [sys.executable, "-m", "rolegraph", "check", str(root), "--format", "json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    found = json.loads(ran.stdout)["findings"]
    return {tuple(str(one.get(key)) for key in ("rule", "focus", "message")) for one in found}


def by_java(folder: Path) -> list[Result]:
    """Run ROBOT: the OWL API loads, HermiT reasons, the profile is validated."""
    jars = folder / "java"
    if not any(jars.glob("robot-command-*.jar")):
        return [Result("ROBOT", "reason, validate-profile", "not run: no Java or no Maven", True)]
    version = next(jars.glob("robot-command-*.jar")).stem.rpartition("-")[2]
    hermit = next((jar.stem for jar in jars.glob("*hermit*.jar")), "HermiT")

    def robot(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = ["java", "-Xmx1g", "-cp", f"{jars}/*", _ROBOT, *arguments]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)

    found = []
    for name in names(folder):
        ran = robot(
            *("reason", "--reasoner", "hermit", "--input", f"{name}.ttl"),
            *("--output", f"{name}-reasoned.owl"),
        )
        said = "no contradiction" if ran.returncode == 0 else _last(ran.stdout + ran.stderr)
        tool = f"ROBOT {version} ({hermit})"
        found.append(Result(tool, f"{name}: load and reason", said, ran.returncode == 0))
        if name.endswith("merged"):  # others are free to leave the profile
            continue
        report = folder / f"{name}-profile.txt"
        ran = robot(
            *("validate-profile", "--profile", "RL", "--input", f"{name}.ttl"),
            *("--output", report.name),
        )
        said = "in OWL 2 RL" if ran.returncode == 0 else _last(ran.stdout + ran.stderr)
        if ran.returncode and report.is_file():
            lines = [line for line in report.read_text().splitlines() if "Use of" in line]
            said = f"{len(lines)} violations: " + "; ".join(sorted(set(lines))[:3])
        found.append(Result(f"ROBOT {version}", f"{name}: OWL 2 RL", said, ran.returncode == 0))
    return found


def _last(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else "nothing said"


def by_python(folder: Path) -> list[Result]:
    """Run the tools in Python, in their own environment."""
    python = folder / "python" / "bin" / "python"
    found = []
    for tool in ("owlrl", "reasonable", "pylode", "ontospy", "skosify", "sssom"):
        command = [str(python), "-W", "ignore", str(HERE / "one_tool.py"), tool, str(folder)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        if ran.returncode:
            found.append(Result(tool, "run", _last(ran.stderr), passed=False))
            continue
        lines = [line for line in ran.stdout.splitlines() if line.startswith("{")]
        found += [Result(**json.loads(line)) for line in lines]
    return found


def table(results: list[Result]) -> str:
    """Return the results as Markdown."""
    lines = ["| tool | task | found | |", "|---|---|---|---|"]
    for one in results:
        mark = "ok" if one.passed else "FAILED"
        lines.append(f"| {one.tool} | {one.task} | {one.figure.replace('|', '/')} | {mark} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run all; return 1 where anything failed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--aligned", type=Path, help="Folder of the ontologies of others.")
    options.add_argument("--write", type=Path, help="The page to write the table into.")
    given = options.parse_args()
    folder = given.folder.resolve()
    write_inputs(folder)
    results = [
        write_merged(folder, given.aligned),
        *by_python(folder),
        *mappings_kept(folder),
        *by_java(folder),
    ]
    sys.stdout.write(table(results))
    if given.write is not None:
        page = given.write.read_text(encoding="utf-8")
        before, _, rest = page.partition("<!-- tools -->\n")
        _, _, after = rest.partition("<!-- /tools -->")
        text = f"{before}<!-- tools -->\n\n{table(results)}\n<!-- /tools -->{after}"
        given.write.write_text(text, encoding="utf-8")
    return 0 if all(result.passed for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
