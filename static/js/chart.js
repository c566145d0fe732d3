// Shows the words of a chart's point beside it on hover and focus. Without this script the link's name still says them.

const GAP = 10;

function tipFor(box) {
  let tip = box.querySelector(":scope > .chart-tip");
  if (!tip) {
    tip = document.createElement("div");
    tip.className = "chart-tip";
    tip.hidden = true;
    // The link's own name says the same, so a screen reader needn't hear it twice.
    tip.setAttribute("aria-hidden", "true");
    box.append(tip);
  }
  return tip;
}

function place(tip, point, box) {
  const mark = (point.querySelector(".c-dot, .c-hollow, .c-tile, .c-hit") ?? point).getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  const middle = mark.left + mark.width / 2 - frame.left;
  const left = Math.min(Math.max(middle - tip.offsetWidth / 2, 0), frame.width - tip.offsetWidth);
  const above = mark.top - frame.top - tip.offsetHeight - GAP * 2;
  const top = above >= 0 ? above : mark.bottom - frame.top + GAP * 2;
  tip.style.setProperty("transform", `translate(${Math.round(left)}px, ${Math.round(top)}px)`);
}

function show(event) {
  const point = event.target.closest?.(".c-point");
  const box = point?.closest("[data-chart]");
  if (!box) return;
  const tip = tipFor(box);
  tip.textContent = point.getAttribute("aria-label");
  tip.hidden = false;
  place(tip, point, box);
}

function hide(box) {
  const tip = box?.querySelector(":scope > .chart-tip");
  if (tip) tip.hidden = true;
}

for (const box of document.querySelectorAll("[data-chart]")) {
  // The browser's own tooltips would stand beside ours.
  box.querySelectorAll(".c-point > title").forEach((title) => title.remove());
  box.addEventListener("pointerover", show);
  box.addEventListener("focusin", show);
  box.addEventListener("focusout", () => hide(box));
  box.addEventListener("pointerout", (event) => {
    if (!event.relatedTarget?.closest?.(".c-point") && !box.querySelector(".c-point:focus-visible")) hide(box);
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelectorAll("[data-chart]").forEach(hide);
});
