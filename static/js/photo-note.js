// Setting the mark of a note on a photo: by taps, by a cross that the arrow keys move, by buttons. Nothing is dragged.
// The four numbers of the form are the truth; whatever is drawn here is drawn from them, and they work without script.

const NS = "http://www.w3.org/2000/svg";
const STEP = 1; // percent of a side by key or button; with Shift far
const FAR = 5;
const GROW = 1;
const NEEDS = { arrow: 2, ellipse: 2, text: 1 };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const clamp = (number) => Math.min(100, Math.max(0, number));
const written = (number) => String(Math.round(number * 100) / 100);

class Marking {
  constructor(form) {
    this.form = form;
    this.stage = form.querySelector("[data-stage]");
    this.svg = form.querySelector("[data-own]");
    this.says = form.querySelector("[data-says]");
    this.tools = form.querySelector("[data-tools]");
    this.fields = ["x1", "y1", "x2", "y2"].map((name) => form.elements.namedItem(name));
    this.label = form.elements.namedItem("label");
    this.past = [];
    this.cross = null;
    this.begin();
  }

  begin() {
    const { stage } = this;
    stage.dataset.live = "";
    stage.tabIndex = 0;
    stage.setAttribute("role", "application");
    stage.setAttribute("aria-label", stage.querySelector("img").alt);
    stage.setAttribute("aria-describedby", "marking-keys");
    this.says.hidden = this.tools.hidden = false;
    const numbers = this.form.querySelector("[data-numbers]");
    numbers.open = numbers.querySelector(".field-error") !== null;
    stage.addEventListener("click", (event) => this.tap(event));
    stage.addEventListener("keydown", (event) => this.key(event));
    stage.addEventListener("blur", () => this.draw((this.cross = null)));
    this.form.addEventListener("input", () => this.draw());
    this.form.addEventListener("change", (event) => event.target.name === "kind" && this.chosen());
    this.tools.addEventListener("click", (event) => this.button(event.target.closest("button")));
    this.draw();
  }

  // ---- what is set -----------------------------------------------------------------------------------
  get kind() {
    return this.form.elements.namedItem("kind").value;
  }

  set kind(value) {
    this.form.elements.namedItem("kind").value = value;
  }

  get points() {
    const numbers = this.fields.map((field) => Number.parseFloat(field.value.replace(",", ".")));
    const found = [numbers.slice(0, 2), numbers.slice(2)].filter((point) => point.every(Number.isFinite));
    return found.slice(0, NEEDS[this.kind] ?? 0);
  }

  set points(points) {
    const numbers = points.flat();
    this.fields.forEach((field, place) => (field.value = place < numbers.length ? written(numbers[place]) : ""));
  }

  keep() {
    this.past.push({ kind: this.kind, values: this.fields.map((field) => field.value) });
  }

  undo() {
    const before = this.past.pop();
    if (!before) return;
    this.kind = before.kind;
    this.fields.forEach((field, place) => (field.value = before.values[place]));
    this.draw();
  }

  chosen() {
    if (this.kind === "text") this.points = this.points.slice(0, 1);
    this.draw();
  }

  set(point) {
    this.keep();
    if (!this.kind) this.kind = "arrow";
    const before = this.points;
    this.points = before.length >= NEEDS[this.kind] ? [point] : [...before, point];
    this.draw();
  }

  // The last point by its way in percent: the tip of an arrow, a corner of the circle's box, the place of words.
  shift(dx, dy) {
    const { points } = this;
    if (!points.length) return;
    this.keep();
    const last = points.pop();
    this.points = [...points, [clamp(last[0] + dx), clamp(last[1] + dy)]];
    this.draw();
  }

  grow(way) {
    const { points } = this;
    if (points.length < 2) return;
    this.keep();
    const grown = [0, 1].map((axis) => {
      const [low, high] = [points[0][axis], points[1][axis]].sort((a, b) => a - b);
      return high - low + 2 * way * GROW < 2 ? [low, high] : [clamp(low - way * GROW), clamp(high + way * GROW)];
    });
    this.points = [0, 1].map((end) => [grown[0][end], grown[1][end]]);
    this.draw();
  }

