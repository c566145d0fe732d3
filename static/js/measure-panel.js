// Which question or action stands below the photo, what is announced, and what went wrong. Only one thing at a time.

const WAIT_MS = 300;
const SAY_MS = 350;

export class Panel {
  constructor(root) {
    this.root = root;
    this.panels = [...root.querySelectorAll("[data-panel]")];
    this.status = root.querySelector("[data-says]");
    this.problem = root.querySelector("[data-problem]");
    this.waiting = root.querySelector("[data-wait]");
    this.again = null;
    this.part("problem-again").addEventListener("click", () => {
      const { again } = this;
      this.well();
      again?.();
    });
  }

  part(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  text(name) {
    return this.root.dataset[`text${name}`] ?? "";
  }

  show(name) {
    const had = this.panels.some((panel) => !panel.hidden && panel.contains(document.activeElement));
    this.well();
    this.root.dataset.step = name;
    for (const panel of this.panels) panel.hidden = panel.dataset.panel !== name;
    this.shown = this.panels.find((panel) => !panel.hidden);
    this.part("panels").scrollTop = 0;
    const title = this.shown.querySelector("h2");
    if (had) title.focus({ preventScroll: true });
    return this.shown;
  }

  // The heading of the step, for those who do not see it change.
  sayTitle() {
    this.say(this.shown.querySelector("h2").textContent);
  }

  // "12.3 × 8.1 mm, ± 0.6 mm": the size large, its error beside it.
  showSize({ text, redness_mm2: redness }) {
    this.part("redness").textContent = redness ? this.text("Redness").replace("%s", Math.round(redness)) : "";
    const [size, ...error] = text.split(", ");
    for (const part of this.root.querySelectorAll("[data-size]")) part.textContent = size;
    for (const part of this.root.querySelectorAll("[data-error]")) part.textContent = error.join(", ");
    this.say(text);
  }

  enable(buttons) {
    for (const [name, is] of Object.entries(buttons)) {
      for (const button of this.root.querySelectorAll(`[data-do="${name}"]`)) this.allow(button, Boolean(is));
    }
  }

  // A button that has just been used stays in reach of the keyboard, even when it has nothing more to do.
  allow(button, is) {
    const keeps = !is && button === document.activeElement;
    button.disabled = !is && !keeps;
    button.setAttribute("aria-disabled", String(!is));
  }

  offer(has) {
    for (const part of this.root.querySelectorAll("[data-with]")) part.hidden = !has[part.dataset.with];
    for (const part of this.root.querySelectorAll("[data-without]")) part.hidden = has[part.dataset.without];
  }

  isOn(name) {
    return this.root.querySelector(`[data-do="${name}"]`).getAttribute("aria-pressed") === "true";
  }

  toggle(name) {
    const is = String(!this.isOn(name));
    for (const button of this.root.querySelectorAll(`[data-do="${name}"]`)) button.setAttribute("aria-pressed", is);
  }

  focusTitle() {
    this.shown.querySelector("h2").focus({ preventScroll: true });
  }

  // Said a moment later, so that the last of many quick changes is heard.
  say(text) {
    clearTimeout(this.saying);
    this.saying = setTimeout(() => (this.status.textContent = text), SAY_MS);
  }

  // ---- waiting ---------------------------------------------------------------------------------------
  wait(text) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.waiting.querySelector("span").textContent = text;
      this.waiting.hidden = false;
      this.status.textContent = text;
    }, WAIT_MS);
    this.root.setAttribute("aria-busy", "true");
  }

  done() {
    clearTimeout(this.timer);
    this.waiting.hidden = true;
    this.root.removeAttribute("aria-busy");
  }

  // ---- problems: everything stays as it was drawn -----------------------------------------------------
  fail(problem, again) {
    this.again = again;
    const kind = problem.kind ?? "failed";
    this.part("problem-text").textContent = problem.text || this.text(`Problem${kind[0].toUpperCase()}${kind.slice(1)}`);
    this.part("problem-again").hidden = !again || kind === "missing";
    this.part("problem-signin").hidden = kind !== "signedOut";
    this.problem.hidden = false;
    this.problem.scrollIntoView?.({ block: "nearest" });
  }

  well() {
    const had = this.problem.contains(document.activeElement);
    this.problem.hidden = true;
    if (had) this.focusTitle();
  }
}
