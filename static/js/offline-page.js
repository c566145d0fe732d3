// The page without network: looks for the network by itself and, where it was switched on, keeps a check-in as text.
import { device, listed, put } from "./offline-store.js";
import { localNow, readable } from "./offline-words.js";

const AGAIN_MS = 4000;
const page = document.querySelector("[data-offline-page]");
const state = document.querySelector("[data-net-state]");
const wasSending = "unsaved" in page.dataset;

async function reachable() {
  try {
    await fetch("/device/", { cache: "no-store", signal: AbortSignal.timeout(8000) });
    return true;
  } catch {
    return false;
  }
}

async function retry({ isAsked }) {
  if (isAsked) state.textContent = state.dataset.textTrying;
  if (!(await reachable())) {
    if (isAsked) state.textContent = state.dataset.textStill;
  } else if (isAsked || (!wasSending && !isWriting())) location.reload();
  else state.textContent = state.dataset.textBack; // nothing that is being written or sent is torn away
}

function isWriting() {
  return form && [...new FormData(form)].some(([name, value]) => name !== "observed_at" && value !== "");
}

document.querySelector("[data-retry]").addEventListener("click", () => retry({ isAsked: true }));
addEventListener("online", () => retry({ isAsked: false }));
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && retry({ isAsked: false }));
// The event comes before the line works, and some phones do not send it.
setInterval(() => navigator.onLine && document.visibilityState === "visible" && retry({ isAsked: false }), AGAIN_MS);

const form = document.querySelector("[data-offline-form]");
const problem = form.querySelector("[data-off-error]");

function say(text) {
  problem.textContent = text;
  problem.hidden = !text;
}

async function count() {
  const number = (await listed()).length;
  document.querySelector("[data-kept]").hidden = number === 0;
  const text = number === 1 ? form.dataset.textOne : form.dataset.textMany.replace("%s", number);
  document.querySelector("[data-kept-count]").textContent = text;
  const note = document.querySelector("[data-kept-note]");
  if (note) note.hidden = number === 0;
}

async function keep(event) {
  event.preventDefault();
  if (!isWriting()) return say(form.dataset.textEmpty);
  const fields = [...new FormData(form)].filter(([name, value]) => name !== "which" && value !== "");
  const content = { kind: "loose", state: "waiting", lines: readable(form), fields };
  try {
    await put(crypto.randomUUID(), content);
  } catch (error) {
    return say(`${form.dataset.textFailed} ${error.message}`);
  }
  say("");
  form.reset();
  form.elements.observed_at.value = localNow();
  await count();
  document.querySelector("[data-kept]").scrollIntoView({ block: "center" });
}

if (await device()) {
  for (const part of document.querySelectorAll("[data-on-only]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-off-only]")) part.hidden = true;
  form.elements.observed_at.value = localNow();
  form.addEventListener("submit", keep);
  await count();
}
