// The search fields that Django's admin draws over a select have no name; they take the words of their row's label.

function nameFields(root) {
  for (const field of root.querySelectorAll(".select2-search__field:not([aria-label])")) {
    const label = field.closest(".form-row")?.querySelector("label");
    if (label) field.setAttribute("aria-label", label.textContent.replace(/:\s*$/, ""));
  }
}

// Django draws them when the document is ready, and again when a section is added.
window.addEventListener("load", () => nameFields(document));
document.addEventListener("formset:added", (event) => setTimeout(() => nameFields(event.target)));
