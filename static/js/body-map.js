// The body map: tabs instead of one long page, and the exact point that was tapped.
// The point travels in the address's fragment (never sent to the server) and map-point.js puts it into the form.

const round = (value) => Math.min(1, Math.max(0, value)).toFixed(4);

function makeTabs(map) {
  const panels = [...map.querySelectorAll("[data-tab]")];
  if (panels.length < 2 || !map.querySelector("[data-leads]")) return;
  const list = document.createElement("div");
  list.className = "bm-tablist";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", map.dataset.label);
  const tabs = panels.map((panel) => {
    const tab = document.createElement("button");
    const title = panel.querySelector(".bm-tab-title");
    tab.type = "button";
    tab.id = `${panel.id}-button`;
    tab.textContent = title.textContent;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    list.append(tab);
    return tab;
  });
  const show = (index) => {
    panels.forEach((panel, i) => {
      panel.hidden = i !== index;
      tabs[i].setAttribute("aria-selected", String(i === index));
      tabs[i].tabIndex = i === index ? 0 : -1;
    });
  };
  list.addEventListener("click", (event) => {
    const index = tabs.indexOf(event.target.closest("button"));
    if (index >= 0) show(index);
  });
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const index = (to + tabs.length) % tabs.length;
    show(index);
    tabs[index].focus();
  });
  const follow = () => {
    const target = location.hash.startsWith("#map-") && document.getElementById(location.hash.slice(1));
    const index = target ? panels.findIndex((panel) => panel.contains(target)) : -1;
    if (index < 0) return;
    show(index);
    target.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    (target.parentElement.firstElementChild === target ? map : target).scrollIntoView({ behavior: calm ? "auto" : "smooth" });
  };
  map.classList.add("bm--tabs");
  map.prepend(list);
  show(0);
  follow();
  window.addEventListener("hashchange", follow);
}

function keepPoint(event) {
  const link = event.target.closest(".bm-sites a:not([data-leads])");
  if (!link) return;
  const base = link.getAttribute("href").split("#")[0];
  link.setAttribute("href", base);
  if (!event.detail) return; // chosen with the keyboard: there is no point
  const picture = link.closest("svg");
  const box = picture.getBoundingClientRect();
  const x = round((event.clientX - box.left) / box.width);
  const y = round((event.clientY - box.top) / box.height);
  link.setAttribute("href", `${base}#at=${picture.dataset.view},${x},${y}`);
}

function openList() {
  const target = /^#(sites|pins)-/.test(location.hash) && document.getElementById(location.hash.slice(1));
  const details = target && target.closest("details");
  if (!details) return;
  details.open = true;
  details.querySelector("summary").focus();
}

for (const map of document.querySelectorAll("[data-body-map]")) {
  makeTabs(map);
  map.addEventListener("click", keepPoint);
  map.addEventListener("auxclick", keepPoint);
}
window.addEventListener("hashchange", openList);
openList();
