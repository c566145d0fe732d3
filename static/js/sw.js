// The service worker. The server puts a line before this file: const SHELL = {version, pages, files}.
// It keeps that shell, which holds nothing of a person, and nothing else: every page, photo and answer of the
// site comes from the network or not at all. It holds no state, so a newer one may take over at any moment.

const CACHE = `shell-${SHELL.version}`;
const KEPT = new Set([...SHELL.files, ...Object.values(SHELL.pages)]);

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function fill() {
  const cache = await caches.open(CACHE);
  // No cookies: nobody is signed in for these requests, whatever the server may be changed to one day.
  const options = { cache: "reload", credentials: "omit" };
  await cache.addAll([...KEPT].map((address) => new Request(address, options)));
  await self.skipWaiting();
}

async function takeOver() {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  // The page is asked for while the worker is still starting up.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (request.method === "GET" && !search && KEPT.has(pathname)) event.respondWith(file(request, pathname));
});

async function page(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    const { offline, unsaved } = SHELL.pages;
    return fromShell(event.request.method === "GET" ? offline : unsaved);
  }
}

async function file(request, pathname) {
  try {
    return await fetch(request);
  } catch {
    return fromShell(pathname);
  }
}

async function fromShell(address) {
  const cache = await caches.open(CACHE);
  return (await cache.match(address)) ?? Response.error();
}
