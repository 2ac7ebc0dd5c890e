// What findings say, in words for people who write no RDF.

const TAIL = /; [^;]*\b[a-z]+:[A-Za-z][^;]*$/s;
const NAME = /\b(?:rgsh|rg|skos|dcterms|prov|org|foaf|sh|xsd|schema):([A-Za-z]\w*)/g;

/** A message without what it says of RDF; `frame/plain.py` does the same for the pages. */
export function inWords(message: string): string {
  const told = message.replace(TAIL, ".");
  return told.replace(NAME, (_, name: string) => name.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase());
}
