// Keeps the chosen span and the typed day from contradicting each other.
for (const since of document.querySelectorAll("[data-select-since]")) {
  const day = since.querySelector('input[type="date"]');
  day.addEventListener("input", () => {
    if (day.value) since.querySelector('input[value="day"]').checked = true;
  });
  for (const choice of since.querySelectorAll('input[type="radio"]:not([value="day"])')) {
    choice.addEventListener("change", () => {
      day.value = "";
    });
  }
}
