// One key for each intended write: what is sent again with it is done once.

export function onceKey(): string {
  // `randomUUID` is there on secure pages only; these random numbers are everywhere.
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
