// Sends what was written without network, each entry once.
// The entry's id is the form's `submission`, which becomes the check-in's own id on the server: sent again after a lost
// answer, or by two tabs at once, it makes nothing new. Whether it arrived is asked of the server, never guessed from an answer.
import { entries, put, remove } from "./offline-store.js";

const LOCK = "offline-entries";
const PATIENCE_MS = 30_000;

// JSON of an address of ours, or null when it cannot be reached or has no answer of that kind.
export async function ask(address, patience = 8000) {
  try {
    const response = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(patience) });
    return response.ok && !response.redirected ? await response.json() : null;
  } catch {
    return null;
  }
}

// Only one tab at a time; without Web Locks the server alone sees to "once".
export function alone(work) {
  return navigator.locks ? navigator.locks.request(LOCK, work) : work();
}

// A form that is being changed holds a lock under its entry's name: nobody sends the older text meanwhile.
export const formLock = (id) => `offline-form-${id}`;

async function heldForms() {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return new Set(held.map((one) => one.name));
}

// Sends all that wait; says what became of them as {sent: ids, refused: ids}, or null while that cannot be known.
export function flush(device) {
  return alone(async () => {
    const result = { sent: [], refused: [] };
    const held = await heldForms();
    for (const one of await entries()) {
      if (one.content.kind !== "check-in" || one.content.state === "refused" || held.has(formLock(one.id))) continue;
      const state = await ask(device.dataset.stateUrl);
      if (!state) return null;
      // Signed out, or somebody else: it waits for the person whose it is.
      if (state.owner !== device.dataset.owner) return null;
      const outcome = one.content.state === "begun" ? await forget(one, device) : await send(one, state, device);
      if (outcome === "waiting") return result;
      if (outcome !== "begun") result[outcome].push(one.id);
    }
    return result;
  });
}

const arrived = (one, device) => ask(`${device.dataset.listUrl}${one.id}/`);

// What was begun here and not saved is never sent; what was finished elsewhere meanwhile goes.
async function forget(one, device) {
  if ((await arrived(one, device))?.kept) await remove(one.id);
  return "begun";
}

// "sent", "refused" (with the reason written into the entry) or "waiting".
export async function send(one, state, device) {
  let kept = await arrived(one, device); // an earlier try may have lost only its answer
  const answer = kept && !kept.kept ? await post(one, state.token) : null;
  if (answer) kept = await arrived(one, device);
  if (kept?.kept) {
    await remove(one.id);
    return "sent";
  }
  if (!answer || !kept || isPassing(answer)) return "waiting";
  await put(one.id, { ...one.content, state: "refused", status: answer.status, why: await reasons(answer) }, one.at);
  return "refused";
}

async function post(one, token) {
  const body = new FormData();
  for (const [name, value] of one.content.fields) body.append(name, value);
  body.set("submission", one.id);
  body.set("csrfmiddlewaretoken", token);
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    return await fetch(one.content.action, { method: "POST", body, redirect: "manual", signal });
  } catch {
    return null;
  }
}

// Another try may go well: too many at once, an old token, a server that is being repaired.
function isPassing(answer) {
  return answer.type === "opaqueredirect" || [403, 408, 425, 429].includes(answer.status) || answer.status >= 500;
}

// The sentences that the form's page says beside what it did not take.
async function reasons(answer) {
  if (![200, 400, 422].includes(answer.status)) return [];
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = page.querySelectorAll("form .form-errors li");
  const found = list.length ? list : page.querySelectorAll("form .ask[role=alert] p b, form .field-error");
  return [...new Set([...found].map((part) => part.textContent.trim()))];
}
