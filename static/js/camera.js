// The camera in the page: the last photo shines through, the three views are asked in turn, any key is the trigger.
// Loaded when somebody wants it. What it takes goes the same way as a chosen file (photo-upload.js).

const NOT_A_TRIGGER = new Set(["Tab", "Shift", "Control", "Alt", "AltGraph", "Meta", "Escape", "CapsLock", "NumLock"]);
const OWN_KEYS = new Set(["Enter", " ", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"]);
const PROBLEMS = {
  NotAllowedError: "refused",
  SecurityError: "refused",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

class Camera {
  constructor(dialog, parts, { known, onPhoto, onProblem }) {
    this.dialog = dialog;
    this.onPhoto = onPhoto;
    this.onProblem = onProblem;
    this.stream = new parts.CameraStream(this.part("video"));
    this.level = new parts.Level(dialog);
    this.ghost = new parts.Ghost(dialog, known);
    this.views = new parts.Views(dialog, () => this.ask());
    this.counting = 0;
    this.listen();
  }

  part(name) {
    return this.dialog.querySelector(`[data-camera-${name}]`);
  }

  text(name) {
    return this.dialog.dataset[`text${name}`];
  }

  listen() {
    const on = (name, act) => this.part(name).addEventListener("click", act);
    on("close", () => this.dialog.close());
    on("tap", () => this.trigger());
    on("shoot", () => this.trigger());
    on("skip", () => this.goOn());
    on("again", () => this.again());
    on("use", () => this.use());
    on("light", () => this.light());
    on("switch", () => this.turnRound());
    this.dialog.addEventListener("keydown", (event) => this.onKey(event));
    this.dialog.addEventListener("close", () => this.end());
    this.onHide = () => (document.hidden ? this.rest() : this.wake());
    this.onLeave = () => this.dialog.close();
    document.addEventListener("visibilitychange", this.onHide);
    window.addEventListener("pagehide", this.onLeave);
  }

  async open() {
    this.dialog.showModal();
    this.level.start();
    this.show("starting");
    this.ask();
    this.part("tap").focus();
    await this.begin(() => this.stream.start());
  }

  // Runs what starts a camera; whatever goes wrong is said in the form, where the other way stands.
  async begin(start) {
    this.show("starting");
    try {
      if (!(await start())) return;
    } catch (error) {
      if (!this.dialog.open) return;
      this.dialog.close();
      this.onProblem(PROBLEMS[error.name] || "other");
      return;
    }
    this.show("ready");
    this.part("light").hidden = !this.stream.hasLight;
    this.part("light").setAttribute("aria-pressed", "false");
    this.part("switch").hidden = (await this.stream.cameras()).length < 2;
  }

  show(state) {
    this.dialog.dataset.state = state; // starting, ready, counting, taking, review
    const isReview = state === "review";
    this.part("controls").hidden = isReview;
    this.part("review").hidden = !isReview;
    this.part("still").hidden = !isReview;
    this.part("tap").hidden = isReview;
    this.part("wait").hidden = state !== "starting";
    this.part("count").hidden = state !== "counting";
    this.part("shoot-text").textContent = state === "counting" ? this.text("Stop") : this.text("Shoot");
  }

  say(text) {
    this.part("status").textContent = text;
  }

  // The view that is wanted now
  ask() {
    if (this.dialog.dataset.state === "review") this.again({ quietly: true });
    this.stopCount();
    this.ghost.use(this.views.now);
    this.part("skip").hidden = this.views.isLast;
    this.say(`${this.views.name}. ${this.text("Ask")}`);
  }

  onKey(event) {
    if (NOT_A_TRIGGER.has(event.key) || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const control = event.target.closest("button, input");
    if (control && OWN_KEYS.has(event.key)) return; // the control's own keys do what they do everywhere
    if (!["ready", "counting"].includes(this.dialog.dataset.state)) return;
    event.preventDefault();
    this.trigger();
  }

  trigger() {
    const { state } = this.dialog.dataset;
    if (state === "counting") {
      this.stopCount();
      this.say(this.text("Stopped"));
    } else if (state === "ready") {
      const seconds = Number(this.dialog.querySelector("[data-camera-timer]:checked").value);
      if (seconds) this.count(seconds);
      else this.take();
    }
  }

  count(left) {
    if (!left) {
      this.show("ready");
      this.take();
      return;
    }
    this.show("counting");
    this.part("count").textContent = left;
    this.say(String(left));
    this.counting = setTimeout(() => this.count(left - 1), 1000);
  }

  stopCount() {
    clearTimeout(this.counting);
    if (this.dialog.dataset.state === "counting") this.show("ready");
  }

  async take() {
    this.show("taking");
    const takenAt = new Date().toISOString();
    try {
      this.shot = { blob: await this.stream.take(), takenAt };
    } catch {
      this.show("ready");
      this.say(this.text("Failed"));
      return;
    }
    if (!this.dialog.open) return;
    this.showStill(this.shot.blob);
    this.show("review");
    this.say(this.text("Taken"));
    this.part("use").focus();
  }

  showStill(blob) {
    const still = this.part("still");
    if (still.src) URL.revokeObjectURL(still.src);
    if (blob) still.src = URL.createObjectURL(blob);
    else still.removeAttribute("src");
  }

  again({ quietly = false } = {}) {
    this.shot = null;
    this.showStill(null);
    this.show("ready");
    if (quietly) return;
    this.say(this.text("Again"));
    this.part("tap").focus();
  }

  use() {
    const { blob, takenAt } = this.shot;
    const ending = blob.type === "image/png" ? "png" : "jpg";
    const file = new File([blob], `${this.views.name}.${ending}`, { type: blob.type });
    this.onPhoto(file, { view: this.views.now, taken_at: takenAt });
    this.views.taken.add(this.views.now);
    this.again({ quietly: true });
    this.goOn();
  }

  goOn() {
    if (this.views.isLast) this.dialog.close();
    else {
      this.views.next();
      this.part("tap").focus();
    }
  }

  async light() {
    const button = this.part("light");
    const on = button.getAttribute("aria-pressed") !== "true";
    try {
      await this.stream.light(on);
      button.setAttribute("aria-pressed", String(on));
    } catch {
      button.hidden = true; // promised, but not there
    }
  }

  async turnRound() {
    this.stopCount();
    await this.begin(() => this.stream.next());
  }

  // A hidden page holds no camera.
  rest() {
    this.stopCount();
    this.stream.stop();
  }

  wake() {
    if (this.dialog.dataset.state !== "review") this.begin(() => this.stream.start());
    else this.stream.start().catch(() => this.dialog.close());
  }

  end() {
    this.stopCount();
    this.stream.stop();
    this.level.stop();
    this.showStill(null);
    document.removeEventListener("visibilitychange", this.onHide);
    window.removeEventListener("pagehide", this.onLeave);
    this.dialog.remove();
  }
}

function loadStyle(href) {
  if (document.querySelector(`link[href="${href}"]`)) return null;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  const loaded = new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
  });
  document.head.append(link);
  return loaded;
}

// offer: the element with the addresses of the parts and the last photos; back: gets the focus when it is closed.
export async function openCamera(offer, { onPhoto, onProblem, back }) {
  const { style, stream, views, level, ghosts } = offer.dataset;
  const [modules] = await Promise.all([Promise.all([stream, views, level].map((url) => import(url))), loadStyle(style)]);
  const dialog = offer.querySelector("template").content.firstElementChild.cloneNode(true);
  document.body.append(dialog);
  let goesBack = back;
  dialog.addEventListener("close", () => goesBack.focus());
  const refused = (kind) => {
    goesBack = onProblem(kind);
  };
  const options = { known: JSON.parse(ghosts), onPhoto, onProblem: refused };
  const camera = new Camera(dialog, Object.assign({}, ...modules), options);
  await camera.open();
}
