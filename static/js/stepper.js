// Plus and minus beside a millimetre field. They start from the hint of last time, so a first press is "a bit more".
const STEP_MM = 1;

function readNumber(text) {
  const number = Number.parseFloat(text.replace(",", "."));
  return Number.isFinite(number) ? number : null;
}

function makeButton(sign, label, input, hint) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  button.textContent = sign > 0 ? "+" : "−";
  button.setAttribute("aria-label", `${label}: ${sign > 0 ? "+" : "−"}1 mm`);
  button.addEventListener("click", () => {
    const from = readNumber(input.value) ?? hint ?? 0;
    const next = Math.max(STEP_MM, Math.round((from + sign * STEP_MM) * 10) / 10);
    input.value = String(next);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
  return button;
}

for (const stepper of document.querySelectorAll("[data-stepper]")) {
  const input = stepper.querySelector("input");
  const label = document.querySelector(`label[for="${input.id}"]`)?.textContent ?? "";
  const hint = readNumber(stepper.dataset.hint ?? "");
  stepper.prepend(makeButton(-1, label, input, hint));
  stepper.append(makeButton(1, label, input, hint));
  stepper.classList.add("stepper--live");
}
