#!/usr/bin/env bash
# vcard4 (npm): a card whose organization says how it is sorted is refused by the parser of the library that writes it.
#
# Versions: vcard4 4.0.5; vobject 0.9.9 (PyPI) as peer.
# Expected: RFC 6350 (5.9, SORT-AS; 6.6.4, ORG): SORT-AS may stand at N and ORG, as in N;SORT-AS="Harten,Rene". The
#   library calls itself "RFC 6350 compliant" for generating and parsing, and has a SortAsParameter to write it.
# Seen: "vCard has unknown parameter: SORT-AS, on ORG property": the whole card is lost, with the roles on it. What
#   vcard4 wrote a moment ago it cannot read. Without the parameter, and with ALTID and LANGUAGE on ROLE (the controls),
#   the card is read.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check vobject==0.9.9
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts vcard4@4.0.5 >/dev/null
cat > cards.mjs <<'SCRIPT'
import { writeFileSync } from "node:fs";
import { FNProperty, OrgProperty, ParameterValueType, RoleProperty, SortAsParameter, SpecialValueType, TextType, VCARD, parse } from "vcard4";

const card = (parameters) =>
  new VCARD([
    new FNProperty([], new TextType("Keeper of the archive")),
    new OrgProperty(parameters, new SpecialValueType("ORGProperty", [new TextType("The Archive"), new TextType("Records")])),
    new RoleProperty([], new TextType("Keeper")),
  ]).repr();
for (const [name, text] of [
  ["plain", card([])],
  ["sorted", card([new SortAsParameter(new ParameterValueType("Archive"))])],
  ["two languages", "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Keeper\r\nROLE;ALTID=1;LANGUAGE=en:Keeper\r\nROLE;ALTID=1;LANGUAGE=de:Hüterin\r\nEND:VCARD\r\n"],
]) {
  writeFileSync(`${name}.vcf`, text);
  try {
    console.log("vcard4, ", name + ":", parse(text).parsedVcard.map((each) => each.property).join(" "));
  } catch (problem) {
    console.log("vcard4, ", name + ":", problem.message);
  }
}
SCRIPT
{
  node cards.mjs
  grep '^ORG' sorted.vcf | tr -d '\r'
  venv/bin/python -c '
import vobject
for name in ("plain", "sorted", "two languages"):
    card = vobject.readOne(open(f"{name}.vcf", encoding="utf-8"))
    print(f"vobject, {name}:", *[child.name for child in card.getChildren() if child.name != "VERSION"])'
} | tee seen.txt
diff seen.txt - <<'SEEN'
vcard4,  plain: FN ORG ROLE
vcard4,  sorted: vCard has unknown parameter: SORT-AS, on ORG property
vcard4,  two languages: FN ROLE ROLE
ORG;SORT-AS=Archive:The Archive;Records
vobject, plain: FN ORG ROLE
vobject, sorted: FN ORG ROLE
vobject, two languages: FN ROLE ROLE
SEEN
