// What is wrong with what a form holds, told at its fields and in one place.
import { button } from "./dom";
import type { Edited } from "./edited";
import type { Draft, FieldPart } from "./field";
import type { Finding } from "./refusal";
import { isEmpty } from "./values";
import { inWords } from "./words";
import { draftsIn } from "./writing";

/** A field, how severe it is, and what is said of it. */
export type Told = [FieldPart | undefined, string, string];

export const GIVE = "This must be given.";
const NAMED = 3; // fields that are still to be given

export class Messages {
  readonly others = document.createElement("ul"); // all of them, in one place

  constructor(private readonly edited: Edited) {
    this.others.className = "told plain others";
  }

  /**
   * Show messages at their fields, and all of them in one place with a way to each field.
   * @param every also those of fields to which nobody has come yet.
   */
  tell(findings: Finding[], faults: Told[], every: boolean): Told[] {
    const found = [...faults];
    for (const finding of findings) {
      const owner = this.partsOf(finding, findings);
      const one = owner.find((part) => part.field.predicate === finding.path) ?? owner.find((part) => !finding.path && isNamed(finding.message, part.field.predicate));
      const whose = owner === this.edited.parts ? "" : `${finding.label ?? finding.focus}: `;
      found.push([one, finding.severity, one ? inWords(finding.message) : whose + inWords(finding.message)]);
    }
    const all = found.filter(([one]) => !one || every || !this.isAwaited(one)).map(([one, severity, text]): Told => [one, severity, one?.field.name === "label" && isEmpty(one.get()) ? GIVE : text]);
    for (const one of this.everything()) one.tell(all.filter(([part]) => part === one).map(([, severity, text]): [string, string] => [severity, text]));
    const names = this.names();
    this.others.replaceChildren(
      ...all.map(([one, severity, text]) => {
        const line = document.createElement("li");
        line.className = severity;
        if (one) line.append(wayTo(one, names), " ");
        line.append(text);
        return line;
      }),
    );
    return all;
  }

  /** The part that a JSON pointer into a batch stands for. */
  byPointer(pointer: string): FieldPart | undefined {
    const found = /^\/operations\/(\d+)\/body\/([^/]+)/.exec(pointer);
    return found ? this.edited.operations()[Number(found[1])]?.parts.find((one) => one.field.name === found[2]) : undefined;
  }

  /** Say how many fields must still be given, with ways to the first of them. */
  stillToGive(left: FieldPart[], shown = NAMED): (string | Node)[] {
    if (!left.length) return [];
    const said = `${left.length} field${left.length === 1 ? "" : "s"} must still be given`;
    if (!shown) return [`${said}.`]; // all of them are in the list below
    const names = this.names();
    const more = left.length - shown;
    return [`${said}: `, ...left.slice(0, shown).flatMap((one) => [wayTo(one, names), " "]), more > 0 ? `and ${more} more.` : ""];
  }

  /** All fields of the form, those of new things inside it as well. */
  everything(): FieldPart[] {
    const { parts } = this.edited;
    return [...parts, ...draftsIn(parts).flatMap((draft) => draft.parts)];
  }

  /** The parts of the thing that a finding speaks of: those of the form, or of a new thing in it. */
  private partsOf(finding: Finding, all: Finding[]): FieldPart[] {
    const { described, parts } = this.edited;
    if (!finding.focus || finding.focus === described.thing?.id) return parts;
    const inside = draftsIn(parts).filter((draft) => finding.focus!.includes(`/${draft.plural}/`) && draft.name() === finding.label);
    // Ids of things of one name are numbered in the order in which these stand here.
    const numbered = [...new Set(all.filter((one) => one.label === finding.label).map((one) => one.focus ?? ""))].sort((a, b) => numberOf(a) - numberOf(b));
    const place = numbered.length === inside.length ? numbered.indexOf(finding.focus) : numberOf(finding.focus) - 1;
    const draft: Draft | undefined = inside[place] ?? inside[0];
    if (draft) return draft.parts;
    return !described.thing && finding.focus.includes(`/${described.plural}/`) ? parts : [];
  }

  /** What a field is called, with the new thing that it is of. */
  private names(): Map<FieldPart, string> {
    const { parts } = this.edited;
    const owned = draftsIn(parts).flatMap((draft) => draft.parts.map((part): [FieldPart, string] => [part, `${part.field.label} of ${draft.name() || `the new ${draft.kind}`}`]));
    return new Map([...parts.map((part): [FieldPart, string] => [part, part.field.label]), ...owned]);
  }

  /** Whether a field of something new is empty because nobody has come to it yet. */
  private isAwaited(one: FieldPart): boolean {
    return isEmpty(one.get()) && !one.touched() && (!this.edited.described.thing || !this.edited.parts.includes(one));
  }
}

function wayTo(one: FieldPart, names: Map<FieldPart, string>): HTMLButtonElement {
  const name = names.get(one) ?? one.field.label;
  return button(name, () => one.focus(), `Go to ${name}`);
}

/** The number at the end of an id, which the first of its name has not. */
function numberOf(iri: string): number {
  return Number(/-(\d+)$/.exec(iri)?.[1] ?? 1);
}

/** Whether a message without a path speaks of a property, as "add rg:hasScenario" does. */
function isNamed(message: string, predicate: string): boolean {
  const names = message.match(/\w+:\w+/g) ?? [];
  return names.some((name) => name.split(":")[1] === predicate.replace(/^.*[#/]/, ""));
}
