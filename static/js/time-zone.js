// Chooses the time zone of the device where nothing was chosen yet; without JavaScript the person picks it.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const select of document.querySelectorAll('select[data-time-zone="follow"]')) {
  const isUntouched = select.value === "" || select.value === "UTC";
  if (isUntouched && [...select.options].some((option) => option.value === zone)) select.value = zone;
}
