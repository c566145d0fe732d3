// For somebody who is signed in: sends what was written without network, asks about what needs an answer, and takes
// everything away at signing out. Does nothing on a device where nobody switched it on.
import { device as kept, listed, entries, turnOff } from "./offline-store.js";

const AGAIN_MS = 5000;

export async function start(device) {
  const section = document.querySelector("[data-this-device]");
  if (section) (await import("./offline-settings.js")).start(section, device);
  watchSigningOut();
  const own = await kept();
  if (!own) return;
  await warnBeforeSigningOut(device);
  if (own.owner !== device.dataset.owner) {
    if ((await listed()).length) notice(device, "Locked");
    return;
  }
  const form = document.querySelector("form[data-check-in]");
  const paper = form?.elements.submission ? await (await import("./offline-check-in.js")).watch(form, device) : null;
  const { flush } = await import("./offline-send.js");
  const look = async () => {
    const result = await flush(device);
    await paper?.look(result?.sent ?? []);
    await tell(device, result, paper?.id);
  };
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  // The event comes before the line works, and some phones do not send it.
  setInterval(async () => document.visibilityState === "visible" && (await waits()) && look(), AGAIN_MS);
  await look();
}

async function waits() {
  return navigator.onLine && (await entries()).some(({ content }) => content.kind === "check-in" && content.state === "waiting");
}

// The pages that list the entries and that sign out say it better themselves.
async function tell(device, result, openId) {
  dispatchEvent(new CustomEvent("offline-looked"));
  if (document.querySelector("[data-written-offline]") || signOutForms().length) return;
  if (result?.sent.length) notice(device, "Sent");
  const left = (await entries()).filter((one) => one.id !== openId).map((one) => one.content);
  if (left.some((content) => content.state === "refused")) notice(device, "Refused", device.dataset.listUrl);
  if (left.some((content) => content.kind === "loose" || content.state === "begun")) notice(device, "Choose", device.dataset.listUrl);
}

function notice(device, name, address = name === "Locked" ? device.dataset.listUrl : "") {
  if (document.querySelector(`[data-offline-notice="${name}"]`)) return;
  const box = document.createElement("div");
  box.className = "messages";
  box.setAttribute("role", "status");
  box.dataset.offlineNotice = name;
  const line = document.createElement("div");
  line.className = name === "Refused" ? "saved saved--warning" : "saved";
  const words = document.createElement("span");
  words.textContent = device.dataset[`text${name}`];
  line.append(words);
  if (address) {
    const link = document.createElement("a");
    link.className = "btn btn-plain";
    link.href = address;
    link.textContent = device.dataset.textLook;
    line.append(link);
  }
  box.append(line);
  document.querySelector("main .wrap").prepend(box);
}

const signOutForms = () => document.querySelectorAll('form[action$="/logout/"]');

// The server's answer clears the browser's storage too (Clear-Site-Data); not every browser heeds that.
function watchSigningOut() {
  for (const form of signOutForms()) {
    let isClean = false;
    form.addEventListener("submit", async (event) => {
      if (isClean) return;
      event.preventDefault();
      isClean = true;
      await turnOff();
      form.requestSubmit(event.submitter);
    });
  }
}

async function warnBeforeSigningOut(device) {
  if (!signOutForms().length || !(await listed()).length) return;
  notice({ dataset: { ...device.dataset, textRefused: device.dataset.textLeaving } }, "Refused", device.dataset.listUrl);
}
