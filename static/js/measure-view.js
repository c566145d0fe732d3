// The photo on its stage: zoom, shift, what a finger or a mouse does on it, and the loupe. Knows nothing of outlines.
// Places are in pixels of the upright photo; `scale` is CSS pixels for one of them.

const TAP_PX = 10; // a finger that moved less has tapped
const HOLD_MS = 350; // a finger that waits aims with the loupe
const GLIDE_MS = 180;
const MOST = 4;
const still = window.matchMedia("(prefers-reduced-motion: reduce)");

const clamp = (value, least, most) => Math.max(least, Math.min(most, value));

export class View {
  // `does`: tap(point), aim(point or null), grab(point) -> whether it is held, drag(point), drop(), changed()
  constructor(stage, width, height, does) {
    this.stage = stage;
    this.svg = stage.querySelector("[data-view]");
    [this.width, this.height, this.does] = [width, height, does];
    [this.x, this.y, this.scale] = [width / 2, height / 2, 0];
    this.loupe = new Loupe(stage, this);
    this.fingers = new Map();
    this.listen();
    new ResizeObserver(() => this.resized()).observe(stage);
    this.resized();
  }

  listen() {
    const on = (name, act) => this.svg.addEventListener(name, act);
    on("pointerdown", (event) => this.down(event));
    on("pointermove", (event) => this.move(event));
    on("pointerup", (event) => this.up(event));
    on("pointercancel", (event) => this.up(event, true));
    this.svg.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
  }

