#!/usr/bin/env bash
# shacl-engine, rdf-validate-shacl: sh:languageIn takes Filipino for Finnish and refuses @de-CH for "de-CH".
#
# Versions: shacl-engine 1.1.2, rdf-validate-shacl 0.6.5, n3 2.13.12, rdf-ext 2.6.0; pySHACL 0.40.1 as peer.
# Expected: SHACL (4.4.4) uses SPARQL's langMatches, so basic filtering of RFC 4647 (3.3.1): equal without
#   regard to case, or a prefix that is followed by "-". "fi" is not "fil", "de-CH" is "de-CH".
# Seen: both npm engines compare the first letters, with case. "fil", "enm" or "den" pass for "fi", "en",
#   "de". n3 reads tags in lower case, so a range in the usual spelling "de-CH" never fits any value.
#   pySHACL judges both as the text says.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  shacl-engine@1.1.2 rdf-validate-shacl@0.6.5 n3@2.13.12 rdf-ext@2.6.0 >/dev/null
cat > check.mjs <<'SCRIPT'
import { Parser } from "n3";
import rdf from "rdf-ext";
import RdfValidateShacl from "rdf-validate-shacl";
import { Validator } from "shacl-engine";

const HEAD = `@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
`;

// Whether the data conforms: by shacl-engine, then by rdf-validate-shacl.
async function conforms(turtle) {
  const dataset = rdf.dataset(new Parser().parse(HEAD + turtle));
  const engine = await new Validator(dataset, { factory: rdf }).validate({ dataset });
  const peer = await new RdfValidateShacl(dataset).validate(dataset);
  return [engine.conforms, peer.conforms];
}

const shape = (range) => `:S sh:targetNode :x ; sh:property [ sh:path :label ; sh:languageIn ("${range}") ] . `;
const filipino = await conforms(shape("fi") + ':x :label "Kalidad"@fil .');
const swiss = await conforms(shape("de-CH") + ':x :label "Gipfeli"@de-CH .');
const region = await conforms(shape("de") + ':x :label "Gipfeli"@de-CH .');
console.log("conforms (shacl-engine, rdf-validate-shacl):");
console.log("fil for fi", filipino, "| de-CH for de-CH", swiss, "| de-CH for de", region);
const asSeen = JSON.stringify([filipino, swiss, region]) === "[[true,true],[false,false],[true,true]]";
process.exit(asSeen ? 0 : 1);
SCRIPT
node check.mjs
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyshacl==0.40.1 rdflib==7.6.0
venv/bin/python - <<'PYTHON'
import sys

import pyshacl
import rdflib


def conforms(language_range, tag):
    graph = rdflib.Graph().parse(
        data=f"""@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
        :S sh:targetNode :x ; sh:property [ sh:path :label ; sh:languageIn ("{language_range}") ] .
        :x :label "Label"@{tag} .""",
        format="turtle",
    )
    return pyshacl.validate(graph, shacl_graph=graph)[0]


by_peer = [conforms("fi", "fil"), conforms("de-CH", "de-CH"), conforms("de", "de-CH")]
print("conforms (pySHACL):", by_peer)
sys.exit(0 if by_peer == [False, True, True] else 1)
PYTHON
