// What taps, drags and keys do on the photo in each step: they set points, choose and move them. The page says what follows.

const NEAR_PX = 22; // as near as that a tap means the point
const MARKS = { box: 2, ends: 2, lines: 4, trace: Infinity }; // steps in which taps set points, and how many
const PLACING = new Set(["tap", "lump", ...Object.keys(MARKS)]);
const CROSS_STEPS = 40; // arrow keys across the stage, and with Shift:
const CROSS_FAR_STEPS = 8;

const far = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);

export class Pen {
  // `page`: step, view, shapes, panel; tapped(point), marked(), changed(act), draw(), fractions(points)
  constructor(page) {
    this.page = page;
    this.lift();
  }

  lift() {
    [this.marks, this.cross, this.aiming] = [[], null, null];
  }

  get isMarking() {
    return this.page.step in MARKS;
  }

  get isPlacing() {
    return PLACING.has(this.page.step);
  }

  get isAdjusting() {
    return this.page.step === "adjust";
  }

  // The place that is looked at closely.
  get place() {
    return this.aiming ?? this.page.shapes.point ?? this.cross ?? (this.isMarking ? this.marks.at(-1) : null) ?? null;
  }

  // What the view asks for.
  get does() {
    return {
      tap: (point) => this.tap(this.page.view.inside(point)),
      aim: (point) => this.aim(point),
      grab: (point) => this.grab(point),
      drag: (point) => this.drag(point),
      drop: () => this.drop(),
      changed: () => this.page.rescaled(),
    };
  }

  tap(point) {
    this.cross = null;
    if (this.isMarking) this.mark(point);
    else if (this.isAdjusting) this.adjust(point);
    else this.page.tapped(point);
  }

  mark(point) {
    if (this.marks.length >= MARKS[this.page.step]) this.marks.pop();
    this.marks.push(point);
    this.page.draw();
    this.page.marked();
  }

  // A point is chosen, then put where the next tap is. On the line a tap makes a new point.
  adjust(point) {
    const { shapes, view } = this.page;
    const near = shapes.nearest(point);
    const line = shapes.nearestLine(point);
    const { chosen } = shapes;
    const isOther = near && !(chosen?.ring === near.ring && chosen.index === near.index);
    if (isOther && near.far < view.px(chosen ? NEAR_PX / 2 : NEAR_PX)) {
      shapes.choose(near.ring, near.index);
      this.choose();
    } else if (chosen) this.page.changed(() => shapes.move(point));
    else if (line && line.far < view.px(NEAR_PX)) this.page.changed(() => shapes.addOn(line));
  }

  // ---- dragging works, but is never needed -----------------------------------------------------------------
  grab(point) {
    const chosen = this.isAdjusting && this.page.shapes.point;
    if (!chosen || far(chosen, point) > this.page.view.px(NEAR_PX)) return false;
    this.off = [chosen[0] - point[0], chosen[1] - point[1]];
    this.isDragging = false;
    return true;
  }

  drag(point) {
    const place = this.page.view.inside([point[0] + this.off[0], point[1] + this.off[1]]);
    this.page.shapes.move(place, this.isDragging);
    this.isDragging = true;
    this.page.draw();
  }

  drop() {
    if (this.isDragging) this.page.changed(() => {});
  }

  // Under a finger that waits, the loupe shows where it would tap.
  aim(point) {
    this.aiming = point;
    this.page.look();
  }

  // ---- keys and the arrow buttons ------------------------------------------------------------------------------
  arrow(dx, dy, isFar, isKey = false) {
    const { shapes, view } = this.page;
    if (shapes.point) this.nudge(dx, dy, isFar);
    else if (!this.isPlacing) view.shift(dx * 60, dy * 60);
    else if (this.marks.length && !isKey) this.nudgeMark(dx, dy, isFar);
    else this.moveCross(dx, dy, isFar);
    return true;
  }

  // One pixel of the photo; where the whole of a large one is on the screen, a third of the screen's.
  beside([x, y], dx, dy, isFar) {
    const way = Math.max(1, this.page.view.px(1 / 3)) * (isFar ? 10 : 1);
    return this.page.view.inside([x + dx * way, y + dy * way]);
  }

  nudge(dx, dy, isFar) {
    const { shapes, view } = this.page;
    this.page.changed(() => shapes.move(this.beside(shapes.point, dx, dy, isFar)));
    view.reveal(shapes.point);
  }

  nudgeMark(dx, dy, isFar) {
    this.marks.push(this.beside(this.marks.pop(), dx, dy, isFar));
    this.page.draw();
    this.page.marked(true);
  }

  moveCross(dx, dy, isFar) {
    const { view, panel } = this.page;
    const way = view.px(Math.min(view.wide, view.high) / (isFar ? CROSS_FAR_STEPS : CROSS_STEPS));
    const from = this.cross ?? this.marks.at(-1);
    this.cross = view.inside(from ? [from[0] + dx * way, from[1] + dy * way] : [view.x, view.y]);
    view.reveal(this.cross);
    this.page.draw();
    const [across, down] = this.page.fractions([this.cross])[0].map((n) => Math.round(n * 100));
    panel.say(panel.text("Cross").replace("%x", across).replace("%y", down));
  }

  placeCross() {
    if (this.cross) this.tap(this.cross);
    else this.moveCross(0, 0, false);
  }

  step(by) {
    this.page.shapes.step(by);
    this.choose();
  }

  // Shows and says which point is chosen.
  choose() {
    const { shapes, view, panel } = this.page;
    if (shapes.point) view.reveal(shapes.point, 60);
    this.page.draw();
    if (!shapes.point) return;
    const before = shapes.rings.slice(0, shapes.chosen.ring).reduce((sum, ring) => sum + ring.length, 0);
    const all = shapes.rings.reduce((sum, ring) => sum + ring.length, 0);
    panel.say(panel.text("Point").replace("%n", before + shapes.chosen.index + 1).replace("%s", all));
  }

  letGo() {
    if (this.page.shapes.chosen) this.page.shapes.chosen = null;
    else this.marks.pop();
    this.page.draw();
  }
}
