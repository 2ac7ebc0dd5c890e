"""The W3C test suite of SHACL by `rolegraph check` and by other validators, as a table.

Run by `make peers`. Usage: beside_peers.py FOLDER. Validators are installed into FOLDER by pip, npm
and Maven, in the versions below; one that cannot be had is left out with a word. DATA_SHAPES names
the tests of the suite; see `conformance.suite`.

A test is exact when a validator says the same of `sh:conforms` as the suite, and has the same
results by focus node, path, value, component and severity, each as often. Where the suite wants a
failure, a validator has to fail.
"""

import json
import logging
import subprocess
import sys
import venv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from rdflib import RDF, BNode, Graph
from rdflib.compare import to_isomorphic
from rdflib.term import Node
from typer.testing import CliRunner

from conformance.suite import SH, VARIABLE, Case, cases
from rolegraph.cli.main import application

SCRIPTS = Path(__file__).parent / "peers"
COMPARED = ("focusNode", "resultPath", "value", "sourceConstraintComponent", "resultSeverity")
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>peers</groupId><artifactId>peers</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version>
  </dependency></dependencies>
</project>
"""
NODE_PACKAGES = ("rdf-ext@2.6.0", "n3@2.13.12")


@dataclass(frozen=True)
class Peer:
    """Another validator.

    Attributes:
        name: as people call it.
        kind: the client that installs it: `pip`, `npm` or `mvn`.
        package: its name there; for Maven with its group.
        version: the version compared.
        script: what runs it.
    """

    name: str
    kind: str
    package: str
    version: str
    script: str


PEERS = (
    Peer("pySHACL", "pip", "pyshacl", "0.40.1", "with_python.py"),
    Peer("shacl", "pip", "shacl", "0.3.4", "with_python.py"),
    Peer("rdf-validate-shacl", "npm", "rdf-validate-shacl", "0.6.5", "with-node.mjs"),
    Peer("shacl-engine", "npm", "shacl-engine", "1.1.2", "with-node.mjs"),
    Peer("Jena SHACL", "mvn", "org.apache.jena:jena-shacl", "5.6.0", "WithJena.java"),
    Peer("TopBraid SHACL", "mvn", "org.topbraid:shacl", "1.4.4", "WithTopBraid.java"),
)


def ran(command: list[str], folder: Path) -> None:
    """Run a command in a folder.

    Raises:
        OSError, subprocess.SubprocessError: it is not there, or it failed.
    """
    subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=900)


def with_pip(peer: Peer, folder: Path) -> list[str]:
    """Install a validator of PyPI, and return the command that runs it."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    ran([python, "-m", "pip", "install", "--quiet", f"{peer.package}=={peer.version}"], folder)
    return [python, str(SCRIPTS / peer.script), peer.package]


def with_npm(peer: Peer, folder: Path) -> list[str]:
    """Install a validator of npm, and return the command that runs it."""
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    packages = [f"{peer.package}@{peer.version}", *NODE_PACKAGES]
    ran(["npm", "install", "--silent", "--no-audit", "--no-fund", *packages], folder)
    return ["node", str(SCRIPTS / peer.script), peer.package]


def with_maven(peer: Peer, folder: Path) -> list[str]:
    """Install a validator of Maven Central, and return the command that runs it."""
    group, _, artifact = peer.package.partition(":")
    (folder / "pom.xml").write_text(POM.format(group, artifact, peer.version), encoding="utf-8")
    ran(["mvn", "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=jars"], folder)
    return ["java", "-cp", str(folder / "jars" / "*"), str(SCRIPTS / peer.script), peer.package]


INSTALL: dict[str, Callable[[Peer, Path], list[str]]] = {
    "pip": with_pip,
    "npm": with_npm,
    "mvn": with_maven,
}


def reports_of(peer: Peer, folder: Path, suite: list[Case]) -> list[Graph | None]:
    """Return what a validator reports of each case; None where it fails.

    Raises:
        OSError, subprocess.SubprocessError: it cannot be installed or run.
    """
    own = folder / peer.package.replace(":", "-")
    output = own / "reports"
    output.mkdir(parents=True, exist_ok=True)
    for old in output.iterdir():
        old.unlink()
    command = INSTALL[peer.kind](peer, own)
    listed = own / "cases"
    lines = (_line(case, as_json=peer.kind != "mvn") for case in suite)
    listed.write_text("\n".join(lines), encoding="utf-8")
    ran([*command, str(listed), str(output)], own)
    return [_graph(output / f"{number}.nt") for number in range(len(suite))]


