// The measuring page: a photo, one question or action at a time below it. A tap proposes an outline, which is looked at,
// changed if need be, and accepted. Without this module the page works by its plain form.

import { actsOf } from "./measure-acts.js";
import { Answers } from "./measure-answers.js";
import { Asking } from "./measure-asking.js";
import { Drawing } from "./measure-draw.js";
import { listenToKeys } from "./measure-keys.js";
import { bounds, handlesFor, ringOf, softRing } from "./measure-outline.js";
import { Panel } from "./measure-panel.js";
import { Pen } from "./measure-pen.js";
import { picture, Server } from "./measure-server.js";
import { Shapes } from "./measure-shapes.js";
import { View } from "./measure-view.js";

const NEAR_LINE_PX = 26;
const FULL = 0.62; // share of the stage that the deposit fills when it is adjusted
const EASY = 0.4; // and when it is looked at
const LEAST_TRACE = 4;
const DRAWN = new Set(["result", "adjust"]);

class Measure extends Asking {
  constructor(root) {
    super();
    this.root = root;
    this.form = root.querySelector("[data-measure-form]");
    [this.width, this.height] = [Number(root.dataset.width), Number(root.dataset.height)];
    this.takeOver();
    this.server = new Server(this.form);
    this.panel = new Panel(root);
    this.answers = new Answers(root);
    this.shapes = new Shapes();
    this.pen = new Pen(this);
    [this.isSaved, this.reading, this.scale] = [false, null, null];
    this.view = new View(root.querySelector("[data-stage]"), this.width, this.height, this.pen.does);
    this.drawing = new Drawing(this.view);
    this.listen();
    if (root.dataset.sensitive) this.go("veil");
    else this.open();
  }

  takeOver() {
    this.root.hidden = false;
    document.body.classList.add("measuring");
  }

  listen() {
    this.root.addEventListener("click", (event) => this.clicked(event));
    for (const form of this.root.querySelectorAll("[data-typed]")) form.addEventListener("submit", (event) => this.typed(event));
    listenToKeys(this.root, this.view.svg, { arrow: (...way) => this.pen.arrow(...way, true), act: (name) => this.act(name) });
    window.addEventListener("beforeunload", (event) => this.isUnsaved && event.preventDefault());
  }

  get step() {
    return this.root.dataset.step;
  }

  get isUnsaved() {
    return !this.isSaved && (this.shapes.canUndo || this.pen.marks.length > 0);
  }

  fractions(points) {
    return points.map(([x, y]) => [x / this.width, y / this.height]);
  }

  pixels(points) {
    return points.map(([x, y]) => [x * this.width, y * this.height]);
  }

  flat(points) {
    return this.fractions(points).flat().map((n) => n.toFixed(6)).join(",");
  }

  // ---- the photo --------------------------------------------------------------------------------------------
  async open() {
    this.ask();
    this.panel.wait(this.panel.text("Opening"));
    try {
      const source = await picture(this.root.dataset.photo);
      for (const image of this.root.querySelectorAll("[data-photo-image]")) image.setAttribute("href", source);
    } catch (problem) {
      this.panel.fail(problem, () => this.open());
    } finally {
      this.panel.done();
    }
  }

  // The loupe shows every pixel there is; they are fetched when it is first wanted.
  async sharpen() {
    if (this.isSharp || navigator.connection?.saveData) return;
    this.isSharp = true;
    try {
      this.view.loupe.image.setAttribute("href", await picture(this.root.dataset.full));
    } catch {
      this.isSharp = false; // the smaller picture does
    }
  }

  // ---- steps --------------------------------------------------------------------------------------------------
  go(name) {
    this.pen.lift();
    this.shapes.chosen = null;
    this.panel.show(name);
    this.answers.mark();
    this.panel.sayTitle();
    this.draw();
  }

  // Goes to the open question, or on to the photo.
  ask() {
    const open = this.answers.open;
    this.root.toggleAttribute("data-wants-straight", this.answers.wantsStraightView);
    if (open) return this.go(open);
    for (const part of this.root.querySelectorAll("[data-answers]")) part.textContent = this.answers.words;
    this.go(this.answers.byHand ? "how" : "tap");
    return this.answers.byHand || this.lookForCard();
  }

  clicked(event) {
    const answer = event.target.closest("[data-answer]");
    if (answer) return this.answer(answer.dataset.answer, answer.dataset.value);
    const button = event.target.closest("[data-do], [data-way]");
    if (button?.dataset.way) return this.pen.arrow(...button.dataset.way.split(",").map(Number), this.panel.isOn("far"));
    return button && this.act(button.dataset.do);
  }

  // Answers whether there was something to do.
  act(name) {
    const act = actsOf(this)[name];
    act?.();
    return Boolean(act);
  }

  answer(name, value) {
    this.server.stop("propose"); // what was asked with the old answers is no longer wanted
    this.answers.say(name, value);
    this.scale = null;
    this.ask();
  }

  typed(event) {
    event.preventDefault();
    const field = event.target.querySelector("input, select");
    const value = field.value.trim().replace(",", ".");
    const isGood = field.matches("select") ? value !== "" : Number(value) >= Number(field.dataset.least) && Number(value) <= Number(field.dataset.most);
    event.target.querySelector("[data-typed-error]").hidden = isGood;
    field.setAttribute("aria-invalid", String(!isGood));
    if (isGood) this.answer(field.name, value);
    else field.focus();
  }

  ended() {
    if (this.pen.marks.length === 2) this.answer("known", this.flat(this.pen.marks));
  }

