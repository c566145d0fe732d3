// The search fields that Django's admin draws over a select have no name; they take the words of their row's label.

function nameFields() {
  for (const field of document.querySelectorAll(".select2-search__field:not([aria-label])")) {
    const label = field.closest(".form-row")?.querySelector("label");
    if (label) field.setAttribute("aria-label", label.textContent.replace(/:\s*$/, ""));
  }
}

// They are drawn some time after the page is ready, and again when a section is added.
new MutationObserver(nameFields).observe(document.body, { childList: true, subtree: true });
nameFields();
