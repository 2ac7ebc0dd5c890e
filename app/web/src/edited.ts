// The thing that a form writes: what it was, what it is in the form by now, and what has to be written.
import type { Described } from "./described";
import type { Field, FieldPart, Option } from "./field";
import { part } from "./fields";
import { forget, keep, kept, type Kept } from "./kept";
import { reordered, type Chain } from "./order";
import type { Problem } from "./refusal";
import { summary } from "./review";
import { unfold } from "./rows";
import { idOf, isEmpty, labelOf, list, plain, type Json } from "./values";
import { created, draftsIn, reorderings, whole, type Thing, type Written } from "./writing";

export class Edited {
  readonly parts: FieldPart[];
  before: Thing = {}; // what the thing had when it was read
  etag = "";
  revision: number;
  private steps = new Map<string, Thing>(); // things inside this one that have an order, whole

  /**
   * @param described what the page says of the form.
   * @param authority the headers by which somebody may read and write.
   */
  constructor(
    readonly described: Described,
    readonly authority: () => Record<string, string>,
  ) {
    this.revision = described.revision;
    const known = new Map<string, Promise<Field[]>>();
    const source = {
      api: described.api,
      fieldsOf: (plural: string): Promise<Field[]> => {
        const found = known.get(plural) ?? fetch(`${described.inner}${plural}`).then((answer) => answer.json() as Promise<Field[]>);
        known.set(plural, found);
        found.catch(() => known.delete(plural)); // the next one asks again
        return found;
      },
      made: (plurals: string[]): Option[] => draftsIn(this.parts).filter((draft) => plurals.includes(draft.plural)).map((draft) => ({ id: draft.id, label: draft.name() })),
    };
    this.parts = described.fields.map((field) => part(field, source, () => this.parts));
  }

  /** Read something of the service as JSON. */
  async read(address: string): Promise<{ body: Thing; etag: string }> {
    const answer = await fetch(address, { headers: { Accept: "application/json", ...this.authority() }, cache: "no-store" });
    const body = (await answer.json()) as Thing;
    if (!answer.ok) throw new Error((body as Problem).detail ?? `The service answered ${answer.status}.`);
    return { body, etag: answer.headers.get("etag") ?? "" };
  }

  /** Fill the form with what is there, or with what the address gives. */
  async load(): Promise<void> {
    const { described, parts } = this;
    if (!described.thing) {
      for (const one of parts) {
        const given = described.given[one.field.name];
        if (!given) continue;
        const values = given.map((text): Json => (one.field.input === "link" ? { id: text } : one.field.input === "number" ? Number(text) : text));
        one.set(one.field.single ? values[0] : values);
        unfold(one.element);
      }
      if (!described.proposal) await Promise.all(parts.map((one) => one.open()));
      return this.loadProposed();
    }
    ({ body: this.before, etag: this.etag } = await this.read(described.thing.href));
    await this.loadSteps();
    for (const one of parts) one.set(this.before[one.field.name] ?? null);
    await this.loadProposed();
    this.showOrder();
  }

  /** Fill the form with what the proposal says that it revises. */
  private async loadProposed(): Promise<void> {
    const { proposal } = this.described;
    if (!proposal) return;
    for (const one of this.parts) if (one.field.name in proposal.fields) await one.restore(proposal.fields[one.field.name]);
    for (const one of this.parts) if (!this.same(one)) unfold(one.element);
    await Promise.all(this.parts.map((one) => one.open()));
    for (const one of this.parts) one.renew();
  }

  /**
   * Put back what was typed here before and not saved.
   * @returns the draft and whether the thing was changed since then; null where there is none.
   */
  async putBack(): Promise<{ draft: Kept; overtaken: boolean } | null> {
    const draft = kept();
    if (!draft) return null;
    for (const one of this.parts) {
      if (!(one.field.name in draft.fields)) continue;
      await one.restore(draft.fields[one.field.name]);
      unfold(one.element);
    }
    await Promise.all(this.parts.map((one) => one.open()));
    for (const one of this.parts) one.renew();
    const overtaken = draft.etag !== this.etag;
    if (overtaken) {
      // The form stands as it was when the draft was written; the service then tells that others were faster.
      this.before = { ...this.before, ...draft.before };
      ({ etag: this.etag, revision: this.revision } = draft);
    }
    this.showOrder();
    return { draft, overtaken };
  }

