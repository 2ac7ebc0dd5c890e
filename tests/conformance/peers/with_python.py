"""Runs a validator of PyPI over a list of cases; see `conformance.beside_peers`.

Usage: with_python.py NAME CASES OUTPUT. The file CASES has a line of JSON for each case. What a
validator reports becomes OUTPUT/NUMBER.nt; that it fails becomes OUTPUT/NUMBER.failed.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path


def with_pyshacl(data: str, shapes: str) -> str:
    """Return pySHACL's report as N-Triples."""
    import pyshacl
    import rdflib

    graphs = [rdflib.Graph().parse(file, publicID=Path(file).as_uri()) for file in (data, shapes)]
    _, report, text = pyshacl.validate(graphs[0], shacl_graph=graphs[1], advanced=True)
    if not isinstance(report, rdflib.Graph):
        raise TypeError(text)  # it has no report where it failed
    return report.serialize(format="nt")


def with_shacl(data: str, shapes: str) -> str:
    """Return the report of `shacl` as N-Triples."""
    import shacl

    return shacl.Shapes.from_file(shapes).validate_file(data).serialize("ntriples")


def main(name: str, cases: str, output: str) -> None:
    """Run every case, and write what came of it."""
    run: Callable[[str, str], str] = {"pyshacl": with_pyshacl, "shacl": with_shacl}[name]
    for number, line in enumerate(Path(cases).read_text("utf-8").splitlines()):
        case = json.loads(line)
        try:
            (Path(output) / f"{number}.nt").write_text(run(case["data"], case["shapes"]), "utf-8")
        except Exception as error:  # noqa: BLE001 - whatever it is, the validator failed
            (Path(output) / f"{number}.failed").write_text(str(error), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
