// Reads files by the libraries of others; prints what they say of each as JSON.
// Usage: node read_diagrams.mjs FILE…, in a folder with node_modules.
import { readFileSync } from "node:fs";
import { BpmnModdle } from "bpmn-moddle";
import { Linter } from "bpmnlint";
import NodeResolver from "bpmnlint/lib/resolver/node-resolver.js";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("");
Object.assign(globalThis, { window, document: window.document });
const { default: mermaid } = await import("mermaid");
const config = { extends: "bpmnlint:recommended" };

async function bpmn(text) {
  const { rootElement, elementsById, warnings } = await new BpmnModdle().fromXML(text);
  const linter = new Linter({ config, resolver: new NodeResolver() }); // rules remember ids
  const found = await linter.lint(rootElement);
  const rules = Object.entries(found).flatMap(([rule, told]) => told.map((one) => `${rule}: ${one.id} ${one.message}`));
  const names = Object.values(elementsById).filter((one) => /Task$/.test(one.$type)).map((one) => one.name);
  return { warnings: [...warnings.map((one) => one.message), ...rules], names, ids: Object.keys(elementsById) };
}

async function chart(text) {
  await mermaid.parse(text);
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(text.replace(/^---\n[^]*?\n---\n/, ""));
  const nodes = [...diagram.db.getVertices().values()];
  const names = nodes.filter((one) => /^n\d+$/.test(one.id)).map((one) => decoded(one.text ?? ""));
  return { warnings: [], names, links: nodes.map((one) => one.link).filter(Boolean) };
}

/** Mermaid keeps entities in a form of its own until it draws. */
function decoded(text) {
  return text.replaceAll("ﬂ°°", "&#").replaceAll("ﬂ°", "&").replaceAll("¶ß", ";")
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}

const answers = {};
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  try {
    answers[file] = await (file.endsWith(".bpmn") ? bpmn(text) : chart(text));
  } catch (error) {
    answers[file] = { warnings: [String(error.message)], names: [] };
  }
}
console.log(JSON.stringify(answers));
