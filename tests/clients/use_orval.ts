/** Uses the functions that orval generates. */

import {
  createPersona,
  createWorkflow,
  deletePersona,
  deleteWorkflow,
  getPersona,
  getWorkflow,
  replacePersona,
  updatePersona,
  updateWorkflow,
  type PersonaInput,
} from "./orval.js";

const token = process.argv[3];
if (!token) throw new Error("say the address and the token");
const signed = { Authorization: `Bearer ${token}` };

function check(holds: boolean, what: unknown): asserts holds {
  if (!holds) throw new Error(JSON.stringify(what));
}

function forState(answer: { headers: Headers }): RequestInit {
  const tag = answer.headers.get("etag");
  check(tag !== null, "no entity tag");
  return { headers: { ...signed, "If-Match": tag } };
}

function forPatch(answer: { headers: Headers }): RequestInit {
  const headers = new Headers(forState(answer).headers);
  return {
    headers: { ...Object.fromEntries(headers), "Content-Type": "application/merge-patch+json" },
  };
}

const persona: PersonaInput = {
  id: "generated-orval",
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
  const name = "generated-orval";
  const made = await createPersona(persona, {}, { headers: signed });
  check(made.status === 201, made.data);
  check(made.data.commit.added > 0, "it was stored");
  const read = await getPersona(name);
  check(read.status === 200, read.data);
  const changed = await updatePersona(name, { quote: "Second." }, {}, forPatch(read));
  check(changed.status === 200 && changed.data.quote === "Second.", changed.data);
  const late = await updatePersona(name, { quote: "-" }, {}, forPatch(read));
  check(late.status === 412, late.data);
  const replaced = await replacePersona(
    name,
    { ...persona, quote: "Third." },
    {},
    forState(changed),
  );
  check(replaced.status === 200 && replaced.data.quote === "Third.", replaced.data);
  const part = await getPersona(name, { fields: ["label", "representsRole.label"] });
  check(part.status === 200, part.data);
  const gone = await deletePersona(name, {}, forState(replaced));
  check(gone.status === 200 && gone.data.label === "Ana Müller", gone.data);
  const missing = await getPersona(name);
  check(missing.status === 404, missing.data);
}

async function useWorkflows(): Promise<void> {
  const name = "generated-orval-look-twice";
  const step = { performedByRole: "data-analyst", operatesInStage: "deployment" };
  const made = await createWorkflow(
    {
      id: name,
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
    {},
    { headers: signed },
  );
  check(made.status === 201, made.data);
  const read = await getWorkflow(name, { expand: ["steps"] });
  check(read.status === 200, read.data);
  const changed = await updateWorkflow(name, { trigger: "A doubt." }, {}, forPatch(read));
  check(changed.status === 200, changed.data);
  const gone = await deleteWorkflow(name, {}, forState(changed));
  check(gone.status === 200, gone.data);
}

await usePersonas();
await useWorkflows();
