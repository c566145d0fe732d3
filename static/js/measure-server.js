// Asks the server. Whatever goes wrong comes as a Problem with a kind that the page has words for.

const PATIENCE_MS = 45_000;
const BUSY = new Set([408, 425, 429, 502, 503, 504]);

export class Problem extends Error {
  constructor(kind, text = "") {
    super(text || kind);
    this.kind = kind; // offline, busy, missing, signedOut, fields, failed
    this.text = text;
  }
}

const problemOf = (error) => new Problem(error.name === "TimeoutError" ? "busy" : "offline");

async function textOfErrors(answer) {
  const { errors, error } = await answer.json().catch(() => ({}));
  return error ?? Object.values(errors ?? {}).flat().join(" ");
}

async function checked(answer) {
  if (answer.ok) return answer;
  if (answer.type === "opaqueredirect") throw new Problem("signedOut");
  if (answer.status === 404) throw new Problem("missing");
  if (BUSY.has(answer.status)) throw new Problem("busy", await textOfErrors(answer));
  if (answer.status === 422 || answer.status === 400) throw new Problem("fields", await textOfErrors(answer));
  throw new Problem("failed");
}

// Signing in again, in another tab, has made the token of this page stale.
async function renewToken(form) {
  const answer = await fetch(window.location.href, { redirect: "manual" });
  const page = new DOMParser().parseFromString(await (await checked(answer)).text(), "text/html");
  const token = page.querySelector("input[name=csrfmiddlewaretoken]")?.value;
  if (!token) throw new Problem("failed");
  form.elements.csrfmiddlewaretoken.value = token;
}

export class Server {
  constructor(form) {
    this.form = form;
    this.asking = {};
  }

  // A newer question of the same kind makes the older one void.
  async ask(kind, url, fields) {
    this.stop(kind);
    const gone = (this.asking[kind] = new AbortController());
    try {
      let answer = await this.send(url, fields, gone);
      if (answer.status === 403) {
        await renewToken(this.form);
        answer = await this.send(url, fields, gone);
      }
      return await (await checked(answer)).json();
    } catch (error) {
      if (gone.signal.aborted) return null;
      throw error instanceof Problem ? error : problemOf(error);
    } finally {
      if (this.asking[kind] === gone) delete this.asking[kind];
    }
  }

  stop(kind) {
    this.asking[kind]?.abort();
  }

  send(url, fields, gone) {
    const known = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
    return fetch(url, {
      method: "POST",
      body: new URLSearchParams(known),
      headers: { "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value, Accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.any ? AbortSignal.any([gone.signal, AbortSignal.timeout(PATIENCE_MS)]) : gone.signal,
    });
  }
}

// The picture once, for the stage and the loupe alike.
export async function picture(url) {
  let answer;
  try {
    answer = await fetch(url, { redirect: "manual" });
  } catch (error) {
    throw problemOf(error);
  }
  return URL.createObjectURL(await (await checked(answer)).blob());
}
