#!/usr/bin/env bash
# graphy: Turtle whose last line is a comment without a line end is refused.
#
# Versions: @graphy/content.ttl.read 4.3.7; n3 2.13.12 as peer.
# Expected: RDF 1.1 Turtle (6.2, Comments): a comment begins with "#" outside of an IRI or a text and goes on "to the
#   end of line (marked by characters U+000D or U+000A) or end of file if there is no end of line after the comment
#   marker".
# Seen: the reader waits for a line end that does not come, and reports a syntax error at the comment after all
#   statements were read. Files that an editor or a template ended without a line end, with a remark in the last line,
#   fail. With a line end behind it (the control) it is read, and the peer reads both.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts @graphy/content.ttl.read@4.3.7 n3@2.13.12 >/dev/null
cat > read.mjs <<'SCRIPT'
import read from "@graphy/content.ttl.read";
import { Parser } from "n3";

const statement = "<urn:a> <urn:b> <urn:c> .";
for (const text of [`${statement} # checked`, `${statement} # checked\n`, `${statement}\n# end`, statement]) {
  const told = await new Promise((done) => {
    let count = 0;
    read(text, { data: () => (count += 1), eof: () => done(`${count} statement`), error: () => done(`error after ${count} statement`) });
  });
  console.log(JSON.stringify(text.slice(statement.length)), "graphy:", told, "- n3:", new Parser().parse(text).length, "statement");
}
SCRIPT
node read.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
" # checked" graphy: error after 1 statement - n3: 1 statement
" # checked\n" graphy: 1 statement - n3: 1 statement
"\n# end" graphy: error after 1 statement - n3: 1 statement
"" graphy: 1 statement - n3: 1 statement
SEEN
