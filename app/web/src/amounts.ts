// Which columns of a result say an amount: what a chart may draw as the length of a bar.
import { isNumber, type Results } from "./results";

// Columns that say where something stands, when it was or which it is: their sum means nothing.
const NO_AMOUNT = /^(?:lines?|numbers?|no|orders?|positions?|place|revisions?|versions?|years?|months?|days?|ids?|identifiers?|index|rank|level|start|end|page|row|column|code|question|confidence|share|percent|ratio|score)$/;
// What a query works out itself. MIN, MAX and SAMPLE take one of the numbers, which may be that of a line.
const WORKED_OUT = /^(?:count|sum|avg)$/i;
// Texts, addresses and comments may hold signs of their own, so they are read as one piece.
const PIECES = /"""(?:\\[^]|[^\\])*?"""|'''(?:\\[^]|[^\\])*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|<[^<>"{}|^`\\\s]*>|#.*|[?$][\p{L}\p{N}_]+|[\p{L}\p{N}_:.-]+|[^\s]/gu;

/** The variables of a query that a COUNT, SUM or AVG works out, also by way of others, in the order of the text. */
export function workedOut(query: string): string[] {
  const found: string[] = [];
  const within: boolean[] = []; // for each open bracket: whether an aggregate stands in it
  let before = "";
  let beforeThat = "";
  for (const [piece] of query.matchAll(PIECES)) {
    if (piece.startsWith("#")) continue;
    if (piece === "(") within.push(false);
    const aggregate = piece === "(" && WORKED_OUT.test(before);
    if (aggregate || (/^[?$]/.test(piece) && found.includes(piece.slice(1)))) within.fill(true);
    if (piece === ")" && within.pop() && /^as$/i.test(beforeThat)) found.push(before.slice(1));
    [beforeThat, before] = [before, piece];
  }
  return found;
}

/** Whether the numbers of a column can be added up, as far as its name tells: "steps", not "sourceLine". */
function isNamedSo(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase().split(/[ _]+/);
  const of = words.indexOf("of");
  if (of > 0 && /^(?:number|count|sum)$/.test(words[of - 1])) return true; // numberOfLines
  return !words.some((word) => NO_AMOUNT.test(word));
}

/** The columns of numbers. A column without any value is none. */
export function numbersOf(found: Results): string[] {
  return found.columns.filter((name) => found.rows.some((row) => row[name]) && found.rows.every((row) => !row[name] || isNumber(row[name])));
}

/**
 * The columns that say an amount, the best first: those that the question calls so (`marked`), in its order;
 * without it what the query works out, and then the numbers whose name speaks for it.
 */
export function amountsOf(found: Results, query: string, marked?: string[]): string[] {
  const numeric = numbersOf(found);
  if (marked) return marked.filter((name) => numeric.includes(name));
  const first = workedOut(query);
  const named = numeric.filter((name) => !first.includes(name) && isNamedSo(name));
  return [...numeric.filter((name) => first.includes(name)), ...named];
}
