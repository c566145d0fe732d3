// Sends each chosen photo at once, with progress, and leaves its id in the form; a refused one costs nothing else.
// Without this module the files simply go with the form.

const AT_ONCE = 2;

class PhotoField {
  constructor(root) {
    this.root = root;
    this.form = root.closest("form");
    this.input = root.querySelector("input[type=file]");
    this.list = root.querySelector("[data-photo-list]");
    this.row = root.querySelector("[data-photo-row]");
    this.status = root.querySelector("[data-photo-status]");
    this.wait = root.querySelector("[data-photo-wait]");
    this.waiting = [];
    this.running = 0;
    this.count = 0;
    this.isImport = root.hasAttribute("data-importing");
    this.submitter = undefined; // the button that was pressed while photos were still on their way

    this.input.addEventListener("change", () => this.take());
    this.list.addEventListener("click", (event) => this.onClick(event));
    this.form.addEventListener("submit", (event) => this.onSubmit(event), { capture: true });
    for (const name of ["dragenter", "dragleave", "drop"]) {
      this.input.addEventListener(name, () => this.input.parentElement.toggleAttribute("data-over", name === "dragenter"));
    }
    window.addEventListener("online", () => this.sendLost());
    for (const item of this.list.children) this.adopt(item);
    this.offerCamera(root.querySelector("[data-camera-offer]"));
  }

  // The camera in the page is the second choice: its parts are loaded when somebody wants it.
  offerCamera(offer) {
    if (!offer || !navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return;
    offer.hidden = false;
    const back = offer.querySelector("[data-camera-open]");
    const problem = offer.querySelector("[data-camera-problem]");
    const onPhoto = (file, said) => {
      this.add(file, said);
      this.next();
    };
    const onProblem = (kind) => {
      problem.textContent = offer.dataset[`text${kind[0].toUpperCase()}${kind.slice(1)}`];
      problem.hidden = false;
      return this.input; // the other way: it gets the focus
    };
    back.addEventListener("click", async () => {
      problem.hidden = true;
      try {
        const { openCamera } = await import(offer.dataset.camera);
        await openCamera(offer, { onPhoto, onProblem, back });
      } catch {
        onProblem("other").focus();
      }
    });
  }

  text(name) {
    return this.root.dataset[`text${name}`];
  }

  // A photo kept by an earlier try of this form: with script a hidden field and a button replace its tick box.
  adopt(item) {
    const box = item.querySelector("input[type=checkbox]");
    item.append(this.hiddenField(box.value));
    item.querySelector("[data-photo-keep]").remove();
    item.querySelector("[data-photo-remove]").hidden = false;
  }

  hiddenField(id) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "kept_photos";
    field.value = id;
    return field;
  }

  take() {
    for (const file of this.input.files) this.add(file);
    this.input.value = ""; // or the form would send them a second time
    this.next();
  }

  // ``said`` goes along with the file: what the page's own camera knows of it (view, taken_at).
  add(file, said = {}) {
    const item = this.row.content.firstElementChild.cloneNode(true);
    item.photo = { file, said, tries: 0 };
    this.count += 1;
    for (const choice of viewsOf(item)) {
      choice.name = `view-new-${this.count}`; // a group of its own until the photo has its id
      choice.checked = choice.value === (said.view || "close_up");
    }
    item.querySelector("[data-photo-name]").textContent = file.name || this.text("Photo");
    item.querySelector("[data-photo-which]").textContent = ` ${file.name}`;
    item.querySelector("[data-photo-progress]").setAttribute("aria-label", file.name);
    this.list.append(item);
    this.enqueue(item);
    preview(file, item.querySelector("canvas"));
  }

  enqueue(item) {
    this.show(item, "waiting", this.text("Waiting"));
    this.waiting.push(item);
  }

  next() {
    while (this.running < AT_ONCE && this.waiting.length) this.send(this.waiting.shift());
    if (this.submitter !== undefined && !this.busy) this.submitNow();
  }

