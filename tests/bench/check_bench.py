"""`rolegraph check` beside pySHACL alone, on the same files and shapes, with the findings compared.

Run by `make bench`, or with `--roles N`. Each side is a fresh process and reads the files itself:
the shipped catalogue and a generated one of N roles beside it. pySHACL only validates; the check
does everything it does. With a thousand roles pySHACL takes long: `--skip-reference` leaves it out.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rolegraph import resources
from rolegraph.generate import generate
from rolegraph.rdf.namespaces import PREFIXES
from rolegraph.rdf.sssom.graph import read_sssom
from rolegraph.rdf.terms import NamedNode, RdfFormat, serialize

REFERENCE = """
import json, sys, time
from pathlib import Path
import pyshacl, rdflib
root = Path(sys.argv[1])
data, shapes = rdflib.Graph(), rdflib.Graph()
for part, graph in (("ontology", data), ("data", data), ("shapes", shapes)):
    for file in sorted((root / part).glob("*.ttl")):
        graph.parse(file)
data.parse(root / "mappings.nt")
_, report, _ = pyshacl.validate(data, shacl_graph=shapes)
sh = rdflib.SH
print(json.dumps(sorted(
    [str(report.value(node, p) or "") for p in (sh.focusNode, sh.resultSeverity, sh.value)]
    for node in report.subjects(rdflib.RDF.type, sh.ValidationResult)
)))
"""
FAST = """
import json, sys
from pathlib import Path
from rolegraph.checking.files.corpus import Corpus
from rolegraph.checking.files.selecting import read_sources
from rolegraph.checking.files.sources import FileSelection
root = Path(sys.argv[1])
corpus = Corpus(read_sources(FileSelection((root,)), root, root))
results = corpus.validator.results(corpus.quads)
print(json.dumps(sorted(
    [r.focus.value, "http://www.w3.org/ns/shacl#" + r.severity, r.value.value if r.value else ""]
    for r in results
)))
"""
TIMES = 3


def write_catalogue(folder: Path, roles: int) -> None:
    """Write the shipped catalogue, a generated one beside it, and the mappings as triples."""
    for part in resources.PARTS:
        shutil.copytree(resources.part(part), folder / part)
    triples = (quad.triple for quad in generate(roles))
    text = serialize(triples, format=RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    (folder / "data" / "generated.ttl").write_bytes(text)
    table = folder / "data" / "mappings.sssom.tsv"
    mappings = (quad.triple for quad in read_sssom(table, NamedNode("urn:mappings")))
    (folder / "mappings.nt").write_bytes(serialize(mappings, format=RdfFormat.N_TRIPLES) or b"")


def timed(code: list[str], times: int = 1) -> tuple[float, str]:
    """Return the least of some wall-clock times of a fresh Python, and what it printed."""
    best, output = float("inf"), ""
    for _ in range(times):
        began = time.monotonic()
        done = subprocess.run([sys.executable, *code], capture_output=True, text=True, check=False)
        best, output = min(best, time.monotonic() - began), done.stdout
        if done.returncode not in {0, 1}:
            raise SystemExit(done.stderr)
    return best, output


def say(line: str) -> None:
    """Print a line at once, since the next may take long."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--roles", type=int, default=1000)
    parser.add_argument("--skip-reference", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        write_catalogue(folder, options.roles)
        check = ["-m", "rolegraph", "check"]
        shipped, _ = timed([*check, str(resources.root())], TIMES)
        say(f"check, shipped catalogue, cold           {shipped:8.2f} s")
        everything, output = timed([*check, str(folder), "--format", "json"], TIMES)
        found = json.loads(output)
        say(f"check, {options.roles} roles, every check         {everything:8.2f} s")
        say(f"       {found['summary']}")
        shapes_only, _ = timed([*check, str(folder), "--only", "shacl"], TIMES)
        say(f"check, {options.roles} roles, --only shacl        {shapes_only:8.2f} s")
        if options.skip_reference:
            return
        reference, expected = timed(["-c", REFERENCE, str(folder)])
        _, fast = timed(["-c", FAST, str(folder)])
        same = json.loads(expected) == json.loads(fast)
        say(f"pySHACL alone, {options.roles} roles              {reference:8.2f} s")
        say(f"times faster, every check included       {reference / everything:8.1f}")
        say(f"findings {'equal' if same else 'DIFFER'}: {len(json.loads(expected))} results")


if __name__ == "__main__":
    main()