def _line(case: Case, *, as_json: bool) -> str:
    if as_json:
        return json.dumps({"data": str(case.data), "shapes": str(case.shapes)})
    return f"{case.data}\t{case.shapes}"


def _graph(file: Path) -> Graph | None:
    return Graph().parse(file, format="nt") if file.is_file() else None


def ours(suite: list[Case]) -> list[Graph | None]:
    """Return what `rolegraph check` reports of each case; None where it fails."""
    found: list[Graph | None] = []
    for case in suite:
        arguments = ["check", str(case.data), "--shapes", str(case.shapes), "--profile", "shacl"]
        result = CliRunner().invoke(application(), [*arguments, "--format", "turtle"])
        read = result.exit_code in {0, 1}
        found.append(Graph().parse(data=result.stdout, format="turtle") if read else None)
    return found


def exact(case: Case, found: Graph | None) -> bool:
    """Tell whether a report is what the suite wants."""
    if case.expected is None or found is None:
        return case.expected is None and found is None
    return bool(to_isomorphic(essence(found)) == to_isomorphic(essence(case.expected)))


def essence(report: Graph) -> Graph:
    """Return the part of a report that is compared."""
    kept = Graph()
    root = BNode()
    for node in set(report.subjects(SH.conforms)):
        for value in report.objects(node, SH.conforms):
            kept.add((root, SH.conforms, value))
        for result in report.objects(node, SH.result):
            own = BNode()
            kept.add((root, SH.result, own))
            for name in COMPARED:
                for value in report.objects(result, SH[name]):
                    is_path = name == "resultPath"
                    kept.add((own, SH[name], _whole(report, value, kept) if is_path else value))
    return kept


def _whole(graph: Graph, node: Node, kept: Graph, around: frozenset[Node] = frozenset()) -> Node:
    """Return a node of its own for a path that is a blank node, since results may share one."""
    if not isinstance(node, BNode) or node in around:
        return node
    own = BNode()
    for predicate, value in graph.predicate_objects(node):
        if predicate.startswith(SH) or predicate in {RDF.first, RDF.rest}:
            kept.add((own, predicate, _whole(graph, value, kept, around | {node})))
    return own


def table(suite: list[Case], folder: Path) -> Iterator[str]:
    """Yield the lines of the table, and below it what is not exact."""
    parts = [[n for n, c in enumerate(suite) if c.name.startswith(p)] for p in ("core", "sparql")]
    yield f"| validator | version | core, of {len(parts[0])} | SPARQL, of {len(parts[1])} |"
    yield "|---|---|---|---|"
    missed: dict[str, list[str]] = {}
    rows = [("rolegraph check", version("rolegraph"), ours(suite))]
    for peer in PEERS:
        try:
            rows.append((peer.name, peer.version, reports_of(peer, folder, suite)))
        except (OSError, subprocess.SubprocessError) as error:
            said = getattr(error, "stderr", None) or error
            sys.stderr.write(f"{peer.name} is left out: {said}\n")
    for name, number, found in rows:
        right = [exact(case, report) for case, report in zip(suite, found, strict=True)]
        core, sparql = (sum(right[n] for n in part) for part in parts)
        yield f"| {name} | {number} | {core} | {sparql} |"
        missed[name] = [case.name for case, fits in zip(suite, right, strict=True) if not fits]
    yield ""
    for name, tests in missed.items():
        if tests:
            yield f"* {name}: {', '.join(f'`{test}`' for test in tests)}"


def main() -> None:
    """Print the table."""
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)  # the suite has ill-formed values
    suite = list(cases())
    if not suite:
        sys.stderr.write(f"{VARIABLE} names no folder with the W3C test suite: nothing to do.\n")
        return
    for line in table(suite, Path(sys.argv[1]).resolve()):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
