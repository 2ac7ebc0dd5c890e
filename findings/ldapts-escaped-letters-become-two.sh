#!/usr/bin/env bash
# ldapts: (sn=M\c3\bcller), the escaped form of Müller, asks the server for "MÃ¼ller", so nobody is found.
#
# Versions: ldapts 8.2.0 (npm).
# Expected: RFC 4515 (3; 4, Examples): \ and two hexadecimal digits stand for one octet of the value, which is UTF-8;
#   the RFC writes Lučić as (sn=Lu\c4\8di\c4\87). The options of an attribute, as in (title;lang-de=Leiter), and its
#   number, as in (2.5.4.4=Stone), are parts of a filter (RFC 4512, 2.5).
# Seen: each octet becomes a letter and is then encoded again, so the request has c383c2bc for c3bc; equality,
#   substrings and order alike. No error: the answer is empty. Filters with options or a number are refused as
#   invalid. Müller as it is, and \2a for an asterisk (the controls), are right. What goes to the server is read here
#   from a local socket.
# Exit 0 while this is so, 1 when it changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts \
  ldapts@8.2.0 >/dev/null
cat > finding.mjs <<'SCRIPT'
import { createServer } from "node:net";
import { Client } from "ldapts";

// The octets of a search request, or why there was none.
function asked(filter) {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.once("data", (octets) => {
      socket.destroy();
      server.close();
      resolve(octets);
    }));
    server.listen(0, "127.0.0.1", () => {
      const client = new Client({ url: `ldap://127.0.0.1:${server.address().port}`, timeout: 5000, connectTimeout: 5000 });
      client.search("dc=example", { filter }).catch((error) => {
        server.close();
        resolve(error);
      });
    });
  });
}

for (const [filter, value] of [
  ["(sn=Müller)", "Müller"], [String.raw`(sn=M\c3\bcller)`, "Müller"], [String.raw`(sn=M\c3\bc*)`, "Mü"], [String.raw`(sn>=M\c3\bc)`, "Mü"],
  [String.raw`(sn=a\2ab)`, "a*b"], ["(title;lang-de=Leiter)", "Leiter"], ["(2.5.4.4=Stone)", "Stone"],
]) {
  const octets = await asked(filter);
  const seen = Buffer.isBuffer(octets) ? `has the octets of ${value}: ${octets.includes(Buffer.from(value))}` : octets.message.split(":")[0];
  const twice = Buffer.isBuffer(octets) && octets.includes(Buffer.from(Buffer.from(value).toString("latin1"))) && /[^ -~]/.test(value);
  console.log(`${filter}: ${seen}${twice ? ", encoded twice" : ""}`);
}
process.exit();
SCRIPT
node finding.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
(sn=Müller): has the octets of Müller: true
(sn=M\c3\bcller): has the octets of Müller: false, encoded twice
(sn=M\c3\bc*): has the octets of Mü: false, encoded twice
(sn>=M\c3\bc): has the octets of Mü: false, encoded twice
(sn=a\2ab): has the octets of a*b: true
(title;lang-de=Leiter): Invalid expression
(2.5.4.4=Stone): Invalid expression
SEEN
