// Cells of a pasted table that were not understood: what each of them was, and what to do about it.
import { button } from "./dom";
import type { FieldPart, Option } from "./field";
import { named } from "./review";
import { alike, idOf, list, type Json } from "./values";

/** A cell that was not understood. */
export interface LostCell {
  said: string;
  text: string;
  part?: FieldPart; // what it was meant for; none where it has no column
  unknown?: boolean; // whether nothing is called so
  near?: Option[]; // what may have been meant
}

interface Entry extends LostCell {
  had: string; // what the field had when it was pasted
}

export interface LostCells {
  element: HTMLElement;
  count(): number;
  /** Show the cells of a paste, in place of those of the one before. */
  show(cells: LostCell[]): void;
  /** Forget the cells whose fields have by now what they say. */
  renew(): void;
  /** Bring the list into view, with the focus in it. */
  focus(): void;
}

/** The list of the cells that were not understood; while there are none, nothing is in it. */
export function lostCells(): LostCells {
  const element = document.createElement("div");
  element.className = "lost";
  element.role = "group";
  element.ariaLabel = "Pasted cells that were not understood";
  const shown = document.createElement("ul");
  shown.className = "told plain";
  let entries: Entry[] = [];
  const lines = new Map<Entry, HTMLLIElement>();
  const told = document.createElement("p");
  told.role = "status";
  const drop = (gone: Entry[]): void => {
    if (!gone.length) return;
    const at = element.contains(document.activeElement) ? entries.findIndex((one) => lines.get(one)!.contains(document.activeElement)) : -1;
    for (const one of gone) lines.get(one)!.remove();
    const after = entries.slice(Math.max(at, 0)).find((one) => !gone.includes(one));
    entries = entries.filter((one) => !gone.includes(one));
    if (entries.length) offer();
    else element.replaceChildren();
    if (at >= 0) (lines.get(after ?? entries[0])?.querySelector<HTMLElement>("button") ?? gone[0].part)?.focus();
  };
  const changed = (): void => {
    element.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const meantBy = (entry: Entry, other: Entry): boolean => alike(entry.text, other.text) && entry.part?.field.types?.join() === other.part?.field.types?.join();
  /** Make the thing that a cell names; other cells that name it mean it as well. */
  const make = async (entry: Entry): Promise<void> => {
    const id = await entry.part!.begin(entry.text);
    for (const one of entries) if (one !== entry && one.part && meantBy(one, entry)) one.part.put({ id, label: entry.text });
    changed();
  };
  /** Take what was meant; other cells of the same words mean it as well. */
  const take = (entry: Entry, { id, label }: Option): void => {
    const gone = entries.filter((one) => one.part && (one === entry || (meantBy(one, entry) && one.part.field.name === entry.part!.field.name)));
    for (const one of gone) one.part!.put(one.part!.field.input === "link" ? { id, label } : id);
    drop(gone);
    changed();
  };
  const making = new Set<Entry>(); // a second press means the same thing
  const makeEach = async (wanted: Entry[]): Promise<void> => {
    told.textContent = "";
    for (const entry of wanted) {
      if (making.has(entry) || !entries.includes(entry)) continue;
      making.add(entry);
      try {
        await make(entry);
      } catch {
        told.textContent = `The service cannot be reached, so “${entry.text}” could not be made. Try again.`;
        return;
      } finally {
        making.delete(entry);
      }
    }
  };
  /** The things that are named and do not exist yet, each by the first cell that names it. */
  const unknown = (): Entry[] => {
    const found = entries.filter((one) => one.unknown && one.part?.field.inner && !one.near?.length);
    return found.filter((one, place) => !found.slice(0, place).some((other) => meantBy(other, one)));
  };
  const all = button("", () => {
    void (async () => {
      const wanted = unknown();
      await makeEach(wanted);
      if (!element.contains(document.activeElement) && document.activeElement !== document.body) return;
      (element.querySelector<HTMLElement>("button") ?? wanted[0].part)?.focus();
    })();
  });
  /** One button for all of them, where there are several. */
  const offer = (): void => {
    const count = unknown().length;
    all.textContent = all.ariaLabel = `Make all ${count} new`;
    if (count < 2) all.remove();
    else if (!all.parentElement) element.prepend(all);
  };
  const line = (entry: Entry): HTMLLIElement => {
    const made = document.createElement("li");
    made.className = "Warning";
    made.append(`${entry.said} `);
    const { part } = entry;
    for (const one of part ? (entry.near ?? []) : []) made.append(button(`Take “${one.label}”`, () => take(entry, one), `Take “${one.label}” for “${entry.text}”`), " ");
    const kind = part?.field.inner?.label;
    if (kind) {
      made.append(button(`New ${kind} “${entry.text}”`, () => void makeEach([entry])), " ");
    }
    if (part) made.append(button(`Go to ${part.field.label}`, () => part.focus(), `Go to ${part.field.label} for “${entry.text}”`), " ");
    const leave = (): void => {
      drop([entry]);
      changed();
    };
    made.append(button("Leave it out", leave, `Leave it out: “${entry.text}”`));
    return made;
  };
  const settled = ({ part, text, had }: Entry): boolean => {
    if (!part) return false;
    if (!part.element.isConnected) return true; // its row was taken away
    if (part.field.single) return JSON.stringify(part.get()) !== had;
    const drafts = part.drafts();
    return list(part.get()).some((value: Json) => alike(drafts.find((draft) => draft.id === idOf(value))?.name() ?? named(part, value), text));
  };
  return {
    element,
    count: () => entries.length,
    show: (cells) => {
      entries = cells.map((cell) => ({ ...cell, had: JSON.stringify(cell.part?.get() ?? null) }));
      lines.clear();
      for (const one of entries) lines.set(one, line(one));
      shown.replaceChildren(...lines.values());
      told.textContent = "";
      element.replaceChildren(...(entries.length ? [shown, told] : []));
      offer();
    },
    renew: () => drop(entries.filter(settled)),
    focus: () => {
      element.scrollIntoView({ block: "center" });
      element.querySelector("button")?.focus({ preventScroll: true });
    },
  };
}
