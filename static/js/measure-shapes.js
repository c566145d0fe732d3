// What is drawn so far, with undo: lumps and redness as rings, each change a new picture of the whole.

import { bounds, halved, longest, mayLose, moved, nearestHandle, onLine, pointsOf, without } from "./measure-outline.js";

const MOST_BACK = 200;

export class Shapes {
  // `kept`: { lumps, redness } as rings; `kind` is the list whose points can be moved
  constructor() {
    this.kept = { lumps: [], redness: [], isEdited: false };
    [this.past, this.future] = [[], []];
    this.kind = "lumps";
    this.chosen = null; // { ring, index }
  }

  get rings() {
    return this.kept[this.kind];
  }

  get canUndo() {
    return this.past.length > 0;
  }

  get canRedo() {
    return this.future.length > 0;
  }

  get point() {
    const handle = this.chosen && this.rings[this.chosen.ring]?.[this.chosen.index];
    return handle ? [handle.x, handle.y] : null;
  }

  points(kind) {
    return this.kept[kind].map(pointsOf);
  }

  box(kind = this.kind) {
    return bounds(this.points(kind).flat());
  }

  keep(change) {
    this.past = [...this.past, this.kept].slice(-MOST_BACK);
    this.future = [];
    this.kept = { ...this.kept, ...change };
  }

  undo() {
    if (!this.canUndo) return;
    this.future.push(this.kept);
    this.kept = this.past.pop();
    this.settle();
  }

  redo() {
    if (!this.canRedo) return;
    this.past.push(this.kept);
    this.kept = this.future.pop();
    this.settle();
  }

  // After undo the chosen point may be gone.
  settle() {
    if (!this.point) this.chosen = null;
  }

  put(kind, rings, change = {}) {
    this.keep({ [kind]: rings, ...change });
    this.settle();
  }

  change(ring, made) {
    const rings = this.rings.map((old, n) => (n === ring ? made : old));
    this.keep({ [this.kind]: rings, isEdited: true });
  }

  // ---- points ----------------------------------------------------------------------------------------
  nearest(point) {
    const found = this.rings.map((ring, n) => ({ ring: n, ...nearestHandle(ring, point) }));
    return found.reduce((best, one) => (one.far < (best?.far ?? Infinity) ? one : best), null);
  }

  nearestLine(point) {
    const found = this.rings.map((ring, n) => ({ ring: n, ...onLine(ring, point) }));
    return found.reduce((best, one) => (one.far < (best?.far ?? Infinity) ? one : best), null);
  }

  choose(ring, index) {
    this.chosen = { ring, index };
  }

  // The next or the one before, through all lumps.
  step(by) {
    const all = this.rings.flatMap((ring, n) => ring.map((_, index) => ({ ring: n, index })));
    const at = all.findIndex((one) => one.ring === this.chosen?.ring && one.index === this.chosen.index);
    this.chosen = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length] ?? null;
  }

  // `isOn`: part of one long movement, which is undone as one
  move(point, isOn = false) {
    const { ring, index } = this.chosen;
    const made = moved(this.rings[ring], index, ...point);
    if (isOn) this.kept = { ...this.kept, [this.kind]: this.rings.map((old, n) => (n === ring ? made : old)) };
    else this.change(ring, made);
  }

  addOn(line) {
    const { ring, index } = line.add();
    this.change(line.ring, ring);
    this.chosen = { ring: line.ring, index };
  }

  add() {
    const ring = this.chosen?.ring ?? 0;
    const { ring: made, index } = halved(this.rings[ring], this.chosen?.index ?? longest(this.rings[ring]));
    this.change(ring, made);
    this.chosen = { ring, index };
  }

  get canRemove() {
    return Boolean(this.point) && mayLose(this.rings[this.chosen.ring]);
  }

  remove() {
    if (!this.canRemove) return;
    const { ring, index } = this.chosen;
    const made = without(this.rings[ring], index);
    this.change(ring, made);
    this.chosen = { ring, index: index % made.length };
  }

  removeLump() {
    if (this.rings.length < 2) return;
    const ring = this.chosen?.ring ?? this.rings.length - 1;
    this.put(this.kind, this.rings.filter((_, n) => n !== ring), { isEdited: true });
    this.chosen = null;
  }
}
