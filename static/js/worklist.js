// Keys and the search by name of the worklist and the review page. Everything here has a link or a button of its
// own: without this file the pages work as they are. Names are filtered here or posted, never put in an address.

const list = document.querySelector("[data-list]");
const help = document.querySelector("[data-keys]");
const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => !row.hidden);
const linkOf = (row) => row.querySelector("[data-row-link]");
const COME_BACK = "worklist-row";

function current() {
  const focused = document.activeElement?.closest?.("[data-row]");
  return rows().indexOf(focused);
}

function move(step) {
  const all = rows();
  const place = current();
  const next = place < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(place + step, 0), all.length - 1);
  const row = all[next];
  if (!row) return;
  linkOf(row).focus();
  row.scrollIntoView({ block: "nearest" });
}

function reviewed() {
  const whole = document.querySelector("[data-reviewed]");
  if (whole) return whole.click();
  const row = rows()[current()];
  row?.querySelector("[data-row-reviewed]")?.click();
}

// After "reviewed" the page comes back; the next person is focused then, so that the round goes on.
document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-row-reviewed]")?.closest("[data-row]");
  if (!row) return;
  const all = rows();
  const next = all[all.indexOf(row) + 1] ?? all[all.indexOf(row) - 1];
  if (next) sessionStorage.setItem(COME_BACK, next.dataset.row);
});
const back = list && sessionStorage.getItem(COME_BACK);
if (back) {
  sessionStorage.removeItem(COME_BACK);
  const row = rows().find((one) => one.dataset.row === back);
  if (row) linkOf(row).focus();
}

const follow = (selector) => document.querySelector(selector)?.click();
const acts = {
  j: () => move(1),
  k: () => move(-1),
  r: reviewed,
  u: () => follow(".messages form button"),
  n: () => follow("[data-next]"),
  p: () => follow("[data-previous]"),
  w: () => follow("[data-worklist]"),
  "/": () => document.querySelector("[data-find] input[type=search]")?.focus(),
  "?": () => help?.showModal(),
};

const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (help?.open || isTyping(event.target)) return;
  const act = acts[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

for (const button of document.querySelectorAll("[data-keys-open]")) {
  button.hidden = false;
  button.addEventListener("click", () => help.showModal());
}

// ---- find a person: in the page where everybody stands on it, else asked of the server by POST
const find = document.querySelector("[data-find]");
const said = document.querySelector("[data-said]");
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function narrow(words) {
  let shown = 0;
  for (const row of document.querySelectorAll("[data-row]")) {
    row.hidden = !plain(row.dataset.name).includes(words);
    shown += !row.hidden;
  }
  for (const group of document.querySelectorAll("[data-group]")) {
    group.hidden = !group.querySelector("[data-row]:not([hidden])");
  }
  said.textContent = words ? find.dataset[shown === 1 ? "one" : "many"].replace("#", shown) : "";
}

let asked = 0;
async function ask(form) {
  const turn = ++asked;
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  if (!answer.ok || turn !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  list.replaceChildren(...page.querySelector("[data-list]").childNodes);
}

if (find) {
  const field = find.querySelector("input[type=search]");
  const isWhole = find.dataset.pages === "1" && field.value === "";
  let pause;
  field.addEventListener("input", () => {
    if (isWhole) return narrow(plain(field.value.trim()));
    clearTimeout(pause);
    pause = setTimeout(() => ask(find).catch(() => {}), 250);
  });
  if (isWhole) find.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && isWhole && field.value.trim()) move(1);
    if (event.key === "Escape" && field.value === "") field.blur();
  });
}
