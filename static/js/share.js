// A button that hands the address beside it to another app of the device. Without this file it is copied by hand.
const field = document.querySelector("[data-copy-from]");
const button = document.querySelector("[data-share]");
if (field && button && navigator.share) {
  button.classList.remove("hidden");
  button.addEventListener("click", async () => {
    try {
      await navigator.share({ title: button.dataset.shareTitle, url: field.value });
    } catch {
      // Left without sending, or the device has nothing to send it with: the address stands beside it.
    }
  });
}
