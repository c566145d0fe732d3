// Zoom and shift of all panes together, or of one while spots are marked on it. A pane shows a square of the view,
// [x, y, side], where [0, 0, 1] is what the server drew. The scale bar follows.

const [LEAST, MOST] = [0.06, 4];
const [STEP, FAR] = [0.08, 0.4]; // of what is seen
const TAP_PX = 10;
const EDGE_PX = 30;

const clamp = (value, least, most) => Math.max(least, Math.min(most, value));

export class Look {
  // `does`: text of a bar with %s, cut(share) of the slider (null when there is none), tap(number, [x, y])
  constructor(stage, shots, does) {
    [this.stage, this.shots, this.does] = [stage, shots, does];
    this.panes = shots.map((shot) => shot.querySelector("[data-pane]"));
    this.seen = this.panes.map(() => [0, 0, 1]);
    this.only = null; // the number of the one pane that moves
    this.fingers = new Map();
    this.panes.forEach((pane, number) => this.listen(pane, number));
    new ResizeObserver(() => this.draw()).observe(stage);
  }

  put(seen) {
    this.seen = seen.map((one) => [...one]);
    this.draw();
  }

  get moving() {
    return this.only === null ? this.panes.keys() : [this.only];
  }

  each(act) {
    for (const number of this.moving) {
      const [x, y, side] = act(this.seen[number]);
      this.seen[number] = [clamp(x, -MOST, MOST), clamp(y, -MOST, MOST), clamp(side, LEAST, MOST)];
    }
    this.draw();
  }

  zoom(factor, at = [0.5, 0.5]) {
    this.each(([x, y, side]) => {
      const next = clamp(side / factor, LEAST, MOST);
      return [x + (side - next) * at[0], y + (side - next) * at[1], next];
    });
  }

  shift(dx, dy, isFar = false) {
    const step = isFar ? FAR : STEP;
    this.each(([x, y, side]) => [x + dx * step * side, y + dy * step * side, side]);
  }

  whole() {
    this.each(() => [0, 0, 1]);
  }

  draw() {
    this.panes.forEach((pane, number) => {
      const svg = pane.querySelector("svg");
      svg.setAttribute("viewBox", [this.seen[number][0], this.seen[number][1], this.seen[number][2], this.seen[number][2]].join(" "));
      this.bar(pane, this.seen[number][2]);
    });
    this.changed?.();
  }

  // A pane is never wider than high, so its width is the side of what is seen.
  bar(pane, side) {
    const bar = pane.querySelector("[data-bar]");
    if (!bar) return;
    const mm = Number(bar.dataset.bar) * side;
    const length = roundLength(mm / 3);
    const end = (length / mm).toFixed(4);
    bar.querySelector("path").setAttribute("d", `M.006 0V.03M.006 .015H${end}M${end} 0V.03`);
    bar.querySelector("span").textContent = this.does.text.replace("%s", String(length));
  }

  // The middle of a pane, in the view.
  middle(number) {
    const [x, y, side] = this.seen[number];
    return [x + side / 2, y + side / 2];
  }

  // ---- fingers and mouse ---------------------------------------------------------------------------------
  listen(pane, number) {
    const on = (name, act) => pane.addEventListener(name, act);
    on("pointerdown", (event) => this.down(event, pane, number));
    on("pointermove", (event) => this.move(event, pane));
    on("pointerup", (event) => this.up(event, pane, number));
    on("pointercancel", (event) => this.up(event, pane, number, true));
    pane.addEventListener("wheel", (event) => this.wheel(event, pane), { passive: false });
  }

  // With Ctrl, as everywhere; alone it scrolls the page.
  wheel(event, pane) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.zoom(Math.exp(-clamp(event.deltaY, -60, 60) / 240), this.share(event, pane));
  }

  // Where in the square of a pane, from 0 to 1.
  share(event, pane) {
    const box = pane.getBoundingClientRect();
    const side = Math.min(box.width, box.height);
    return [(event.clientX - box.left - box.width / 2) / side + 0.5, (event.clientY - box.top - box.height / 2) / side + 0.5];
  }

  inView(event, pane, number) {
    const [x, y, side] = this.seen[number];
    const [across, down] = this.share(event, pane);
    return [x + across * side, y + down * side];
  }

  down(event, pane, number) {
    if (event.button) return;
    pane.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY, moved: 0 });
    if (this.only !== null && this.fingers.size === 1) this.only = number;
    this.apart = this.spread();
    const cut = this.does.cut();
    const box = pane.getBoundingClientRect();
    this.isCutting = cut !== null && this.fingers.size === 1 && Math.abs(event.clientX - box.left - cut * box.width) < EDGE_PX;
  }

  move(event, pane) {
    const finger = this.fingers.get(event.pointerId);
    if (!finger) return;
    const [dx, dy] = [event.clientX - finger.x, event.clientY - finger.y];
    Object.assign(finger, { x: event.clientX, y: event.clientY, moved: finger.moved + Math.hypot(dx, dy) });
    const box = pane.getBoundingClientRect();
    if (this.isCutting) return void this.does.cut(clamp((event.clientX - box.left) / box.width, 0, 1));
    const side = Math.min(box.width, box.height);
    if (this.fingers.size > 1) return this.pinched(pane, side);
    if (finger.moved > TAP_PX) this.each(([x, y, seen]) => [x - (dx / side) * seen, y - (dy / side) * seen, seen]);
  }

  spread() {
    const [a, b] = [...this.fingers.values()];
    return b ? { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, far: Math.hypot(a.x - b.x, a.y - b.y) } : null;
  }

  pinched(pane, side) {
    const now = this.spread();
    const [dx, dy] = [now.x - this.apart.x, now.y - this.apart.y];
    this.each(([x, y, seen]) => [x - (dx / side) * seen, y - (dy / side) * seen, seen]);
    this.zoom(now.far / Math.max(this.apart.far, 1), this.share({ clientX: now.x, clientY: now.y }, pane));
    this.apart = now;
  }

  up(event, pane, number, isOff = false) {
    const finger = this.fingers.get(event.pointerId);
    this.fingers.delete(event.pointerId);
    this.apart = this.spread();
    const isTap = finger && finger.moved <= TAP_PX && !this.isCutting && !this.fingers.size;
    this.isCutting = false;
    if (isTap && !isOff) this.does.tap(number, this.inView(event, pane, number));
  }
}

// The longest of 1, 2, 5, 10, 20, 50 ... mm, or tenths of them, that is not longer; as comparing.round_length.
function roundLength(most) {
  const steps = [-1, 0, 1, 2].flatMap((power) => [1, 2, 5].map((factor) => Number((factor * 10 ** power).toPrecision(1))));
  return steps.filter((step) => step <= most).pop() ?? steps[0];
}
