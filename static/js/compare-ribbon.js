// The ribbon of all photos: one that is chosen goes to the chosen side. Small pictures come only when asked for, and then
// as they come into view.

const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

export class Ribbon {
  constructor(root, open) {
    [this.root, this.list, this.open] = [root, root.querySelector("[data-ribbon]"), open];
    this.links = [...this.list.querySelectorAll("a")];
    this.list.addEventListener("click", (event) => this.clicked(event));
    this.focusable(this.current(this.chosenSide) ?? this.links[0]);
    this.reveal();
  }

  get chosenSide() {
    return Number(this.root.querySelector("[name=side]:checked").value);
  }

  get shown() {
    return [...this.root.querySelectorAll("[data-shot]")].map((shot) => shot.dataset.shot);
  }

  current(side) {
    return this.links.find((link) => link.dataset.photo === this.shown[side]);
  }

  side(number) {
    const box = this.root.querySelector(`[name=side][value="${number}"]`);
    if (box) box.checked = true;
  }

  clicked(event) {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.focusable(link);
    this.choose(link);
  }

  // As compare_page.put: a photo that stands elsewhere changes places with the one it drives away.
  choose(link) {
    const photos = this.shown;
    const { photo } = link.dataset;
    const [side, before] = [this.chosenSide, photos.indexOf(photo)];
    if (before === side) return;
    if (before >= 0) photos[before] = photos[side];
    photos[side] = photo;
    this.open(`?${new URLSearchParams(photos.map((id) => ["photos", id]))}`);
  }

  // The next one on the chosen side that stands on no other.
  neighbour(step) {
    let at = this.links.indexOf(this.current(this.chosenSide)) + step;
    while (this.links[at] && this.shown.includes(this.links[at].dataset.photo)) at += step;
    if (this.links[at]) this.choose(this.links[at]);
  }

  step(target, key) {
    const next = this.links[this.links.indexOf(target.closest("a")) + (STEPS[key] ?? 0)];
    if (!STEPS[key] || !next) return Boolean(STEPS[key]);
    this.focusable(next);
    next.focus();
    return true;
  }

  // One stop for Tab, however many photos there are.
  focusable(link) {
    for (const one of this.links) one.tabIndex = one === link ? 0 : -1;
  }

  reveal() {
    const link = this.current(this.chosenSide);
    if (link) this.list.scrollLeft = link.parentElement.offsetLeft - this.list.offsetLeft - this.list.clientWidth / 2 + link.offsetWidth / 2;
  }

  // Other photos are shown: take over where they stand, and the addresses that follow from it.
  renew(page) {
    const fresh = new Map([...page.querySelectorAll("[data-ribbon] a")].map((link) => [link.dataset.photo, link]));
    for (const link of this.links) {
      const now = fresh.get(link.dataset.photo);
      if (!now) continue;
      link.setAttribute("href", now.getAttribute("href"));
      link.toggleAttribute("aria-current", false);
      if (now.hasAttribute("aria-current")) link.setAttribute("aria-current", "true");
      link.querySelector("[data-side]").textContent = now.querySelector("[data-side]").textContent;
    }
    const [old, pick] = [this.root.querySelector("[data-pick]"), page.querySelector("[data-pick]")];
    if (old && pick) old.replaceWith(pick);
    const [head, link] = [this.root.querySelector(".sheet-head"), page.querySelector(".cmp-all .sheet-head")];
    if (head && link) head.replaceWith(link);
    if (!this.list.contains(document.activeElement)) this.focusable(this.current(this.chosenSide) ?? this.links[0]);
    this.reveal();
  }

  thumbs() {
    const pattern = this.list.dataset.small;
    const [first] = pattern.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/);
    for (const link of this.links) {
      const image = new Image();
      Object.assign(image, { loading: "lazy", alt: "", width: 116, height: 84 });
      image.src = pattern.replace(first, link.dataset.photo);
      link.append(image);
    }
    this.root.querySelector("[data-do=thumbs]").closest("p").remove();
  }
}
