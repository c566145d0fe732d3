// Draws on the photo: the card that was found, outlines, their points, the cross, lines. Every line is drawn twice, dark
// and wide below light and narrow, so that it is seen on any skin.

const SVG = "http://www.w3.org/2000/svg";

export function element(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const place = ([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`;
export const closed = (points) => `M${points.map(place).join("L")}Z`;
export const open = (points) => `M${points.map(place).join("L")}`;

function twice(d, kind) {
  return [element("path", { d, class: `me-under me-${kind}` }), element("path", { d, class: `me-over me-${kind}` })];
}

export class Drawing {
  constructor(view) {
    this.view = view;
    this.layer = (name) => view.svg.querySelector(`[data-layer=${name}]`);
  }

  // `ends`: of the longest way across, where it is shown
  all({ shapes, step, pen, ends }) {
    const { marks } = pen;
    const pairs = step === "ends" || step === "lines" ? [marks.slice(0, 2), marks.slice(2, 4)] : [];
    const lines = pairs.filter((pair) => pair.length === 2).map((points) => ({ points, kind: "measure" }));
    this.shapes(shapes.points("lumps"), shapes.points("redness"), step === "trace" ? marks : []);
    this.lines(ends.length ? [{ points: ends, kind: "length" }] : lines);
    this.handles(step === "adjust" ? shapes.rings : [], shapes.chosen);
    this.crosses(pen.isMarking ? marks : [], pen.cross);
    this.box(...(step === "box" && marks.length === 2 ? marks : [null, null]));
  }

  fill(name, parts) {
    this.layer(name).replaceChildren(...parts);
  }

  markers(rings) {
    this.fill("card", rings.flatMap((ring) => twice(closed(ring), "card")));
  }

  shapes(lumps, redness, tracing) {
    const red = redness.flatMap((points) => twice(closed(points), "redness"));
    const parts = lumps.flatMap((points) => twice(closed(points), "lump"));
    this.fill("shapes", [...red, ...parts, ...(tracing.length > 1 ? twice(open(tracing), "trace") : [])]);
  }

  lines(lines) {
    this.fill("lines", lines.flatMap(({ points, kind }) => twice(open(points), kind)));
  }

  // `rings`: the points that can be moved; `chosen`: {ring, index} or null
  handles(rings, chosen) {
    const parts = rings.flatMap((ring, n) =>
      ring.map((handle, index) => this.handle([handle.x, handle.y], chosen?.ring === n && chosen.index === index)),
    );
    this.fill("handles", parts);
  }

  handle(point, isChosen) {
    const css = isChosen ? 12 : 7;
    return element("circle", {
      cx: point[0], cy: point[1], r: this.view.px(css), class: isChosen ? "me-handle is-chosen" : "me-handle", "data-css": css,
    });
  }

  // Small crosses where somebody tapped, and the one that is moved by keys.
  crosses(points, moving) {
    const parts = points.map((point) => this.cross(point, 11, "me-mark"));
    if (moving) parts.push(this.cross(moving, 22, "me-cross"));
    this.fill("crosses", parts);
  }

  cross(point, css, kind) {
    const gap = css / 4;
    const d = `M-${css} 0H-${gap}M${gap} 0H${css}M0 -${css}V-${gap}M0 ${gap}V${css}`;
    const parts = ["me-under", "me-over"].map((layer) => element("path", { d, class: layer }));
    return element("g", { class: kind, "data-at": place(point), transform: this.moveTo(point) }, ...parts);
  }

  moveTo(point) {
    return `translate(${place(point)}) scale(${this.view.px(1)})`;
  }

  box(corner, other) {
    const d = other ? `M${place(corner)}H${other[0]}V${other[1]}H${corner[0]}Z` : "";
    this.fill("box", d ? twice(d, "box") : []);
  }

  // Points and crosses keep their size on the screen while the photo is zoomed.
  rescale() {
    for (const circle of this.layer("handles").children) circle.setAttribute("r", this.view.px(Number(circle.dataset.css)));
    for (const cross of this.layer("crosses").children) {
      cross.setAttribute("transform", this.moveTo(cross.dataset.at.split(" ").map(Number)));
    }
  }
}
