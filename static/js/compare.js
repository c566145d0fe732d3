// The page of a comparison: views, keys and choosing other photos. Without this module both photos stand side by side,
// and the form and the links under them choose others.

import { matchLight, plainLight } from "./compare-light.js";
import { Look } from "./compare-look.js";
import { Marks } from "./compare-marks.js";
import { Ribbon } from "./compare-ribbon.js";

const STEP = 5; // of 100, for the slider and the overlay
const BLINK_MS = 900; // slower than three flashes a second by far
const VIEWS = ["side", "slider", "overlay", "blink"];
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const KEYS = { "+": "zoom-in", "=": "zoom-in", "-": "zoom-out", 0: "whole", ",": "less", ".": "more", " ": "other",
  "[": "before", "]": "after", l: "left", r: "right", b: "light", m: "mark", "?": "help", Enter: "place", Backspace: "unmark",
  Escape: "leave" }; // prettier-ignore
const TYPED = "input:not([type=radio]):not([type=checkbox]):not([type=range]), select, textarea";

class Compare {
  constructor(root) {
    this.root = root;
    this.body = root.querySelector("[data-compare-body]");
    [this.isMatched, this.range, this.shown, this.view] = [true, { slider: 50, overlay: 50 }, 0, "side"];
    this.ribbon = new Ribbon(root, (url) => this.open(url));
    this.takeOver();
    root.addEventListener("click", (event) => this.clicked(event));
    root.addEventListener("change", (event) => this.changed(event));
    root.addEventListener("input", (event) => event.target.matches("[data-range]") && this.slide(Number(event.target.value)));
    root.addEventListener("keydown", (event) => this.pressed(event));
    root.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("popstate", () => location.reload());
  }

  // What the server drew anew: find its parts and put the chosen view on it.
  takeOver(place) {
    this.stage = this.body.querySelector("[data-stage]");
    this.stage.tabIndex = 0;
    this.shots = [...this.body.querySelectorAll("[data-shot]")];
    this.root.dataset.count = this.shots.length;
    for (const tool of this.root.querySelectorAll("[data-tool]")) tool.hidden = false;
    const list = document.querySelector("[data-keys-list]");
    if (list) list.hidden = false;
    this.look = new Look(this.stage, this.shots, { text: this.root.dataset.textMm, cut: (share) => this.cutAt(share), tap: (...at) => this.marks.tapped(...at) });
    if (place) this.look.put(place);
    this.marks = new Marks(this.root, this.look, () => this.show("side"));
    this.show(this.shots.length === 2 ? this.view : "side");
    this.light(this.isMatched);
    this.root.dataset.live = "";
  }

