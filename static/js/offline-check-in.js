// A check-in form on a device that keeps text: when the network is gone at the moment of saving, what was filled in is
// kept encrypted and sent later. It is kept before the form leaves, so a connection that dies half-way loses nothing.
import { entry, put, remove } from "./offline-store.js";
import { ask, formLock } from "./offline-send.js";
import { readable } from "./offline-words.js";

const FROM_ENTRY = "#offline-"; // an address that opens the form filled in from an entry; the part after # stays here

const PAUSE_MS = 700;

export async function watch(form, device) {
  const paper = new Paper(form, device);
  await paper.begin();
  return paper;
}

class Paper {
  constructor(form, device) {
    this.form = form;
    this.device = device;
    this.kept = false;
    this.panel = null;
    // Before the photo field's own listener, which would hold the text back with a photo that cannot leave.
    window.addEventListener("submit", (event) => this.onSubmit(event, !navigator.onLine), { capture: true });
    window.addEventListener("submit", (event) => this.onSubmit(event, !event.defaultPrevented));
    form.addEventListener("input", () => this.onInput());
  }

  get id() {
    return this.form.elements.submission.value;
  }

  get title() {
    return document.querySelector("main .back")?.textContent.trim() ?? "";
  }

  async begin() {
    const { hash } = location;
    // Once only: the form would carry the fragment on to the page that answers it.
    if (hash.startsWith(FROM_ENTRY)) history.replaceState(history.state, "", location.pathname + location.search);
    // The server answered with the form itself: what it says stands there, and so does all that was typed.
    if (this.form.querySelector(".form-errors, .ask, .field-error")) await remove(this.id);
    else if (hash.startsWith(FROM_ENTRY)) await this.fill(hash.slice(FROM_ENTRY.length));
  }

  async fill(id) {
    const found = await entry(id);
    if (!found) return;
    for (const [name, value] of found.content.fields) setField(this.form, name, value);
    this.form.elements.submission.value = id;
    this.say("Filled");
  }

  // With network the server keeps the draft (draft.js); without, this device does, and never sends it by itself.
  onInput() {
    clearTimeout(this.pause);
    this.pause = setTimeout(() => !navigator.onLine && !this.kept && !this.isLeaving && this.keep("begun"), PAUSE_MS);
  }

  keep(state, submitter) {
    const fields = [...new FormData(this.form, submitter)].filter(
      ([name, value]) => typeof value === "string" && !["csrfmiddlewaretoken", "submission"].includes(name),
    );
    const about = { kind: "check-in", state, action: this.form.action, title: this.title };
    return put(this.id, { ...about, lines: readable(this.form), fields });
  }

  onSubmit(event, isOurs) {
    // A button with an address of its own does something else, such as throwing the draft away.
    if (event.target !== this.form || !isOurs || this.isLeaving || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.save(event.submitter);
  }

  async save(submitter) {
    this.isLeaving = true;
    const photos = this.form.querySelectorAll('[data-photo-item][data-state]:not([data-state="kept"])').length;
    clearTimeout(this.pause);
    try {
      await this.keep("waiting", submitter);
    } catch {
      return this.leave(submitter); // the browser refuses to keep anything: save as everywhere else
    }
    this.release?.();
    const state = navigator.onLine ? await ask(this.device.dataset.stateUrl, 4000) : null;
    if (state && state.owner === this.device.dataset.owner) return this.leave(submitter);
    this.isLeaving = false;
    this.show(state ? "SignedOut" : "Kept", photos);
  }

  leave(submitter) {
    if (submitter?.name) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: submitter.name });
      field.value = submitter.value;
      this.form.append(field);
    }
    HTMLFormElement.prototype.submit.call(this.form);
  }

  show(name, photos) {
    this.kept = true;
    this.freeze(true);
    this.say(name, photos);
    this.panel.querySelector("button")?.addEventListener("click", () => this.change());
    this.panel.focus();
  }

  // While she changes it, no tab sends the older text; closing this tab lets go.
  change() {
    navigator.locks?.request(formLock(this.id), () => new Promise((resolve) => (this.release = resolve)));
    this.kept = false;
    this.freeze(false);
    this.panel.remove();
  }

  freeze(isFrozen) {
    this.form.toggleAttribute("data-frozen", isFrozen);
    for (const part of this.form.children) if (part !== this.panel) part.inert = isFrozen;
  }

  say(name, photos = 0) {
    this.panel?.remove();
    const template = document.querySelector(`template[data-offline-says="${name}"]`);
    this.panel = template.content.firstElementChild.cloneNode(true);
    const left = this.panel.querySelector("[data-photos-left]");
    if (left) left.hidden = photos === 0;
    const bar = this.form.querySelector(".save-bar");
    if (bar) bar.before(this.panel);
    else this.form.append(this.panel);
  }

  // After a look for the network: gone from the device means that it is in the record.
  async look(sent) {
    if (sent.includes(this.id)) location.assign(new URL("../", this.form.action));
    if (!this.kept) return;
    const now = await entry(this.id);
    if (!now) location.assign(new URL("../", this.form.action));
    else if (now.content.state === "refused") location.assign(this.device.dataset.listUrl);
  }
}

function setField(form, name, value) {
  const field = form.elements.namedItem(name);
  if (!field) return;
  field.value = value; // a RadioNodeList ticks the button with this value
  for (const part of field instanceof RadioNodeList ? field : [field]) {
    part.closest("details")?.setAttribute("open", "");
    if (part.type !== "radio" || part.checked) part.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
