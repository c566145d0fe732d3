// Days and moments as this device knows them.

// Now, as <input type="datetime-local"> wants it.
export function localNow() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function dayWords(at) {
  const { lang } = document.documentElement;
  const language = lang === "en" ? "en-GB" : lang || undefined; // the day before the month, as everywhere on the site
  const day = { weekday: "long", day: "numeric", month: "long" };
  return new Date(at).toLocaleString(language, { ...day, hour: "numeric", minute: "2-digit" });
}

// A form as a person reads it: [question, answer] of everything that is filled in.
export function readable(form) {
  const lines = [];
  for (const part of form.elements) {
    if (!part.name || part.type === "hidden" || part.type === "file" || part.disabled || !part.value) continue;
    if (["radio", "checkbox"].includes(part.type)) {
      if (part.checked) lines.push([words(part.closest("fieldset")?.querySelector("legend")), words(part.labels[0])]);
    } else if (part.matches("input, textarea, select")) {
      const value = part.type === "datetime-local" ? part.value.replace("T", " ") : part.value;
      lines.push([words(part.labels?.[0]), value]);
    }
  }
  return lines;
}

function words(part) {
  return part?.textContent.trim().replace(/\s+/g, " ") ?? "";
}
