// The page that lists what was written without network: choose where it belongs, send, open, copy, remove.
import { device as kept, entries, listed, put, remove } from "./offline-store.js";
import { alone, ask, send } from "./offline-send.js";
import { dayWords } from "./offline-words.js";

const page = document.querySelector("[data-written-offline]");
const list = page.querySelector("[data-kept-entries]");
const device = document.querySelector("[data-device]");
const copyOf = (name) => page.querySelector(`template[data-${name}]`).content.firstElementChild.cloneNode(true);
const textOf = (lines) => lines.map(([question, answer]) => (question ? `${question}: ${answer}` : answer)).join("\n");

class Entry {
  constructor(one) {
    this.one = one;
    this.root = copyOf("entry");
    this.root.dataset.id = one.id;
    this.which = this.root.querySelector("select[data-which]");
    const label = this.root.querySelector("[data-which-label]");
    if (this.which) label.htmlFor = this.which.id = `which-${one.id}`;
    this.root.addEventListener("click", (event) => this.do(event.target.closest("[data-do]")?.dataset.do));
    this.draw();
  }

  part(name) {
    return this.root.querySelector(`[data-${name}]`);
  }

  draw() {
    const { content, at } = this.one;
    const isLoose = content.kind === "loose";
    const isRefused = content.state === "refused";
    const isBegun = content.state === "begun";
    this.part("day").textContent = dayWords(at);
    this.part("title").textContent = content.title ?? "";
    this.part("lines").textContent = textOf(content.lines);
    this.part("choose").hidden = !isLoose;
    this.part("waits").hidden = isLoose || isRefused || isBegun;
    this.part("begun").hidden = !isBegun;
    this.part("why").hidden = !isRefused;
    if (isRefused) this.part("why").textContent = this.reason();
    const shown = { send: isLoose && this.which, open: (isLoose && this.which) || isRefused || isBegun, again: isRefused };
    for (const [name, isShown] of Object.entries(shown)) this.root.querySelector(`[data-do=${name}]`).hidden = !isShown;
  }

  reason() {
    const { status, why } = this.one.content;
    if (why.length) return why.join(" ");
    return status === 404 ? page.dataset.textGone : page.dataset.textUnknown;
  }

  say(text) {
    this.part("problem").textContent = text;
    this.part("problem").hidden = !text;
  }

  get address() {
    return this.one.content.kind === "loose" ? this.which.value : this.one.content.action;
  }

  async do(what) {
    if (!what) return;
    this.say("");
    if (["send", "open"].includes(what) && !this.address) {
      this.say(page.dataset.textChoose);
      return this.which.focus();
    }
    if (what === "open") location.assign(`${this.address}#offline-${this.one.id}`);
    if (what === "send" || what === "again") await this.send();
    if (what === "copy") await this.copy();
    if (what === "remove") await this.remove();
  }

  async send() {
    const about = { kind: "check-in", state: "waiting", action: new URL(this.address, location.href).href };
    const title = this.one.content.title ?? this.which.selectedOptions[0].textContent;
    this.one.content = { ...this.one.content, ...about, title };
    await put(this.one.id, this.one.content, this.one.at);
    const state = await ask(device.dataset.stateUrl);
    const isHers = state && state.owner === device.dataset.owner;
    const outcome = isHers ? await alone(() => send(this.one, state, device)) : "waiting";
    if (outcome === "sent") return this.saved();
    await this.reload();
    if (outcome === "waiting") this.say(page.dataset.textWaiting);
  }

  saved() {
    const line = copyOf("entry-saved");
    line.querySelector("a").href = new URL("../", this.one.content.action);
    this.root.replaceWith(line);
  }

  async reload() {
    const now = (await entries()).find((one) => one.id === this.one.id);
    if (now) this.one = now;
    this.draw();
  }

  async copy() {
    const text = textOf(this.one.content.lines);
    const done = await navigator.clipboard.writeText(text).then(() => true, () => false);
    this.say(done ? page.dataset.textCopied : page.dataset.textNoCopy);
  }

  async remove() {
    await remove(this.one.id);
    const line = copyOf("entry-removed");
    line.querySelector("button").addEventListener("click", async () => {
      await put(this.one.id, this.one.content, this.one.at);
      line.replaceWith(this.root);
    });
    this.root.replaceWith(line);
    line.querySelector("button").focus();
  }
}

function locked(row) {
  const line = copyOf("entry-locked");
  line.querySelector("button").addEventListener("click", async () => {
    await remove(row.id);
    line.remove();
  });
  return line;
}

let drawn = [];

async function show() {
  const own = await kept();
  const isHers = own?.owner === device.dataset.owner;
  drawn = isHers ? (await entries()).map((one) => new Entry(one)) : [];
  const shown = isHers ? drawn.map((item) => item.root) : (await listed()).map(locked);
  page.querySelector("[data-none]").hidden = shown.length > 0;
  list.replaceChildren(...shown);
}

// Sent or refused by itself while the page was open: what is gone from the device is in the record.
async function look() {
  const now = new Map((await entries()).map((one) => [one.id, one]));
  for (const item of drawn) {
    if (!item.root.isConnected) continue; // already shown as saved or removed
    const one = now.get(item.one.id);
    if (!one) item.saved();
    else if (one.content.state !== item.one.content.state) {
      item.one = one;
      item.draw();
    }
  }
}

addEventListener("offline-looked", look);
await show();
