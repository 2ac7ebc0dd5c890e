// Tries requests from the documentation of the API: a form made from the tables of parameters.
import { button, unique } from "./dom";
import { rememberedToken, tokenField } from "./token";

const SHOWN = 20000; // characters of an answer that are shown

for (const operation of document.querySelectorAll<HTMLElement>(".operation")) {
  const place = document.createElement("div");
  place.className = "try";
  place.append(button("Try it", () => place.replaceChildren(form(operation)), `Try it: ${operation.querySelector("h2")?.textContent?.trim() ?? ""}`));
  operation.append(place);
}

interface Given {
  name: string;
  place: string;
  input: HTMLInputElement;
}

function form(operation: HTMLElement): HTMLElement {
  const { method = "GET", path = "/", root = "" } = operation.dataset;
  const made = document.createElement("form");
  const fields = document.createElement("div");
  fields.className = "fields-to-give";
  const given: Given[] = [...operation.querySelectorAll<HTMLElement>("[data-parameter]")].map((row) => {
    const name = row.dataset.parameter!;
    const input = document.createElement("input");
    input.type = "text";
    input.required = "required" in row.dataset;
    fields.append(labelled(name, input));
    return { name, place: row.dataset.in ?? "query", input };
  });
  const kinds = [...operation.querySelectorAll<HTMLElement>("[data-body]")].flatMap((one) =>
    one.dataset.body!.split(" ").map((type) => ({ type, example: one.querySelector("pre")?.textContent ?? "" })),
  );
  const kind = document.createElement("select");
  const body = document.createElement("textarea");
  body.className = "code";
  body.rows = 12;
  made.append(fields);
  if (kinds.length) {
    kind.append(...kinds.map((one, number) => new Option(one.type, String(number))));
    body.value = kinds[0].example;
    kind.addEventListener("change", () => (body.value = kinds[Number(kind.value)].example));
    made.append(labelled("Media type of the body", kind), labelled("Body", body));
  }
  made.append(tokenField(unique("token")).element);
  const send = document.createElement("button");
  send.className = "main";
  send.textContent = `Send ${method}`;
  const told = document.createElement("div");
  told.setAttribute("aria-live", "polite");
  made.append(send, told);
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    const headers = new Headers({ Accept: "application/json" });
    const query = new URLSearchParams();
    let address = root + path;
    for (const { name, place, input } of given) {
      if (place === "path") address = address.replace(`{${name}}`, encodeURIComponent(input.value));
      else if (!input.value) continue;
      else if (place === "header") headers.set(name, input.value);
      else query.append(name, input.value);
    }
    if (query.size) address += `?${query}`;
    if (rememberedToken()) headers.set("Authorization", `Bearer ${rememberedToken()}`);
    if (kinds.length) headers.set("Content-Type", kinds[Number(kind.value)].type);
    void ask(address, { method, headers, body: kinds.length ? body.value : undefined }, told);
  });
  return made;
}

async function ask(address: string, request: RequestInit, told: HTMLElement): Promise<void> {
  const line = document.createElement("p");
  line.textContent = "Waiting …";
  told.replaceChildren(line);
  try {
    const answer = await fetch(address, { ...request, cache: "no-store" });
    const text = await answer.text();
    line.textContent = `${answer.status} ${answer.statusText} · ${address}`;
    told.append(pre("Headers of the answer", [...answer.headers].map(([name, value]) => `${name}: ${value}`).join("\n")));
    if (text) told.append(pre("Answer", pretty(text, answer.headers.get("content-type") ?? "")));
  } catch {
    line.textContent = "The service cannot be reached.";
  }
}

function pretty(text: string, kind: string): string {
  const shown = kind.includes("json") ? JSON.stringify(JSON.parse(text), null, 2) : text;
  return shown.length > SHOWN ? `${shown.slice(0, SHOWN)}\n… and ${shown.length - SHOWN} characters more` : shown;
}

function pre(name: string, text: string): HTMLElement {
  const made = document.createElement("pre");
  made.className = "panel scroll";
  made.tabIndex = 0;
  made.role = "region";
  made.ariaLabel = name;
  made.textContent = text;
  return made;
}

function labelled(name: string, control: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement): HTMLElement {
  const holder = document.createElement("div");
  const label = document.createElement("label");
  control.id = unique("try");
  label.htmlFor = control.id;
  label.textContent = name;
  holder.append(label, control);
  return holder;
}