  // ---- what people do --------------------------------------------------------------------------------
  tap(event) {
    const box = this.stage.getBoundingClientRect();
    this.cross = null;
    this.set([
      clamp(((event.clientX - box.left) / box.width) * 100),
      clamp(((event.clientY - box.top) / box.height) * 100),
    ]);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = ARROWS[event.key];
    if (way) this.moveCross(way, event.shiftKey ? FAR : STEP);
    else if (event.key === "Enter" || event.key === " ") this.set(this.cross ?? (this.cross = [50, 50]));
    else if (event.key === "Backspace") this.undo();
    else return;
    event.preventDefault();
  }

  moveCross([dx, dy], step) {
    const [x, y] = this.cross ?? [50, 50];
    this.cross = [clamp(x + dx * step), clamp(y + dy * step)];
    this.draw();
    const words = this.form.dataset.sayCross;
    this.says.textContent = words.replace("%x", written(this.cross[0])).replace("%y", written(this.cross[1]));
  }

  button(button) {
    if (!button) return;
    const { do: act, way, grow } = button.dataset;
    if (way) this.shift(...way.split(",").map((number) => Number(number) * STEP));
    else if (grow) this.grow(Number(grow));
    else if (act === "undo") this.undo();
    else if (act === "remove") {
      this.keep();
      this.kind = "";
      this.points = [];
      this.draw();
    }
  }

  // ---- drawing ---------------------------------------------------------------------------------------
  draw() {
    const { kind, points } = this;
    const isSet = points.length === NEEDS[kind];
    // What the next Enter would draw is shown while the cross moves.
    const ends = this.cross && kind !== "text" && points.length === 1 ? [...points, this.cross] : points;
    const dots = kind === "arrow" && isSet ? points.slice(0, 1) : points; // its own head shows where it ends
    const shapes = dots.map(([x, y]) => ["circle", { class: "mark-dot", cx: `${x}%`, cy: `${y}%`, r: 6 }]);
    if (kind === "arrow" && ends.length === 2) shapes.unshift(...arrow(ends));
    if (kind === "ellipse" && ends.length === 2) shapes.unshift(...oval(ends));
    if (kind === "text" && points.length) shapes.push(words(points[0], this.label.value));
    if (this.cross) shapes.push(...crossing(this.cross));
    this.svg.replaceChildren(...shapes.map(([name, attributes, text]) => made(name, attributes, text)));
    const data = this.form.dataset;
    this.says.textContent = kind ? data[`say${kind[0].toUpperCase()}${kind.slice(1)}${points.length}`] : data.sayNone;
    this.tools.querySelector("[data-do=undo]").disabled = !this.past.length;
    for (const button of this.tools.querySelectorAll("[data-way]")) button.disabled = !points.length;
    this.tools.querySelector("[data-do=remove]").hidden = !kind;
    this.tools.querySelector("[data-for=ellipse]").hidden = kind !== "ellipse" || points.length < 2;
    this.form.querySelector("[data-label-field]").hidden = kind !== "text";
  }
}

function made(name, attributes, text) {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text) node.textContent = text;
  return node;
}

function twice(name, place) {
  return ["mark-halo", "mark-line"].map((layer) => [name, { class: layer, ...place }]);
}

function arrow([[x1, y1], [x2, y2]]) {
  const [under, over] = twice("line", { x1: `${x1}%`, y1: `${y1}%`, x2: `${x2}%`, y2: `${y2}%` });
  over[1]["marker-end"] = "url(#mark-head)";
  return [under, over];
}

function oval([first, second]) {
  const middle = first.map((number, axis) => (number + second[axis]) / 2);
  const [rx, ry] = first.map((number, axis) => Math.abs(number - second[axis]) / 2);
  return twice("ellipse", { cx: `${middle[0]}%`, cy: `${middle[1]}%`, rx: `${rx}%`, ry: `${ry}%` });
}

// Near an edge they run inwards, as note_drawing.py has it.
function words([x, y], text) {
  const side = x < 100 / 3 ? ["start", 20, 6] : x > 200 / 3 ? ["end", -20, 6] : ["middle", 0, y < 50 ? 36 : -24];
  return ["text", { class: "mark-words", x: `${x}%`, y: `${y}%`, "text-anchor": side[0], dx: side[1], dy: side[2] }, text];
}

function crossing([x, y]) {
  const lines = [
    { x1: `${x}%`, x2: `${x}%`, y1: "0", y2: "100%" },
    { y1: `${y}%`, y2: `${y}%`, x1: "0", x2: "100%" },
  ];
  return lines.flatMap((line) => ["mark-cross-halo", "mark-cross"].map((layer) => ["line", { class: layer, ...line }]));
}

const form = document.querySelector("[data-photo-note]");
if (form) new Marking(form);
