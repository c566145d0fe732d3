// The keys of the photo: a cross that is moved, points that are stepped through. Every one of them is a button, too.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const KEYS = {
  Enter: "place", " ": "place", n: "next", p: "previous", Delete: "remove-point", Backspace: "take-back", Insert: "add-point",
  a: "add-point", "+": "zoom-in", "=": "zoom-in", "-": "zoom-out", 0: "whole", Escape: "let-go",
}; // prettier-ignore

// `does`: arrow(dx, dy, isFar), act(name); nothing happens when it answers false
export function listenToKeys(root, photo, does) {
  photo.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    const isDone = arrow ? does.arrow(...arrow, event.shiftKey) : KEYS[event.key] && does.act(KEYS[event.key]);
    if (isDone) event.preventDefault();
  });
  // The ring of focus stands around the photo for those who use keys; a tap needs none.
  document.addEventListener("keydown", () => root.toggleAttribute("data-keys", true));
  document.addEventListener("pointerdown", () => root.removeAttribute("data-keys"));
  root.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.matches("input, select, textarea")) return;
    const key = event.key.toLowerCase();
    const name = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" ? "redo" : null;
    if (name && does.act(name)) event.preventDefault();
  });
}
