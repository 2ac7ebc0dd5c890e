/** Uses the types that openapi-typescript generates, by openapi-fetch. */

import createClient from "openapi-fetch";

import type { components, paths } from "./types.js";

type PersonaInput = components["schemas"]["PersonaInput"];

const [address, token] = process.argv.slice(2);
if (!address || !token) throw new Error("say the address and the token");
// Without the media types, an answer could be Turtle as well, which is a string.
type Media = "application/json" | "application/problem+json";
const editor = createClient<paths, Media>({
  baseUrl: address,
  headers: { Authorization: `Bearer ${token}` },
});
const anybody = createClient<paths, Media>({ baseUrl: address });

function check(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

function given<T>(value: T | undefined, what: unknown): T {
  if (value === undefined) throw new Error(JSON.stringify(what));
  return value;
}

function tag(response: Response): string {
  return given(response.headers.get("etag") ?? undefined, "no entity tag");
}

const persona: PersonaInput = {
  id: "generated-fetch",
  label: "Ana Müller",
  description: "Ana curates data for a test range.",
  representsRole: "data-analyst",
  quote: "First.",
  goals: ["Know what the data lacks."],
  painPoints: ["Files without a description."],
  contexts: ["Works alone."],
  skills: ["Writes Python."],
  scenarios: ["A delivery arrives on Friday."],
  workflows: ["prepare-training-dataset"],
  evidenceBasis: "assumption",
  status: "draft",
};

async function usePersonas(): Promise<void> {
  const path = { id: "generated-fetch" };
  const made = await editor.POST("/api/v1/personas", { body: persona });
  check(given(made.data, made.error).commit.added > 0, "it was stored");
  const read = await anybody.GET("/api/v1/personas/{id}", { params: { path } });
  const changed = await editor.PATCH("/api/v1/personas/{id}", {
    params: { path, header: { "If-Match": tag(read.response) } },
    body: { quote: "Second." },
    headers: { "Content-Type": "application/merge-patch+json" },
  });
  check(given(changed.data, changed.error).quote === "Second.", "it was changed");
  const late = await editor.PATCH("/api/v1/personas/{id}", {
    params: { path, header: { "If-Match": tag(read.response) } },
    body: { quote: "-" },
    headers: { "Content-Type": "application/merge-patch+json" },
  });
  check(late.error?.status === 412, "it had another state");
  const replaced = await editor.PUT("/api/v1/personas/{id}", {
    params: { path, header: { "If-Match": tag(changed.response) } },
    body: { ...persona, quote: "Third." },
  });
  check(given(replaced.data, replaced.error).quote === "Third.", "it was replaced");
  const part = await anybody.GET("/api/v1/personas/{id}", {
    params: { path, query: { fields: ["label", "representsRole.label"] } },
  });
  check(given(part.data, part.error).label === "Ana Müller", "its label is shown");
  const page = await anybody.GET("/api/v1/personas", {
    params: { query: { status: ["draft"], limit: 50 } },
  });
  check(given(page.data, page.error).total > 0, "it is listed");
  const gone = await editor.DELETE("/api/v1/personas/{id}", {
    params: { path, header: { "If-Match": tag(replaced.response) } },
  });
  check(given(gone.data, gone.error).label === "Ana Müller", "it is deleted");
  const missing = await anybody.GET("/api/v1/personas/{id}", { params: { path } });
  check(missing.error?.status === 404, "it is gone");
}

async function useWorkflows(): Promise<void> {
  const path = { id: "generated-fetch-look-twice" };
  const step = { performedByRole: "data-analyst", operatesInStage: "deployment" };
  const made = await editor.POST("/api/v1/workflows", {
    body: {
      ...path,
      label: "Look twice",
      purpose: "Find what one look misses.",
      trigger: "A delivery.",
      entryCriteria: [{ label: "Delivered here", description: "It is there." }],
      exitCriteria: [{ label: "Looked at", description: "Nothing is missed." }],
      steps: [
        { ...step, label: "Look again", stepOrder: 2, precededBy: ["_:first"] },
        { ...step, id: "_:first", label: "Look once", stepOrder: 1 },
      ],
    },
  });
  check(given(made.data, made.error).steps.length === 2, "it has its steps");
  const read = await anybody.GET("/api/v1/workflows/{id}", {
    params: { path, query: { expand: ["steps"] } },
  });
  const first = given(read.data, read.error).steps?.[0];
  check(first !== undefined && "stepOrder" in first && first.stepOrder === 1, "expanded");
  const changed = await editor.PATCH("/api/v1/workflows/{id}", {
    params: { path, header: { "If-Match": tag(read.response) } },
    body: { trigger: "A delivery, or a doubt." },
    headers: { "Content-Type": "application/merge-patch+json" },
  });
  given(changed.data, changed.error);
  const gone = await editor.DELETE("/api/v1/workflows/{id}", {
    params: { path, header: { "If-Match": tag(changed.response) } },
  });
  given(gone.data, gone.error);
}

await usePersonas();
await useWorkflows();
