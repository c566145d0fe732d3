// The menu of records is a <details> and works without this file. This closes it as people expect of a menu:
// with Escape (the focus goes back to where it came from), by a tap elsewhere, or by leaving it with Tab.
for (const menu of document.querySelectorAll("[data-menu]")) {
  const close = () => { menu.open = false; };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close();
    menu.querySelector("summary").focus();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!menu.contains(event.target)) close();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) close();
  });
}