  // ---- views ------------------------------------------------------------------------------------------------
  show(view) {
    if (this.shots.length !== 2) view = "side";
    this.stop();
    this.view = view;
    this.root.dataset.view = view;
    for (const part of this.body.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(view);
    const chosen = this.body.querySelector(`[name=view][value=${view}]`);
    if (chosen) chosen.checked = true;
    this.body.querySelector("[data-cut]").hidden = view !== "slider";
    if (view in this.range) this.slide(this.range[view]);
    this.blink(0);
    this.look.draw();
  }

  slide(value) {
    const at = Math.max(0, Math.min(100, value));
    this.range[this.view] = at;
    const range = this.body.querySelector("[data-range]");
    if (range) range.value = at;
    this.stage.style.setProperty("--cut", `${100 - at}%`);
    this.stage.style.setProperty("--mix", at / 100);
  }

  // Where the edge of the slider stands, as a share of the width; null when there is none. A share given moves it there.
  cutAt(share) {
    if (this.view !== "slider") return null;
    if (share !== undefined) this.slide(100 - 100 * share);
    return 1 - this.range.slider / 100;
  }

  blink(number) {
    this.shown = number % this.shots.length;
    this.shots.forEach((shot, place) => shot.toggleAttribute("data-on", place === this.shown));
    const says = this.body.querySelector("[data-shown]");
    if (!says) return;
    says.setAttribute("aria-live", this.timer ? "off" : "polite"); // it would never be silent
    says.textContent = this.view === "blink" ? this.root.dataset.textShown.replace("%s", this.caption(this.shown)) : "";
  }

  caption(number) {
    return this.shots[number].querySelector("figcaption b").textContent;
  }

  byItself() {
    if (this.timer) return this.stop();
    this.timer = setInterval(() => this.blink(this.shown + 1), BLINK_MS);
    this.pressedState(true);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.pressedState(false);
  }

  pressedState(isOn) {
    this.body.querySelector("[data-do=by-itself]")?.setAttribute("aria-pressed", String(isOn));
  }

  async light(isOn) {
    this.isMatched = isOn;
    const box = this.body.querySelector("[data-light]");
    const says = this.body.querySelector("[data-light-says]");
    box.checked = isOn;
    plainLight(this.shots);
    const isDone = !isOn || (await matchLight(this.shots));
    const { textMatch, textPlain, textFailed } = this.root.dataset;
    says.textContent = !isOn ? textPlain : isDone ? textMatch : textFailed;
  }

  // ---- what a person does ------------------------------------------------------------------------------------
  clicked(event) {
    const button = event.target.closest("[data-do], [data-way]");
    if (!button) return;
    if (button.dataset.way) return this.look.shift(...button.dataset.way.split(",").map(Number), event.shiftKey);
    this.act(button.dataset.do);
  }

  changed(event) {
    const { target } = event;
    if (target.name === "view") this.show(target.value);
    if (target.matches("[data-light]")) this.light(target.checked);
  }

  pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches(TYPED)) return;
    const { key, target } = event;
    const isControl = target.closest("a, button, input, summary");
    if (ARROWS[key]) {
      if (target.closest("[data-ribbon]")) return void (this.ribbon.step(target, key) && event.preventDefault());
      if (target.matches("input")) return;
      event.preventDefault();
      return this.look.shift(...ARROWS[key], event.shiftKey);
    }
    if ((key === " " || key === "Enter") && isControl) return;
    const view = VIEWS[Number(key) - 1];
    if (view && !this.marks.isOn) this.show(view);
    else if (!view && !this.act(KEYS[key] ?? KEYS[key.toLowerCase()])) return;
    event.preventDefault();
  }

  act(name) {
    const acts = {
      "zoom-in": () => this.look.zoom(1.3),
      "zoom-out": () => this.look.zoom(1 / 1.3),
      whole: () => this.look.whole(),
      less: () => this.view in this.range && this.slide(this.range[this.view] - STEP),
      more: () => this.view in this.range && this.slide(this.range[this.view] + STEP),
      other: () => this.other(),
      "by-itself": () => this.byItself(),
      light: () => this.light(!this.isMatched),
      before: () => this.ribbon.neighbour(-1),
      after: () => this.ribbon.neighbour(1),
      left: () => this.ribbon.side(0),
      right: () => this.ribbon.side(this.shots.length - 1),
      thumbs: () => this.ribbon.thumbs(),
      help: () => this.help(),
      mark: () => this.marks.start(),
    };
    if (this.marks.isOn && this.marks.act(name)) return true;
    if (!acts[name]) return false;
    acts[name]();
    return true;
  }

  other() {
    if (this.view !== "blink") return this.show("blink");
    this.stop();
    this.blink(this.shown + 1);
  }

  help() {
    const list = document.querySelector("[data-keys-list]");
    list.open = !list.open;
    if (list.open) list.querySelector("summary").focus();
  }

  // ---- other photos ------------------------------------------------------------------------------------------
  submitted(event) {
    if (!event.target.matches("[data-pick]")) return;
    event.preventDefault();
    this.open(`?${new URLSearchParams(new FormData(event.target))}`);
  }

  async open(query) {
    try {
      const answer = await fetch(query, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const body = page.querySelector("[data-compare-body]");
      if (!answer.ok || !body) return location.assign(query);
      this.swap(body, page);
      history.replaceState(null, "", query);
    } catch {
      this.problem();
    }
  }

  // A photo that stays is not asked for again: its element moves over.
  swap(body, page) {
    const had = new Map([...this.body.querySelectorAll("[data-pane] image")].map((image) => [image.getAttribute("href"), image]));
    const isShown = this.body.querySelector("[data-veil]")?.checked;
    const hadFocus = this.body.contains(document.activeElement);
    this.stop();
    const staying = [];
    for (const image of body.querySelectorAll("[data-pane] image")) {
      const same = had.get(image.getAttribute("href"));
      if (!same) continue;
      image.removeAttribute("href"); // it would load as soon as it is on the page
      staying.push([image, same]);
    }
    const place = this.shots.length === body.querySelectorAll("[data-shot]").length ? this.look.seen : null;
    this.body.replaceChildren(...body.childNodes);
    for (const [image, same] of staying) {
      same.setAttribute("transform", image.getAttribute("transform"));
      image.replaceWith(same);
    }
    const veil = this.body.querySelector("[data-veil]");
    if (veil && isShown) veil.checked = true;
    this.ribbon.renew(page);
    this.takeOver(place);
    if (hadFocus) this.stage.focus();
  }

  problem() {
    const words = document.createElement("p");
    words.className = "cmp-problem";
    words.setAttribute("role", "alert");
    words.textContent = this.root.dataset.textOffline;
    this.body.querySelector(".cmp-problem")?.remove();
    this.body.prepend(words);
  }
}

const root = document.querySelector("[data-compare]");
if (root) new Compare(root);
