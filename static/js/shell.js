// On every page: registers the service worker that opens the site's shell without network, and for somebody who
// is signed in looks after what the device keeps, if she asked it to keep anything.

if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => {}));
}

// The line may go while the page still loads: then there is nothing to look after until the next page.
const unlessOffline = (error) => {
  if (navigator.onLine) throw error;
};

const device = document.querySelector("[data-device]");
if (device) import("./offline.js").then(({ start }) => start(device)).catch(unlessOffline);