  get busy() {
    return this.running > 0 || this.waiting.length > 0;
  }

  send(item) {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("photo", item.photo.file);
    for (const [name, value] of Object.entries(item.photo.said)) body.append(name, value);
    request.open("POST", this.root.dataset.uploadUrl);
    request.setRequestHeader("X-CSRFToken", this.form.elements.csrfmiddlewaretoken.value);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => this.onProgress(item, event));
    request.addEventListener("load", () => this.onAnswer(item, request));
    request.addEventListener("error", () => this.fail(item, "Network"));
    request.addEventListener("loadend", () => {
      this.running -= 1;
      this.next();
    });
    item.photo.request = request;
    this.running += 1;
    this.show(item, "sending", this.text("Sending").replace("%s", "0"));
    request.send(body);
  }

  onProgress(item, event) {
    if (!event.lengthComputable) return;
    const percent = Math.round((100 * event.loaded) / event.total);
    item.querySelector("[data-photo-progress]").value = percent;
    const text = percent < 100 ? this.text("Sending").replace("%s", percent) : this.text("Checking");
    item.querySelector("[data-photo-state]").textContent = text;
  }

  onAnswer(item, request) {
    const answer = readJson(request.responseText);
    if (request.status === 201 && answer && answer.id) this.keep(item, answer);
    else if (answer && answer.error && request.status < 500) {
      // 429 asks for patience, not for another photo: the same one can be sent again
      this.finish(item, request.status === 429 ? "failed" : "refused", answer.error);
    } else if (answer && answer.error) this.finish(item, "failed", answer.error);
    else this.fail(item, request.status === 401 || request.status === 403 || request.status === 200 ? "SignedOut" : "Server");
  }

  keep(item, answer) {
    const before = [...this.list.querySelectorAll("input[name=kept_photos]")].find((field) => field.value === answer.id);
    if (before) before.closest("[data-photo-item]").remove();
    item.append(this.hiddenField(answer.id));
    showThumb(item, answer.thumb);
    for (const choice of viewsOf(item)) choice.name = `view-${answer.id}`;
    item.querySelector("[data-photo-view]").hidden = answer.duplicate; // it keeps what the record says of it
    offerMeasuring(item, answer.id);
    const text = answer.duplicate || before ? this.text("Duplicate") : this.text("Kept");
    this.finish(item, "kept", answer.taken_on ? `${text} · ${dayText(answer.taken_on)}` : text);
    if (this.isImport) this.afterImport(item, answer);
    else if (answer.looks_like) this.askAboutAlike(item, answer.looks_like);
    item.dispatchEvent(new CustomEvent("photo-kept", { bubbles: true, detail: { id: answer.id } }));
  }

  // Photos from the gallery: what they show is asked once, when all are here; a known one leads to itself.
  afterImport(item, answer) {
    item.querySelector("[data-photo-view]").hidden = true;
    item.querySelector("[data-photo-remove]").hidden = true; // left out where they are sorted
    if (!answer.duplicate) return;
    const link = document.createElement("a");
    link.href = answer.page;
    link.className = "photo-known";
    link.textContent = this.text("Known");
    item.querySelector("[data-photo-state]").replaceChildren(link);
    this.status.textContent = this.text("Known");
  }

  // Kept in any case: the question only offers to leave one out.
  askAboutAlike(item, known) {
    const box = item.querySelector("[data-photo-alike]");
    const text = this.text("Alike").replace("%s", dayText(known.day));
    box.querySelector("p").textContent = text;
    if (known.thumb) {
      const thumb = document.createElement("img");
      thumb.className = "photo-thumb";
      thumb.alt = "";
      thumb.src = known.thumb;
      box.prepend(thumb);
    }
    box.hidden = false;
    this.status.textContent = text;
  }

  fail(item, textName) {
    // one silent second try: a phone that changes from wireless to mobile loses exactly one request
    item.photo.tries += 1;
    item.photo.isLost = textName === "Network";
    if (textName === "Network" && item.photo.tries < 2) this.enqueue(item);
    else this.finish(item, "failed", this.text(textName));
  }

  finish(item, state, text) {
    this.show(item, state, text);
    this.status.textContent = `${item.querySelector("[data-photo-name]").textContent}: ${text}`;
  }

  show(item, state, text) {
    item.dataset.state = state;
    item.querySelector("[data-photo-state]").textContent = text;
    item.querySelector("[data-photo-progress]").hidden = state !== "waiting" && state !== "sending";
    item.querySelector("[data-photo-retry]").hidden = state !== "failed";
    if (this.submitter === undefined && !this.list.querySelector('[data-state="failed"]')) this.wait.hidden = true;
  }

  onClick(event) {
    const item = event.target.closest("[data-photo-item]");
    if (event.target.closest("[data-photo-remove]")) this.remove(item);
    if (event.target.closest("[data-photo-both]")) {
      item.querySelector("[data-photo-alike]").hidden = true;
      this.status.textContent = this.text("Both");
      item.querySelector("[data-photo-remove]").focus();
    }
    if (event.target.closest("[data-photo-retry]")) {
      item.photo.tries = 0;
      this.enqueue(item);
      this.next();
    }
  }

  // The line is back: what only the line kept from arriving is sent again by itself.
  sendLost() {
    for (const item of this.list.querySelectorAll('[data-state="failed"]')) {
      if (!item.photo.isLost) continue;
      item.photo.tries = 0;
      this.enqueue(item);
    }
    this.next();
  }

  remove(item) {
    this.waiting = this.waiting.filter((other) => other !== item);
    if (item.dataset.state === "sending") item.photo.request.abort();
    item.remove();
    if (this.submitter === undefined) this.wait.hidden = true;
    this.status.textContent = this.text("Removed");
    this.input.focus();
    this.next();
  }

  onSubmit(event) {
    const unsent = this.list.querySelector('[data-state="failed"]');
    if (unsent) this.hold(event, this.text("Unsent"), unsent.querySelector("[data-photo-retry]"));
    else if (this.busy) {
      this.hold(event, this.text("Finishing"));
      this.submitter = event.submitter;
    }
  }

  hold(event, text, focusOn) {
    event.preventDefault();
    event.stopImmediatePropagation();
    this.wait.textContent = text;
    this.wait.hidden = false;
    this.status.textContent = text;
    if (focusOn) focusOn.focus();
  }

  submitNow() {
    const submitter = this.submitter;
    this.submitter = undefined;
    this.wait.hidden = true;
    this.form.requestSubmit(submitter);
  }
}