  changeAnswers() {
    this.server.stop("propose");
    this.answers.clear();
    this.scale = null;
    this.drawing.markers([]);
    this.ask();
  }

  byHand() {
    this.drawing.markers([]);
    this.answers.forget("kind", "known");
    this.answer("card", "none");
  }

  startOver() {
    if (this.shapes.kept.lumps.length) this.shapes.put("lumps", [], { redness: [], isEdited: false });
    this.reading = null;
    this.view.whole();
    this.ask();
  }

  // ---- taps ---------------------------------------------------------------------------------------------------
  tapped(point) {
    if (this.isAsking) return;
    const { step, shapes } = this;
    const line = step === "result" && shapes.nearestLine(point);
    if (line && line.far < this.view.px(NEAR_LINE_PX)) this.adjust("lumps");
    else if (step === "tap" || step === "lump" || (step === "result" && !shapes.kept.isEdited && shapes.rings.length === 1)) {
      this.pen.cross = point;
      this.draw();
      this.propose({ tap: this.flat([point]) }, step === "lump");
    }
  }

  // What follows once the points of a step are there.
  marked(isMoved = false) {
    const { step } = this;
    const { marks } = this.pen;
    if (step === "box" && marks.length === 2 && !isMoved) return this.propose({ box: this.flat(marks) });
    if (step === "lines" && marks.length % 2 === 0) this.readLines();
    return this.panel.say(this.panel.text(`Marked${Math.min(marks.length, 5)}`).replace("%s", marks.length));
  }

  // ---- changes of the outline ---------------------------------------------------------------------------------
  changed(change) {
    change();
    this.draw();
    this.readSoon();
  }

  undo() {
    if (!this.pen.marks.length) return this.back(() => this.shapes.undo());
    this.pen.marks.pop();
    return this.draw();
  }

  redo() {
    this.back(() => this.shapes.redo());
  }

  // Undo and redo change the outline, and may take the last one away or bring it back.
  back(turn) {
    turn();
    const has = this.shapes.kept.lumps.length > 0;
    if (!has && DRAWN.has(this.step)) {
      this.reading = null;
      return this.ask();
    }
    if (has && !DRAWN.has(this.step)) this.result();
    else if (!this.shapes.rings.length) this.result();
    this.draw();
    return has && this.readSoon();
  }

  ring(points) {
    const box = bounds(points);
    const side = Math.max(box.right - box.left, box.bottom - box.top, 1);
    const scale = Math.min(this.view.most, (Math.min(this.view.wide, this.view.high) * FULL) / side);
    return ringOf(points, handlesFor(points, scale));
  }

  adjust(kind) {
    this.shapes.kind = kind;
    this.go("adjust");
    this.view.show(this.shapes.box(), FULL);
  }

  trace(kind) {
    this.tracing = kind;
    this.go("trace");
    this.panel.shown.querySelector("h2").textContent = this.panel.text(kind === "redness" ? "TraceRedness" : "Trace");
    if (kind === "redness") this.view.show(this.shapes.box("lumps"), EASY);
  }

  traced() {
    const { marks } = this.pen;
    if (marks.length < LEAST_TRACE) return;
    const ring = softRing(marks);
    if (this.tracing === "redness") {
      this.shapes.put("redness", [ring]);
      this.result();
      this.readSoon(0);
    } else this.traceLump(ring, bounds(marks));
  }

  // A lump that was drawn by hand still needs the millimetres of its place.
  async traceLump(ring, { left, top, right, bottom }) {
    const found = await this.request({ box: this.flat([[left, top], [right, bottom]]) }, () => this.traceLump(ring, { left, top, right, bottom })); // prettier-ignore
    if (!found) return;
    if (!found.scale) return this.refused(found);
    this.takeScale(found.scale);
    this.shapes.kind = "lumps";
    this.shapes.put("lumps", [...this.shapes.rings, ring], { isEdited: true });
    this.result();
    this.readSoon(0);
  }

  noRedness() {
    this.shapes.put("redness", []);
    this.result();
    this.readSoon(0);
  }

  result() {
    this.shapes.kind = "lumps";
    this.go("result");
    this.view.show(this.shapes.box("lumps"), EASY);
  }

  // ---- drawing --------------------------------------------------------------------------------------------------
  draw() {
    if (!this.drawing) return;
    const { shapes, step, pen, reading } = this;
    this.drawing.all({ shapes, step, pen, ends: step === "result" && reading?.ends ? this.pixels(reading.ends) : [] });
    this.panel.enable({
      undo: shapes.canUndo || pen.marks.length,
      redo: shapes.canRedo,
      "remove-point": shapes.canRemove,
      accept: this.root.dataset.reading === "new",
    });
    this.panel.offer({ lumps: shapes.rings.length > 1, redness: shapes.kept.redness.length > 0 });
    for (const button of this.root.querySelectorAll("[data-needs]")) button.disabled = pen.marks.length < Number(button.dataset.needs);
    this.root.dataset.kind = shapes.kind;
    this.root.toggleAttribute("data-chosen", Boolean(shapes.point));
    this.root.toggleAttribute("data-marked", pen.marks.length > 0);
    this.look();
  }

  rescaled() {
    if (!this.drawing) return;
    this.drawing.rescale();
    this.panel.enable({ "zoom-in": this.view.canZoomIn, "zoom-out": !this.view.isWhole, whole: !this.view.isWhole });
  }

  look() {
    const { place } = this.pen;
    this.view.loupe.show(this.isAsking ? null : place);
    if (place) this.sharpen();
  }
}

for (const root of document.querySelectorAll("[data-measure-live]")) new Measure(root);
