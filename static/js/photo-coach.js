// Asks the photo coach about each photo as soon as it is kept and shows one calm hint beside it. Never holds up saving.
// Without this module each photo is checked when the form is saved, and its own page says what was found.

class Coach {
  constructor(root) {
    this.root = root;
    this.form = root.closest("form");
    this.row = root.querySelector("[data-coach-row]");
    this.status = root.querySelector("[data-photo-status]");
    root.addEventListener("photo-kept", (event) => this.ask(event.target.closest("[data-photo-item]"), event.detail.id));
    root.addEventListener("click", (event) => this.onClick(event));
    for (const field of root.querySelectorAll("[data-photo-item] input[name=kept_photos]")) {
      this.ask(field.closest("[data-photo-item]"), field.value);
    }
  }

  send(id, keep) {
    const body = new URLSearchParams({ csrfmiddlewaretoken: this.form.elements.csrfmiddlewaretoken.value });
    if (keep) body.set("keep", "1");
    const url = this.row.dataset.coachUrl.replace("00000000-0000-0000-0000-000000000000", id);
    return fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" });
  }

  async ask(item, id) {
    item.dataset.coachId = id;
    try {
      const response = await this.send(id);
      if (response.ok && item.isConnected) this.show(item, await response.json());
    } catch {
      // no hint is no harm: the photo is kept, and saving has it checked
    }
  }

  show(item, answer) {
    item.querySelector("[data-coach]")?.remove();
    if (answer.criteria.some((line) => line.key === "marker" && line.verdict === "good")) this.sayCard(item);
    if (!answer.hint || answer.kept_anyway) return;
    const box = this.row.content.firstElementChild.cloneNode(true);
    box.querySelector("[data-coach-hint]").textContent = answer.hint;
    item.append(box);
    const name = item.querySelector(".photo-name").textContent;
    this.status.textContent = `${name}: ${answer.hint}`;
    for (const button of box.querySelectorAll("button")) button.setAttribute("aria-label", `${button.textContent}: ${name}`);
  }

  // A card of ours is on it: measuring is the next thing to do.
  sayCard(item) {
    const offer = item.querySelector("[data-photo-measure]");
    if (!offer || offer.parentElement.querySelector("p")) return;
    const line = document.createElement("p");
    line.textContent = this.row.dataset.textCard;
    offer.before(line);
    offer.classList.add("btn-primary");
    this.status.textContent = line.textContent;
  }

  onClick(event) {
    const item = event.target.closest("[data-photo-item]");
    if (event.target.closest("[data-coach-again]")) this.again(item);
    else if (event.target.closest("[data-coach-keep]")) this.keep(item);
  }

  again(item) {
    item.querySelector("[data-photo-remove]").click();
    this.root.querySelector("input[type=file]").click();
  }

  async keep(item) {
    const box = item.querySelector("[data-coach]");
    let text = this.row.dataset.textKept;
    try {
      const response = await this.send(item.dataset.coachId, true);
      if (!response.ok) text = this.row.dataset.textFail;
    } catch {
      text = this.row.dataset.textFail;
    }
    box.querySelector(".coach-buttons").remove();
    box.querySelector("[data-coach-hint]").textContent = text;
    this.status.textContent = text;
    item.querySelector("[data-photo-remove]").focus();
  }
}

for (const root of document.querySelectorAll("[data-photo-field]")) new Coach(root);
