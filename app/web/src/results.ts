// What a SPARQL query gave, and how it is asked for.

export interface Term {
  type: "uri" | "literal" | "typed-literal" | "bnode" | "triple";
  value: string;
  datatype?: string;
  "xml:lang"?: string;
}

export type Row = Record<string, Term | undefined>;

export interface Results {
  columns: string[];
  rows: Row[];
  boolean?: boolean;
  triples?: string; // N-Triples of a CONSTRUCT or DESCRIBE
}

// What the IRIs of the catalogue begin with; the page says so.
const THINGS = document.body.dataset.base ?? "";
const RESULTS = "application/sparql-results+json";

export class QueryProblem extends Error {}

export async function ask(endpoint: string, query: string, signal: AbortSignal): Promise<Results> {
  return read(
    await fetch(endpoint, {
      method: "POST",
      signal,
      headers: { Accept: `${RESULTS}, application/n-triples;q=0.9` },
      body: new URLSearchParams({ query }),
    }),
  );
}

/** What a ready question with its parameters gives, from the address that answers it. */
export async function fetched(address: string, signal: AbortSignal): Promise<Results> {
  return read(await fetch(address, { signal }));
}

async function read(answer: Response): Promise<Results> {
  const kind = answer.headers.get("content-type") ?? "";
  if (!answer.ok) {
    const problem = kind.includes("json") ? await answer.json() : { detail: await answer.text() };
    const place = problem.line ? `Line ${problem.line}, column ${problem.column}: ` : "";
    throw new QueryProblem(place + (problem.detail || problem.title || `The service answered ${answer.status}.`));
  }
  if (!kind.includes("sparql-results")) return { columns: [], rows: [], triples: await answer.text() };
  const found = await answer.json();
  if (typeof found.boolean === "boolean") return { columns: [], rows: [], boolean: found.boolean };
  return { columns: found.head.vars, rows: found.results.bindings };
}

const ASKED = 400; // names that are asked for at once

/** How large results are, in words. */
export function sizeOf(found: Results): string {
  if (found.boolean !== undefined) return found.boolean ? "yes" : "no";
  const [number, unit] = found.triples === undefined ? [found.rows.length, "row"] : [found.triples.split("\n").length - 1, "triple"];
  return `${number} ${unit}${number === 1 ? "" : "s"}`;
}

/** The names of the things in results that bring no label themselves, beside those known already. */
export async function labelled(found: Results, endpoint: string, known: Map<string, string>, signal: AbortSignal): Promise<Map<string, string>> {
  const bare = found.columns.filter((name) => !found.columns.includes(`${name}Label`));
  const iris = new Set(found.rows.flatMap((row) => bare.map((name) => row[name])).flatMap((term) => (term?.type === "uri" && THINGS && term.value.startsWith(THINGS) ? [term.value] : [])));
  const wanted = [...iris].filter((iri) => !known.has(iri) && !/[<>"{}|^`\\\s]/.test(iri)).slice(0, ASKED);
  if (wanted.length) {
    const query = `SELECT ?thing ?label { VALUES ?thing { ${wanted.map((iri) => `<${iri}>`).join(" ")} } ?thing <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }`;
    for (const row of (await ask(endpoint, query, AbortSignal.any([signal, AbortSignal.timeout(5000)]))).rows) {
      const own = document.documentElement.lang;
      if (!known.has(row.thing!.value) || row.label?.["xml:lang"] === own) known.set(row.thing!.value, row.label!.value);
    }
  }
  for (const row of found.rows)
    for (const name of bare) {
      const label = known.get(row[name]?.value ?? "");
      if (label && row[name]?.type === "uri") row[`${name}Label`] = { type: "literal", value: label };
    }
  return known;
}

/** The path of the page of a thing, or null for other IRIs. */
export function pageOf(iri: string, root: string): string | null {
  return THINGS && iri.startsWith(THINGS) && !iri.includes("#") ? `${root}/${iri.slice(THINGS.length)}` : null;
}

export function isNumber(term: Term | undefined): boolean {
  return !!term?.datatype && /#(?:\w*integer|decimal|double|float|\w*(?:int|long|short|byte))$/i.test(term.datatype);
}

export function shortened(iri: string, prefixes: Record<string, string>): string {
  if (THINGS && iri.startsWith(THINGS)) return iri.slice(THINGS.length);
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (iri.startsWith(namespace) && /^[\w.-]+$/.test(iri.slice(namespace.length)))
      return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return iri;
}

/** What people call a column: a variable as words, without the "Label" of the thing beside it. */
export function headingOf(name: string, columns: string[]): string {
  const bare = name.endsWith("Label") && columns.includes(name.slice(0, -5)) ? name.slice(0, -5) : name;
  const words = bare.replace(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Text of a term for people; the label in the column beside it where there is one. */
export function textOf(name: string, row: Row, prefixes: Record<string, string>): string {
  const term = row[name];
  if (!term) return "";
  if (term.type === "uri") return row[`${name}Label`]?.value ?? shortened(term.value, prefixes);
  return typeof term.value === "string" ? term.value : JSON.stringify(term.value);
}
