// Why the service refused something: in words, with links to what stands in the way.
import { rememberedToken } from "./token";
import { inWords } from "./words";

export interface Finding {
  severity: string;
  rule: string;
  focus?: string;
  label?: string;
  path?: string;
  message: string;
}

export interface Problem {
  detail?: string;
  findings?: Finding[];
  errors?: { pointer: string; detail: string }[];
  neededBy?: { id: string; label?: string; href?: string }[];
  changedSince?: string[];
  laterCommits?: number[];
}

/** Tell whether a change is only refused because nobody else has looked at it; then it can be proposed. */
export function needsReview(findings: Finding[]): boolean {
  const must = findings.filter((one) => one.severity === "Violation");
  return must.length > 0 && must.every((one) => one.rule === "approved-by-review");
}

const BASE = document.body.dataset.base ?? "";

/** Show a refusal: a sentence, then each thing that stands in the way with a link to its page. */
export function refusal(problem: Problem, status: number, root: string): HTMLElement[] {
  const things = problem.neededBy ?? problem.changedSince?.map((id) => ({ id, label: undefined }));
  const said = document.createElement("p");
  // The sentence of a problem names things by their ids; the list below has names and links.
  if (problem.neededBy) said.textContent = `It cannot be deleted: ${things!.length === 1 ? "one other thing refers" : `${things!.length} other things refer`} to it. Change or delete these first.`;
  else if (problem.changedSince) said.textContent = `${problem.detail?.startsWith("Proposal") ? "It cannot be made now" : "It cannot be taken back"}: later changes touched the same things. Take those back first, or make the change by hand.`;
  else if (problem.findings) said.textContent = "The rules of the catalogue do not allow it:";
  else if (status === 401) said.textContent = rememberedToken() ? `${problem.detail ?? "The token is wrong."} Whoever runs this service gives you one that may write; put it into the box “Token”.` : "Type your token into the box “Token” first. Whoever runs this service gives you one that may write.";
  else said.textContent = problem.detail ?? `The service answered ${status}.`;
  const lines = [
    ...(things ?? []).map((one) => link(one.label ?? nameOf(one.id), pageOf(one.id, root))),
    ...(problem.laterCommits ?? []).map((one) => link(`change ${one}`, `${root}changes/${one}`)),
    ...(problem.findings ?? []).map((one) => {
      const line = link(one.label ?? one.focus ?? "", pageOf(one.focus ?? "", root));
      line.className = one.severity;
      line.append(one.focus ? ": " : "", inWords(one.message));
      return line;
    }),
  ];
  if (!lines.length) return [said];
  const list = document.createElement("ul");
  list.className = "plain held";
  list.append(...lines);
  return [said, list];
}

function link(text: string, href: string | null): HTMLLIElement {
  const line = document.createElement("li");
  if (href) {
    const made = document.createElement("a");
    made.href = href;
    made.textContent = text;
    line.append(made);
  } else line.append(text);
  return line;
}

function nameOf(iri: string): string {
  return iri.replace(/^.*\//, "").replace(/-/g, " ");
}

function pageOf(iri: string, root: string): string | null {
  return BASE && iri.startsWith(BASE) ? root + iri.slice(BASE.length).split("#")[0] : null;
}