  // ---- where things are ------------------------------------------------------------------------------
  resized() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (!width || !height) return;
    const wasWhole = this.isWhole;
    [this.wide, this.high] = [width, height];
    this.least = Math.min(width / this.width, height / this.height);
    this.scale = wasWhole ? this.least : clamp(this.scale, this.least, this.most);
    this.place();
  }

  get most() {
    return Math.max(MOST, this.least * MOST);
  }

  get isWhole() {
    return !this.scale || this.scale <= this.least * 1.001;
  }

  get canZoomIn() {
    return this.scale < this.most * 0.999;
  }

  // As many photo pixels as so many CSS pixels are.
  px(css) {
    return css / this.scale;
  }

  at(event) {
    const box = this.svg.getBoundingClientRect();
    return [
      this.x + (event.clientX - box.left - this.wide / 2) / this.scale,
      this.y + (event.clientY - box.top - this.high / 2) / this.scale,
    ];
  }

  inside([x, y]) {
    return [clamp(x, 0, this.width), clamp(y, 0, this.height)];
  }

  onStage([x, y]) {
    return [(x - this.x) * this.scale + this.wide / 2, (y - this.y) * this.scale + this.high / 2];
  }

  place() {
    const half = [this.wide / this.scale / 2, this.high / this.scale / 2];
    const within = (at, side, free) => (free * 2 >= side ? side / 2 : clamp(at, free, side - free));
    this.x = within(this.x, this.width, half[0]);
    this.y = within(this.y, this.height, half[1]);
    const box = [this.x - half[0], this.y - half[1], half[0] * 2, half[1] * 2];
    this.svg.setAttribute("viewBox", box.map((n) => n.toFixed(3)).join(" "));
    this.loupe.place();
    this.does.changed();
  }

  // ---- zoom and shift --------------------------------------------------------------------------------
  zoom(factor, around = [this.x, this.y]) {
    this.rest();
    const scale = clamp(this.scale * factor, this.least, this.most);
    const share = 1 - this.scale / scale;
    this.x += (around[0] - this.x) * share;
    this.y += (around[1] - this.y) * share;
    this.scale = scale;
    this.place();
  }

  shift(dx, dy) {
    this.rest();
    this.x += dx / this.scale;
    this.y += dy / this.scale;
    this.place();
  }

  whole() {
    this.glide(this.width / 2, this.height / 2, this.least);
  }

  // So near that the box fills this share of the stage.
  show(box, share = 0.6) {
    const [wide, high] = [Math.max(box.right - box.left, 1), Math.max(box.bottom - box.top, 1)];
    const scale = clamp(Math.min((this.wide * share) / wide, (this.high * share) / high), this.least, this.most);
    this.glide((box.left + box.right) / 2, (box.top + box.bottom) / 2, scale);
  }

  // Shift only as far as the point needs to be seen with some room about it.
  reveal(point, room = 40) {
    const [x, y] = this.onStage(point);
    const over = (at, side) => Math.min(0, at - room) || Math.max(0, at - side + room);
    const [dx, dy] = [over(x, this.wide), over(y, this.high)];
    if (dx || dy) this.shift(dx, dy);
  }

  glide(x, y, scale) {
    this.rest();
    const from = [this.x, this.y, this.scale];
    const start = performance.now();
    const step = (now) => {
      const share = still.matches ? 1 : clamp((now - start) / GLIDE_MS, 0, 1);
      const soft = share * (2 - share);
      this.x = from[0] + (x - from[0]) * soft;
      this.y = from[1] + (y - from[1]) * soft;
      this.scale = from[2] * (scale / from[2]) ** soft;
      this.place();
      if (share < 1) this.gliding = requestAnimationFrame(step);
    };
    step(start);
  }

  rest() {
    cancelAnimationFrame(this.gliding);
  }

  wheel(event) {
    event.preventDefault();
    this.zoom(Math.exp(-clamp(event.deltaY, -60, 60) / 240), this.at(event));
  }

  // ---- fingers ---------------------------------------------------------------------------------------
  down(event) {
    if (event.button) return;
    this.svg.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    clearTimeout(this.waiting);
    if (this.fingers.size > 1) return this.pinch();
    this.first = { x: event.clientX, y: event.clientY };
    this.mode = this.does.grab(this.at(event)) ? "grab" : "tap";
    if (this.mode === "tap" && event.pointerType !== "mouse") {
      this.waiting = setTimeout(() => this.hold(event), HOLD_MS);
    }
  }

  hold(event) {
    this.mode = "aim";
    this.aim(this.at(event));
  }

  aim(point) {
    this.does.aim(point && this.inside(point));
  }

  pinch() {
    if (this.mode === "grab") this.does.drop();
    this.aim(null);
    this.mode = "pinch";
    this.apart = this.spread();
  }

  spread() {
    const [a, b] = [...this.fingers.values()];
    const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
    return { x, y, far: Math.hypot(a.x - b.x, a.y - b.y) };
  }

  move(event) {
    const finger = this.fingers.get(event.pointerId);
    if (!finger) return;
    const [dx, dy] = [event.clientX - finger.x, event.clientY - finger.y];
    Object.assign(finger, { x: event.clientX, y: event.clientY });
    if (this.mode === "pinch" && this.fingers.size > 1) return this.pinched();
    const far = Math.hypot(event.clientX - this.first.x, event.clientY - this.first.y);
    if (this.mode === "grab" && far > TAP_PX / 2) this.mode = "drag";
    if (this.mode === "tap" && far > TAP_PX) {
      clearTimeout(this.waiting);
      this.mode = "shift";
    }
    if (this.mode === "drag") this.does.drag(this.inside(this.at(event)));
    if (this.mode === "aim") this.aim(this.at(event));
    if (this.mode === "shift") this.shift(-dx, -dy);
  }

  pinched() {
    const now = this.spread();
    this.shift(this.apart.x - now.x, this.apart.y - now.y);
    this.zoom(now.far / Math.max(this.apart.far, 1), this.at({ clientX: now.x, clientY: now.y }));
    this.apart = now;
  }

  up(event, isOff = false) {
    if (!this.fingers.delete(event.pointerId)) return;
    clearTimeout(this.waiting);
    if (this.fingers.size) return;
    const { mode } = this;
    this.mode = null;
    const point = this.at(event);
    if (mode === "aim") this.aim(null);
    if (mode === "drag") this.does.drop();
    const isOn = point.every((n, axis) => n >= 0 && n <= (axis ? this.height : this.width));
    if (!isOff && isOn && ["tap", "grab", "aim"].includes(mode)) this.does.tap(point, mode === "aim");
  }
}

// Shows one place of the photo pixel for pixel, in the corner of the stage that lies farthest from it.
class Loupe {
  constructor(stage, view) {
    this.box = stage.querySelector("[data-loupe]");
    this.image = this.box.querySelector("image");
    this.cross = this.box.querySelector("[data-loupe-cross]");
    this.view = view;
  }

  show(point) {
    this.point = point;
    this.box.toggleAttribute("data-on", Boolean(point));
    this.place();
  }

  place() {
    if (!this.point) return;
    const { view, point } = this;
    const side = this.box.clientWidth || 120;
    const scale = Math.max(1, view.scale * 1.5);
    const seen = side / scale;
    this.box.setAttribute("viewBox", `${point[0] - seen / 2} ${point[1] - seen / 2} ${seen} ${seen}`);
    this.cross.setAttribute("transform", `translate(${point[0]} ${point[1]}) scale(${1 / scale})`);
    const [x, y] = view.onStage(point);
    this.box.dataset.corner = `${y > side + 40 || y > view.high / 2 ? "top" : "bottom"}-${x > view.wide / 2 ? "left" : "right"}`;
  }
}
