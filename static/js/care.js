// The forms of conditions and treatments: a filter above the long list, and what belongs to the choice made in it.

const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{Diacritic}/gu, "");

function matches(option, wanted) {
  return plain(`${option.textContent} ${option.dataset.words || ""}`).includes(wanted);
}

// Options cannot be hidden on every phone, so the list is built again. The choice made and "something else" always stay.
function narrow(select, whole, wanted) {
  const chosen = select.value;
  const keep = (option) => matches(option, wanted) || option.value === chosen || option.value.startsWith("other");
  let found = 0;
  const parts = whole.map((part) => {
    if (part.tagName === "OPTION") return part.cloneNode(true);
    const group = part.cloneNode(false);
    for (const option of part.children) {
      if (!keep(option)) continue;
      if (matches(option, wanted)) found += 1;
      group.append(option.cloneNode(true));
    }
    return group.children.length ? group : "";
  });
  select.replaceChildren(...parts);
  select.value = chosen;
  return found;
}

function addFilter(select) {
  const whole = [...select.children].map((part) => part.cloneNode(true));
  const template = document.getElementById("care-filter");
  if (!template) return;
  const box = template.content.cloneNode(true).firstElementChild;
  const input = box.querySelector("input");
  const says = box.querySelector("[role=status]");
  input.addEventListener("input", () => {
    const wanted = plain(input.value.trim());
    const found = narrow(select, whole, wanted);
    says.textContent = !wanted ? "" : found ? says.dataset.found.replace("%s", found) : says.dataset.none;
  });
  // Enter would send the form half-filled.
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      select.focus();
    }
  });
  select.before(box);
}

function showWhatBelongs(select) {
  const own = document.querySelector("[data-other]");
  if (own && own.dataset.other !== "other") {
    const asked = own.dataset.other.split(" ").includes(select.value);
    own.closest(".care-field").hidden = !asked && !own.value;
  }
  for (const note of document.querySelectorAll("[data-for]")) note.hidden = note.dataset.for !== select.value;
}

for (const select of document.querySelectorAll("select[data-picker]")) {
  addFilter(select);
  select.addEventListener("change", () => {
    showWhatBelongs(select);
    // Warfarin is no treatment of the deposits, so the box below starts ticked; it can be unticked.
    const otherReason = document.querySelector("[name=taken_for_other_reason]");
    if (otherReason && select.value === "warfarin") otherReason.checked = true;
  });
  showWhatBelongs(select);
}
