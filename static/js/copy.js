// A button that copies the address beside it. Without this file the field can be selected and copied by hand.
const field = document.querySelector("[data-copy-from]");
const button = document.querySelector("[data-copy]");
if (field && button && navigator.clipboard) {
  button.classList.remove("hidden");
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = button.dataset.done;
    } catch {
      // The browser does not allow it: the text is selected and can be copied by hand.
    }
  });
  field.addEventListener("focus", () => field.select());
}
