// Plus and minus beside a millimetre field, sizes to tap, and the way of measuring of last time.
// A first press starts from the hint of last time, so it means "a bit more". Nothing is filled in before a press.
const FINE_BELOW_MM = 10;
const FINE_STEP_MM = 0.5;
const STEP_MM = 1;

function readNumber(text) {
  const number = Number.parseFloat(text.replace(",", "."));
  return Number.isFinite(number) ? number : null;
}

function next(from, sign) {
  const isFine = sign > 0 ? from < FINE_BELOW_MM : from <= FINE_BELOW_MM;
  const step = isFine ? FINE_STEP_MM : STEP_MM;
  return Math.max(FINE_STEP_MM, Math.round((from + sign * step) * 10) / 10);
}

function write(input, number) {
  input.value = String(number);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function makeButton(sign, text, input, hint) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  button.textContent = sign > 0 ? "+" : "−";
  button.setAttribute("aria-label", text);
  button.addEventListener("click", () => write(input, next(readNumber(input.value) ?? hint ?? 0, sign)));
  return button;
}

for (const stepper of document.querySelectorAll("[data-stepper]")) {
  const input = stepper.querySelector("input");
  const label = document.querySelector(`label[for="${input.id}"]`)?.textContent ?? "";
  const hint = readNumber(stepper.dataset.hint ?? "");
  stepper.prepend(makeButton(-1, `${label}: ${stepper.dataset.textLess}`, input, hint));
  stepper.append(makeButton(1, `${label}: ${stepper.dataset.textMore}`, input, hint));
  stepper.classList.add("stepper--live");
}

// A size needs its way of measuring. Last time's is ticked in sight once there is a number, and may be changed.
class Size {
  constructor(root) {
    this.root = root;
    this.methods = [...root.querySelectorAll("input[name=method]")];
    this.note = root.querySelector("[data-method-note]");
    this.numbers = [...root.querySelectorAll("[data-stepper] input")];
    this.isOurs = false; // ticked here, not by the person
    for (const method of this.methods) method.addEventListener("change", () => this.chosen());
    for (const number of this.numbers) number.addEventListener("input", () => this.numberChanged());
    const aids = root.querySelector("[data-size-aids]");
    if (aids) {
      aids.hidden = false;
      aids.addEventListener("click", (event) => this.take(event.target.closest("[data-mm]")));
    }
  }

  get method() {
    return this.methods.find((method) => method.checked);
  }

  chosen() {
    this.isOurs = false;
    if (this.note) this.note.hidden = true;
  }

  numberChanged() {
    const isEmpty = this.numbers.every((number) => number.value.trim() === "");
    if (isEmpty && this.isOurs) this.tick(null);
    else if (!isEmpty && !this.method) this.tick(this.root.dataset.lastMethod);
  }

  tick(value) {
    for (const method of this.methods) method.checked = method.value === value;
    this.isOurs = Boolean(this.method);
    if (this.note) this.note.hidden = !this.isOurs || value !== this.root.dataset.lastMethod;
  }

  // One question to a screen: the way goes along, so that it stands ticked where it is asked.
  bring(method) {
    const way = this.root.querySelector("input[type=hidden][name=method]") ?? document.createElement("input");
    Object.assign(way, { type: "hidden", name: "method", value: method });
    this.root.append(way);
  }

  take(aid) {
    if (!aid) return;
    const isFree = !this.method || this.isOurs;
    write(this.root.querySelector("input[name=length_mm]"), aid.dataset.mm);
    if (!this.methods.length) this.bring("eye");
    if (!isFree) return;
    this.tick("eye");
    if (this.note) this.note.hidden = true;
  }
}

for (const root of document.querySelectorAll("[data-size]")) new Size(root);
