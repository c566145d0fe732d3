// Keeps what is typed on the server while it is typed, and once more when the page is left.
// Without this module the form is kept when it is sent.

const PAUSE_MS = 700;
const AGAIN_MS = 15_000;
const NOT_KEPT = new Set(["csrfmiddlewaretoken", "size_confirmed"]);

class Keeper {
  constructor(line) {
    this.line = line;
    this.says = line.querySelector("[data-draft-text]");
    this.form = line.closest("form");
    this.kept = this.typed();
    this.timer = undefined;
    this.sending = undefined;
    this.left = false; // the form itself is on its way: nothing is sent beside it

    for (const name of ["input", "change", "photo-kept"]) this.form.addEventListener(name, () => this.soon());
    this.form.addEventListener("submit", () => this.leave());
    this.form.addEventListener("click", () => setTimeout(() => this.soon())); // photos taken away
    document.addEventListener("visibilitychange", () => (document.hidden ? this.now(true) : this.soon()));
    window.addEventListener("pagehide", () => this.now(true));
    window.addEventListener("pageshow", () => (this.left = false));
    window.addEventListener("online", () => this.soon());
  }

  typed() {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && value && !NOT_KEPT.has(name)) fields.append(name, value);
    }
    return fields.toString();
  }

  soon(pause = PAUSE_MS) {
    this.left = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), pause);
  }

  leave() {
    this.left = true;
    clearTimeout(this.timer);
    this.sending?.abort();
  }

  async now(isLast = false) {
    clearTimeout(this.timer);
    const typed = this.typed();
    if (this.left || typed === this.kept) return;
    this.sending?.abort();
    this.sending = new AbortController();
    try {
      const answer = await this.send(typed, isLast);
      await this.read(answer, typed, isLast);
    } catch (problem) {
      if (problem.name === "AbortError") return;
      this.say("Offline");
      this.soonAgain();
    }
  }

  send(typed, isLast) {
    const token = this.form.elements.csrfmiddlewaretoken.value;
    return fetch(this.line.dataset.url, {
      method: "POST",
      body: new URLSearchParams(typed),
      headers: { "X-CSRFToken": token, Accept: "application/json" },
      redirect: "manual",
      keepalive: isLast,
      signal: isLast ? undefined : this.sending.signal,
    });
  }

  async read(answer, typed, isLast) {
    if (answer.ok) {
      this.kept = typed;
      const { kept_at: at } = await answer.json();
      if (at) this.say("Kept", at);
      else this.line.hidden = true;
    } else if (answer.type === "opaqueredirect") this.saySignedOut();
    else if (answer.status === 403 && !isLast) await this.renewToken();
    else if (answer.status === 422) this.show((await answer.json()).error);
    else {
      this.say("Failed");
      this.soonAgain();
    }
  }

  // Signing in again, in another tab, has made the token of this page stale.
  async renewToken() {
    const answer = await fetch(window.location.href, { redirect: "manual" });
    if (!answer.ok) return this.saySignedOut();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("input[name=csrfmiddlewaretoken]")?.value;
    if (!token) return this.say("Failed");
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
    return this.soonAgain(0);
  }

  soonAgain(pause = AGAIN_MS) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), pause);
  }

  say(name, value = "") {
    this.show(this.line.dataset[`text${name}`].replace("%s", value));
  }

  show(text) {
    this.says.textContent = text;
    this.line.hidden = false;
  }

  saySignedOut() {
    const link = document.createElement("a");
    link.href = this.line.dataset.signIn;
    link.target = "_blank";
    link.textContent = this.line.dataset.textSignIn;
    this.say("SignedOut");
    this.says.append(" ", link);
  }
}

for (const line of document.querySelectorAll("[data-draft]")) new Keeper(line);
