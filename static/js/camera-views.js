// Which of the three views is asked for, with an example of each, and the last photo of that view as a guide.

const ORDER = ["overview", "regional", "close_up"];
const STEP = 10; // per cent

export class Views {
  constructor(dialog, onChange) {
    this.steps = [...dialog.querySelectorAll("[data-camera-step]")];
    this.guides = [...dialog.querySelectorAll("[data-camera-guide]")];
    this.taken = new Set();
    this.onChange = onChange;
    this.now = ORDER[0];
    for (const step of this.steps) step.addEventListener("click", () => this.go(step.dataset.cameraStep));
    this.go(this.now, { quietly: true });
  }

  get isLast() {
    return this.now === ORDER.at(-1);
  }

  get name() {
    return this.steps.find((step) => step.dataset.cameraStep === this.now).dataset.name;
  }

  go(view, { quietly = false } = {}) {
    this.now = view;
    for (const step of this.steps) {
      if (step.dataset.cameraStep === view) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
      step.classList.toggle("is-done", this.taken.has(step.dataset.cameraStep));
    }
    for (const guide of this.guides) guide.hidden = guide.dataset.cameraGuide !== view;
    if (!quietly) this.onChange();
  }

  next() {
    this.go(ORDER[ORDER.indexOf(this.now) + 1]);
  }
}

export class Ghost {
  constructor(dialog, known) {
    this.known = known; // view -> {src, day, sensitive}
    this.image = dialog.querySelector("[data-camera-ghost]");
    this.box = dialog.querySelector("[data-camera-ghost-box]");
    this.none = dialog.querySelector("[data-camera-ghost-none]");
    this.toggle = dialog.querySelector("[data-camera-ghost-toggle]");
    this.slider = dialog.querySelector("[data-camera-ghost-slider]");
    this.buttons = [...dialog.querySelectorAll("[data-camera-ghost-by]")];
    this.isOn = true;
    this.shown = new Set(); // sensitive ones that the person asked for
    this.toggle.addEventListener("click", () => this.onToggle());
    this.slider.addEventListener("input", () => this.draw());
    for (const button of this.buttons) button.addEventListener("click", () => this.by(button.dataset.cameraGhostBy));
  }

  get isVeiled() {
    return Boolean(this.photo && this.photo.sensitive && !this.shown.has(this.view));
  }

  use(view) {
    this.view = view;
    this.photo = this.known[view];
    this.draw();
  }

  onToggle() {
    if (this.isVeiled) {
      this.shown.add(this.view);
      this.isOn = true;
    } else this.isOn = !this.isOn;
    this.draw();
  }

  by(sign) {
    this.slider.value = Number(this.slider.value) + Number(sign) * STEP;
    this.draw();
  }

  draw() {
    this.box.hidden = !this.photo;
    this.none.hidden = Boolean(this.photo);
    const isShown = Boolean(this.photo) && this.isOn && !this.isVeiled;
    this.image.hidden = !isShown;
    if (isShown && this.image.getAttribute("src") !== this.photo.src) this.image.src = this.photo.src;
    if (!isShown) this.image.removeAttribute("src"); // a private place is not even loaded
    this.image.style.opacity = this.slider.value / 100; // through the object model: the policy allows no style text
    const { textOn, textOff, textShow } = this.toggle.dataset;
    this.toggle.textContent = this.isVeiled ? textShow : this.isOn ? textOff : textOn;
    for (const control of [this.slider, ...this.buttons]) control.disabled = !isShown;
  }
}