  /** Keep what was typed and not saved in this browser. */
  keepDraft(): void {
    const own = this.changed();
    const fields = Object.fromEntries(own.map((one) => [one.field.name, one.state()]));
    const before = Object.fromEntries(own.map((one) => [one.field.name, this.before[one.field.name] ?? null]));
    if (this.isDirty()) keep({ etag: this.etag, revision: this.revision, fields, before });
    else forget();
  }

  /** Read the things inside this one that have an order, to know which follows which. */
  async loadSteps(): Promise<void> {
    const ordered = this.parts.filter((one) => one.field.inner?.order).map((one) => one.field.name);
    if (!ordered.length) return;
    const all = (await this.read(`${this.described.thing!.href}?expand=${ordered.join(",")}`)).body;
    this.steps = new Map(ordered.flatMap((name) => list(all[name]).map((one): [string, Thing] => [idOf(one), one as Thing])));
  }

  /** Which thing follows which within a field, as the form stands now. */
  private chainOf(one: FieldPart): Chain {
    const name = one.field.inner?.chain ?? "";
    const chain: Chain = new Map([...this.steps].map(([id, step]) => [id, list(step[name]).map(idOf)]));
    return reordered(list(this.before[one.field.name]).map(idOf), chain, one.order(), one.moved());
  }

  showOrder(): void {
    for (const one of this.parts) if (one.field.inner?.chain) one.follow(this.chainOf(one));
  }

  readonly same = (one: FieldPart): boolean => {
    const old = this.before[one.field.name] ?? (one.field.single ? null : []);
    return JSON.stringify(plain(old)) === JSON.stringify(plain(one.get()));
  };

  /** The parts that differ from what was read. */
  changed(): FieldPart[] {
    return this.parts.filter((one) => !this.same(one));
  }

  isDirty(): boolean {
    return this.changed().some((one) => !(isEmpty(one.get()) && isEmpty(this.before[one.field.name] ?? null)));
  }

  /** All that has to be written, as one commit: the thing, new things inside it, and their order. */
  operations(): Written[] {
    const { described, parts } = this;
    const self = described.thing?.id ?? "_:self";
    const answer: Written[] = [];
    if (!described.thing) answer.push({ operation: { method: "POST", path: `${described.api}${described.plural}`, body: { id: self, ...whole(parts) } }, parts });
    else {
      const changed = this.changed();
      const body = Object.fromEntries(changed.map((one) => [one.field.name, plain(one.get())]));
      if (changed.length) answer.push({ operation: { method: "PATCH", path: described.thing.href, body, ifMatch: this.etag }, parts });
    }
    for (const one of parts) {
      if (!one.field.inner) continue;
      const changes = one.field.inner.order && !this.same(one) ? reorderings(one, this.steps, this.chainOf(one)) : new Map<string, Thing>();
      answer.push(...created(one, self, described.api, changes));
      for (const [id, body] of changes) {
        const link = list(this.before[one.field.name]).find((option) => idOf(option) === id) as Thing | undefined;
        if (link?.href) answer.push({ operation: { method: "PATCH", path: String(link.href), body, ifMatch: "*" }, parts: [] });
      }
    }
    return answer;
  }

  /** What the change log says of the change, where its writer says nothing. */
  summary(): string {
    const { described, parts } = this;
    const name = labelOf(parts.find((one) => one.field.name === "label")?.get() ?? described.thing?.label ?? null);
    return summary(parts, described.label, name, !described.thing, this.same);
  }

  /**
   * Send the change.
   * @param dry whether it is only judged.
   * @param message what it is for.
   * @param key by which a change that is sent twice is made once.
   */
  send(dry: boolean, message = "", key = ""): Promise<Response> {
    return fetch(`${this.described.api}batch${dry ? "?dry-run=true" : ""}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(key ? { "Idempotency-Key": key } : {}), ...this.authority() },
      body: JSON.stringify({ operations: this.operations().map((one) => one.operation), message: message || this.summary() }),
    });
  }
}
