// Buttons of the mouse that are held: what moves the page meanwhile would take the click away.

let held = false; // a button of the mouse, on something to press

/** Begin to watch what is pressed. */
export function watchPresses(): void {
  // Only what is pressed and let go at one place can lose its click. A list that a field opens may keep the end of a press to itself.
  document.addEventListener("pointerdown", (event) => (held = (event.target as Element).closest("button, a, summary, label") !== null), true);
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => (held = false), true);
}

/**
 * Wait until no button of the mouse is held.
 * A message that appears meanwhile moves the page, and the click is lost.
 */
export function released(): Promise<void> {
  if (!held) return Promise.resolve();
  return new Promise((done) => {
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => window.setTimeout(done), { once: true });
  });
}
