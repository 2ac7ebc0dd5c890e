// A patch as people read it: values that go and come, with short names.

const SHOWN = 200; // values

const LINE = /^([AD]) (<[^>]*>|_:\S+) <([^>]*)> (.*?)(?: <[^>]*>)? \.$/;

/** Show the difference that a patch in RDF Patch form makes; nothing where there is none. */
export function difference(patch: string): HTMLElement[] {
  const lines = patch.split("\n").flatMap((line) => {
    const found = LINE.exec(line);
    return found ? [{ added: found[1] === "A", text: `${short(found[2])} ${short(`<${found[3]}>`)} ${short(found[4])}` }] : [];
  });
  if (!lines.length) return [];
  const added = lines.filter((line) => line.added).length;
  const holder = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = `What it would change: ${added} value${added === 1 ? "" : "s"} added, ${lines.length - added} removed`;
  const list = document.createElement("ul");
  list.className = "plain patch";
  for (const line of lines.slice(0, SHOWN)) {
    const item = document.createElement("li");
    const mark = document.createElement(line.added ? "ins" : "del");
    mark.textContent = line.text;
    item.append(mark);
    list.append(item);
  }
  if (lines.length > SHOWN) {
    const rest = document.createElement("li");
    rest.textContent = `and ${lines.length - SHOWN} more`;
    list.append(rest);
  }
  holder.append(summary, list);
  return [holder];
}

/** The end of an IRI, or a literal without its datatype. */
function short(term: string): string {
  if (term.startsWith("<")) return term.slice(1, -1).replace(/^.*\/id\//, "").replace(/^.*[#]/, "").replace(/^https?:.*\//, "");
  return term.replace(/\^\^<[^>]*>$/, "");
}
