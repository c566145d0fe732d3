// Marking the same two spots on each photo: a cross stands in the middle of the chosen photo, which is moved under it
// with keys, buttons or a finger; a tap on the photo marks at once. The server lays the photos on each other.

const SVG = "http://www.w3.org/2000/svg";
const SPOTS = 2;

export class Marks {
  // `begin`: called before the mode is entered
  constructor(root, look, begin) {
    [this.root, this.look, this.begin] = [root, look, begin];
    this.form = root.querySelector("[data-marks-form]");
    this.says = root.querySelector("[data-marks-says]");
    this.isOn = false;
    look.changed = () => this.isOn && this.draw();
  }

  start() {
    if (this.isOn) return;
    this.begin();
    this.isOn = true;
    this.root.dataset.marking = "";
    for (const part of this.root.querySelectorAll(".cmp-views, [data-do=mark], .cmp-light, .cmp-all")) part.hidden = true;
    this.form.hidden = false;
    this.points = this.look.shots.map((shot) => this.kept(shot));
    this.done = []; // in which order, to take back
    this.go(this.next() ?? 0);
    this.look.stage.scrollIntoView({ block: "start" });
    this.look.stage.focus({ preventScroll: true });
  }

  leave() {
    this.isOn = false;
    delete this.root.dataset.marking;
    for (const part of this.root.querySelectorAll(".cmp-views, [data-do=mark], .cmp-light, .cmp-all")) part.hidden = false;
    this.form.hidden = true;
    this.look.only = null;
    for (const shot of this.look.shots) shot.removeAttribute("data-active");
    for (const layer of this.root.querySelectorAll(".cmp-mark")) layer.remove();
    this.look.put(this.look.panes.map(() => [0, 0, 1]));
    this.root.querySelector("[data-do=mark]").focus();
  }

  act(name) {
    const acts = {
      mark: () => this.leave(),
      leave: () => this.leave(),
      place: () => this.place(this.look.only, this.look.middle(this.look.only)),
      unmark: () => this.unmark(),
      "next-photo": () => this.go((this.look.only + 1) % this.points.length),
      other: () => this.go((this.look.only + 1) % this.points.length),
    };
    const rest = ["less", "more", "before", "after", "left", "right", "by-itself", "light"];
    if (acts[name]) acts[name]();
    return Boolean(acts[name]) || rest.includes(name);
  }

  tapped(number, at) {
    if (this.isOn) this.place(number, at);
  }

  // ---- places: of the view on the page, of the photo in the form ------------------------------------------------
  matrix(shot) {
    return shot.dataset.matrix.split(" ").map(Number);
  }

  kept(shot) {
    const values = shot.dataset.marks.split(",").filter(Boolean).map(Number);
    const [a, b, c, d, e, f] = this.matrix(shot);
    const places = [];
    for (let at = 0; at + 1 < values.length; at += 2) {
      const [u, v] = [values[at], values[at + 1]];
      places.push({ at: [a * u + c * v + e, b * u + d * v + f], photo: [u, v] });
    }
    return places;
  }

  onPhoto(shot, [x, y]) {
    const [a, b, c, d, e, f] = this.matrix(shot);
    const whole = a * d - b * c;
    return [(d * (x - e) - c * (y - f)) / whole, (a * (y - f) - b * (x - e)) / whole];
  }

  // ---- marking --------------------------------------------------------------------------------------------------
  // A third mark moves the one that is nearest.
  place(number, at) {
    const photo = this.onPhoto(this.look.shots[number], at);
    if (photo.some((value) => value < 0 || value > 1)) return;
    const points = this.points[number];
    const before = points.map((one) => one);
    if (points.length < SPOTS) points.push({ at, photo });
    else points[this.nearest(points, at)] = { at, photo };
    this.done.push([number, before]);
    this.go(this.points[number].length < SPOTS ? number : (this.next() ?? number));
  }

  nearest(points, [x, y]) {
    const far = points.map((one) => Math.hypot(one.at[0] - x, one.at[1] - y));
    return far.indexOf(Math.min(...far));
  }

  unmark() {
    const last = this.done.pop();
    if (last) this.points[last[0]] = last[1];
    else this.points = this.points.map(() => []);
    this.go(last ? last[0] : 0);
  }

  // The first photo that lacks a mark; undefined when none does.
  next() {
    const number = this.points.findIndex((points) => points.length < SPOTS);
    return number < 0 ? undefined : number;
  }

  go(number) {
    this.look.only = number;
    this.draw();
  }

  draw() {
    const { only, panes, shots } = this.look;
    shots.forEach((shot, number) => shot.toggleAttribute("data-active", number === only));
    panes.forEach((pane, number) => this.drawOn(pane, this.points[number], this.look.seen[number][2]));
    this.form.querySelectorAll("[data-at]").forEach((field, number) => {
      field.value = this.points[number].flatMap((one) => one.photo).map((value) => value.toFixed(6)).join(",");
    });
    const isDone = this.next() === undefined;
    this.form.querySelector("[data-marks-done]").hidden = !isDone;
    this.form.querySelector("[data-do=place]").classList.toggle("btn-primary", !isDone);
    const words = isDone ? this.root.dataset.textMarked : this.root.dataset.textMark;
    const spot = Math.min(this.points[only].length + 1, SPOTS);
    const said = words.replace("%s", shots[only].dataset.name).replace("%n", String(spot));
    if (this.says.textContent !== said) this.says.textContent = said;
  }

  drawOn(pane, points, side) {
    pane.querySelector(".cmp-mark")?.remove();
    const layer = document.createElementNS(SVG, "g");
    layer.setAttribute("class", "cmp-mark");
    points.forEach(({ at: [x, y] }, number) => {
      const [under, ring] = ["circle", "circle"].map((name) => document.createElementNS(SVG, name)); // dark, then light
      for (const one of [under, ring]) {
        for (const [name, value] of Object.entries({ cx: x, cy: y, r: 0.03 * side })) one.setAttribute(name, value);
      }
      const name = document.createElementNS(SVG, "text");
      for (const [key, value] of Object.entries({ x: x + 0.055 * side, y: y - 0.02 * side, "font-size": 0.07 * side })) name.setAttribute(key, value);
      name.textContent = String(number + 1);
      layer.append(under, ring, name);
    });
    pane.querySelector("svg").append(layer);
  }
}
