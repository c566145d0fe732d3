// A level: a dot that stands in the ring when the phone lies flat. Without a sensor it is not shown at all.

const FLAT_DEGREES = 4;
const FULL_DEGREES = 30; // the dot is at the rim
const REACH = 18; // in the units of the drawing
const WAIT_MS = 1500;

export class Level {
  constructor(dialog) {
    this.drawing = dialog.querySelector("[data-camera-level]");
    this.dot = dialog.querySelector("[data-camera-dot]");
    this.ask = dialog.querySelector("[data-camera-level-ask]");
    this.without = dialog.querySelector("[data-camera-level-without]");
    this.onTilt = (event) => this.show(event);
    this.ask.addEventListener("click", () => this.askFirst());
  }

  start() {
    this.seen = false;
    this.without.hidden = false;
    if (!("DeviceOrientationEvent" in window)) return;
    // iOS hands the sensor out only after a tap that asks for it
    if (typeof DeviceOrientationEvent.requestPermission === "function") this.ask.hidden = false;
    else this.listen();
  }

  async askFirst() {
    this.ask.hidden = true;
    try {
      if ((await DeviceOrientationEvent.requestPermission()) === "granted") this.listen();
    } catch {
      // refused: the sentence stands there already
    }
  }

  listen() {
    window.addEventListener("deviceorientation", this.onTilt);
    this.timer = setTimeout(() => !this.seen && this.stop(), WAIT_MS);
  }

  // beta: nose up or down, gamma: to the sides; both 0 when the phone lies flat on a table
  show({ beta, gamma }) {
    if (beta === null || gamma === null) return;
    this.seen = true;
    this.drawing.removeAttribute("hidden");
    this.without.hidden = true;
    const isFlat = Math.hypot(beta, gamma) <= FLAT_DEGREES;
    this.drawing.classList.toggle("is-flat", isFlat);
    const [x, y] = [gamma, beta].map((tilt) => REACH * Math.max(-1, Math.min(1, tilt / FULL_DEGREES)));
    this.dot.setAttribute("cx", 24 - x);
    this.dot.setAttribute("cy", 24 - y);
  }

  stop() {
    clearTimeout(this.timer);
    window.removeEventListener("deviceorientation", this.onTilt);
    this.drawing.setAttribute("hidden", "");
  }
}
