// The form for a lab result: finds a test by a few letters and leaves only the units of the chosen test.
// Without this script every test and unit is listed, and the server says which unit does not fit.

const analyte = document.querySelector("#id_analyte");
const unit = document.querySelector("#id_raw_unit");

/** Keeps a copy of a select's children, so that they can be left out and brought back. */
function remember(select) {
  return [...select.children].map((child) => child.cloneNode(true));
}

function matches(option, words) {
  const text = `${option.textContent} ${option.value}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

function offerSearch(select) {
  const all = remember(select);
  const find = document.createElement("input");
  find.type = "search";
  find.className = "form-control lab-find";
  find.autocomplete = "off";
  find.placeholder = select.closest("form").dataset.findText;
  find.setAttribute("aria-label", find.placeholder);
  find.setAttribute("aria-controls", select.id);
  select.before(find);

  find.addEventListener("input", () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = select.value;
    const kept = all.map((child) => child.cloneNode(true)).filter((child) => {
      if (child.tagName !== "OPTGROUP") return true;
      [...child.children].forEach((option) => {
        if (option.value !== chosen && !matches(option, words)) option.remove();
      });
      return child.children.length > 0;
    });
    select.replaceChildren(...kept);
    select.value = chosen;
    const left = [...select.options].filter((option) => option.value);
    const found = left.filter((option) => matches(option, words));
    if (words.length && found.length === 1) select.value = found[0].value;
    if (select.value !== chosen) select.dispatchEvent(new Event("change"));
  });
  find.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    select.focus();
  });
}

function fitUnits(all) {
  const chosen = unit.value;
  const fitting = all.filter((option) => !option.value || !analyte.value || option.dataset.tests.split(" ").includes(analyte.value));
  unit.replaceChildren(...fitting.map((option) => option.cloneNode(true)));
  const codes = fitting.map((option) => option.value).filter(Boolean);
  // One unit leaves no choice to make; with several, nothing is chosen for the person.
  if (codes.includes(chosen)) unit.value = chosen;
  else unit.value = analyte.value && codes.length === 1 && codes[0] !== "{titer}" ? codes[0] : "";
}

function showHint() {
  const place = document.querySelector("[data-analyte-hint]");
  const hint = analyte.selectedOptions[0]?.dataset.hint ?? "";
  place.textContent = hint;
  place.hidden = !hint;
}

if (analyte && unit) {
  const units = remember(unit);
  const chosen = unit.value;
  analyte.addEventListener("change", () => {
    fitUnits(units);
    showHint();
  });
  offerSearch(analyte);
  fitUnits(units);
  if (chosen) unit.value = chosen;
  showHint();
  document.querySelector("#ask .btn")?.scrollIntoView({ block: "center" });
}
