// The body map: tabs instead of one long page, and the exact point that was tapped.
// Views and zooms open by their address's fragment (CSS :target), so links and the back button work without this.
// The point travels in the fragment too (never sent to the server) and map-point.js puts it into the form.

const round = (value) => Math.min(1, Math.max(0, value)).toFixed(4);

function makeTabs(map) {
  const panels = [...map.querySelectorAll("[data-tab]")];
  if (panels.length < 2) return;
  const list = document.createElement("div");
  list.className = "bm-tablist";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", map.dataset.label);
  const tabs = panels.map((panel) => {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `${panel.id}-button`;
    tab.textContent = panel.querySelector(".bm-tab-title").textContent;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    list.append(tab);
    return tab;
  });
  const show = (index, isWhole = true) => {
    panels.forEach((panel, i) => {
      panel.hidden = i !== index || !isWhole;
      tabs[i].setAttribute("aria-selected", String(i === index));
      tabs[i].tabIndex = i === index ? 0 : -1;
    });
  };
  list.addEventListener("click", (event) => {
    const index = tabs.indexOf(event.target.closest("button"));
    if (index >= 0) location.hash = panels[index].id;
  });
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const index = (to + tabs.length) % tabs.length;
    location.replace(`#${panels[index].id}`); // one step back leaves the map, not each tab
    tabs[index].focus();
  });
  const follow = (event) => {
    const target = location.hash.startsWith("#map-") && document.getElementById(location.hash.slice(1));
    if (!target || !map.contains(target)) {
      if (!location.hash) show(0);
      return;
    }
    const zoomed = target.dataset.zoom;
    const index = panels.findIndex((panel) => (zoomed ? panel.dataset.tab === zoomed : panel.contains(target)));
    show(index, !zoomed);
    if (panels.includes(target)) {
      if (event) tabs[index].focus({ preventScroll: true });
    } else if (!target.contains(document.activeElement)) {
      // The browser went there itself before this runs: whoever has pressed Tab since is not sent back.
      target.focus({ preventScroll: true });
    }
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const isFirst = zoomed || panels.includes(target) || target.parentElement.firstElementChild === target;
    (isFirst ? map : target).scrollIntoView({ behavior: calm ? "auto" : "smooth" });
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
  if (!event.detail) return; // chosen with the keyboard: no point is kept, the pin stands in the site's middle
  const picture = link.closest("svg");
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
  const { view, width, height } = picture.dataset;
  link.setAttribute("href", `${base}#at=${view},${round(at.x / width)},${round(at.y / height)}`);
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
