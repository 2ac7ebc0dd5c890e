// What the page of a form says of it, and what the service answers when it is sent.
import type { Field } from "./field";
import type { Finding, Problem } from "./refusal";
import type { Json } from "./values";
import type { Thing } from "./writing";

export interface Described {
  plural: string;
  label: string;
  api: string;
  pages: string;
  inner: string; // where the fields of other kinds of things are
  changes: string; // where it says who changed the thing
  revision: number; // of the catalogue, that the form was made for
  thing: { id: string; href: string; label: Json } | null;
  given: Record<string, string[]>;
  proposal: { number: number; title: string; open: boolean; fields: Record<string, Json> } | null; // that the form revises
  fields: Field[];
}

export interface Answered extends Problem {
  commit?: { findings: Finding[]; revision?: number };
  results?: { body?: Thing; href?: string }[];
}
