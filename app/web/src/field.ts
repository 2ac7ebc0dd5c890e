// What a form is made of: fields as the service describes them, what is written into them, and new things inside them.
import type { Chain } from "./order";
import type { Json } from "./values";

export interface Option {
  id: string;
  label: string;
  of?: string; // what it belongs to, such as the workflow of a criterion
  lang?: string; // of the label, where that is not English
}

export interface Field {
  name: string;
  predicate: string;
  label: string;
  description: string;
  required: boolean;
  first: boolean; // asked for at once; the others are under “More”
  single: boolean;
  language?: string; // of texts: the main one of the catalogue
  languages?: string[]; // the others
  reads?: string; // that of the reader, where it is one of those others
  input: "text" | "long" | "choice" | "link" | "url" | "number" | "decimal" | "boolean" | "date";
  group: string;
  choices?: string[];
  pattern?: string;
  types?: string[];
  options?: Option[];
  inner?: Inner;
}

export interface Inner {
  plural: string;
  label: string;
  back: string | null;
  order: string | null;
  chain: string | null;
}

/** Where forms ask: the address of the API, the fields of things of a kind, and what is new here. */
export interface Source {
  api: string;
  fieldsOf(plural: string): Promise<Field[]>;
  /** New things of some kinds that are written in this form. */
  made(plurals: string[]): Option[];
}

/** A control for one value. */
export interface Control {
  element: HTMLElement;
  focusable: HTMLElement;
  get(): Json;
  set(value: Json): void;
  /** Offer what is new in the form by now. */
  renew?(): void;
}

export interface FieldPart {
  field: Field;
  element: HTMLElement;
  /** The values as JSON: one or null, or an array. */
  get(): Json;
  set(value: Json): void;
  tell(messages: [string, string][]): void; // severity and text
  /** What was typed, new things inside it as well, to be kept and put back. */
  state(): Json;
  restore(state: Json): Promise<void>;
  focus(): void;
  /** Give a field of a new thing its first row: one that must have a value, or stands in a row itself. */
  open(inRow?: boolean): Promise<void>;
  /** Whether somebody has been in the field and left it. */
  touched(): boolean;
  /** Offer what is new in the form by now. */
  renew(): void;
  /** New things written inside this field, each with the id that stands for it. */
  drafts(): Draft[];
  /** Begin a new thing of that name in this field; gives the id that stands for it. */
  begin(name: string): Promise<string>;
  /** Give the field one more value, or its only one. */
  put(value: Json): void;
  /** How many pasted cells were not understood here; those are shown where that is asked. */
  lost(show?: boolean): number;
  /** The ids of the things in their order, where the order is theirs to keep. */
  order(): string[];
  /** The ids of those that were moved by hand. */
  moved(): Iterable<string>;
  /** Say beside each thing which others it follows. */
  follow(chain: Chain): void;
}

export interface Draft {
  id: string;
  plural: string;
  kind: string; // what such a thing is called
  parts: FieldPart[];
  /** The name that was given to it, empty at first. */
  name(): string;
  /** Whether nothing was written into it since it was begun; then it is not there yet. */
  blank(): boolean;
}
