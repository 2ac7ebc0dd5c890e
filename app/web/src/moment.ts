/** A moment for people, in the one form that all pages have; `frame/plain.py` does the same. */
export function momentInWords(time: string): string {
  return `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