// The button sends the form with this photo's id; what was typed waits in the draft meanwhile.
function offerMeasuring(item, id) {
  const button = item.querySelector("[data-photo-measure]");
  if (!button) return;
  button.value = `measure-${id}`;
  button.parentElement.hidden = false;
}

function viewsOf(item) {
  return item.querySelectorAll("[data-photo-view] input");
}

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function dayText(day) {
  const options = { day: "numeric", month: "long", year: "numeric" };
  return new Date(`${day}T12:00`).toLocaleDateString(document.documentElement.lang || undefined, options);
}

// Drawn on a canvas, not shown by URL: the policy allows no blob: pictures. Formats the browser cannot read stay blank.
async function preview(file, canvas) {
  try {
    const picture = await createImageBitmap(file);
    const side = Math.min(picture.width, picture.height);
    const { width, height } = canvas;
    canvas
      .getContext("2d")
      .drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, width, height);
    picture.close();
  } catch {
    // the cleaned thumbnail follows with the answer
  }
}

function showThumb(item, url) {
  const thumb = document.createElement("img");
  thumb.className = "photo-thumb";
  thumb.alt = "";
  thumb.addEventListener("load", () => item.querySelector("canvas").replaceWith(thumb), { once: true });
  thumb.src = url;
}

for (const root of document.querySelectorAll("[data-photo-field]")) new PhotoField(root);
