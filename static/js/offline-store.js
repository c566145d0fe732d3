// Text that was written without network, for the one person who switched this on for this device.
// Entries lie in IndexedDB encrypted with AES-GCM. The key is made here and not extractable: the browser uses it and
// never hands its bytes out. While it is off there is no database at all.

const NAME = "offline";
const VERSION = 1;
const KEPT_DAYS = 14; // accounts/phone.py says the same number to the person
const DAY_MS = 86_400_000;

function done(request) {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error));
  });
}

// Opening a database makes it. Unless that is wanted, making it is called off, so that looking leaves no trace.
function open(make = false) {
  const request = indexedDB.open(NAME, VERSION);
  request.addEventListener("upgradeneeded", () => {
    if (!make) return request.transaction.abort();
    request.result.createObjectStore("device");
    request.result.createObjectStore("entries", { keyPath: "id" });
  });
  return done(request).then(
    (database) => {
      // Another tab may delete everything at any time (signing out): never stand in its way.
      database.addEventListener("versionchange", () => database.close());
      return database;
    },
    () => null,
  );
}

async function run(names, mode, work) {
  const database = await open();
  if (!database) return null;
  try {
    const transaction = database.transaction(names, mode, { durability: "strict" });
    const finished = new Promise((resolve, reject) => {
      transaction.addEventListener("complete", resolve);
      transaction.addEventListener("abort", () => reject(transaction.error));
    });
    const [result] = await Promise.all([work((name) => transaction.objectStore(name)), finished]);
    return result;
  } finally {
    database.close();
  }
}

export function possible() {
  return Boolean(globalThis.isSecureContext && globalThis.indexedDB && globalThis.crypto?.subtle);
}

// {owner, key, since} of whoever switched it on, or null.
export async function device() {
  if (!possible()) return null;
  return (await run(["device"], "readonly", (store) => done(store("device").get("device")))) ?? null;
}

export async function turnOn(owner) {
  await turnOff(); // what somebody else kept here goes: one person a device
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  (await open(true)).close();
  await run(["device"], "readwrite", (store) => done(store("device").put({ owner, key, since: Date.now() }, "device")));
}

export function turnOff() {
  if (!globalThis.indexedDB) return Promise.resolve();
  return done(indexedDB.deleteDatabase(NAME)).catch(() => undefined);
}

// What an entry belongs to is bound into its encryption: moved to another owner or id it does not open.
function lock(owner, id, iv) {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(`${owner}|${VERSION}|${id}`) };
}

export async function put(id, content, at = Date.now()) {
  const { owner, key } = await device();
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt(lock(owner, id, iv), key, new TextEncoder().encode(JSON.stringify(content)));
  await run(["entries"], "readwrite", (store) => done(store("entries").put({ id, owner, at, version: VERSION, iv, data })));
}

async function unlock(entry, key) {
  const text = await crypto.subtle.decrypt(lock(entry.owner, entry.id, entry.iv), key, entry.data);
  return { id: entry.id, at: entry.at, content: JSON.parse(new TextDecoder().decode(text)) };
}

// Without their texts, also for somebody else: [{id, owner, at}], oldest first. Too old ones are removed on the way.
export async function listed() {
  const rows = (await run(["entries"], "readonly", (store) => done(store("entries").getAll()))) ?? [];
  const old = Date.now() - KEPT_DAYS * DAY_MS;
  for (const row of rows) if (row.at < old) await remove(row.id);
  return rows.filter((row) => row.at >= old).sort((one, other) => one.at - other.at);
}

export async function entries() {
  const own = await device();
  if (!own) return [];
  const opened = await Promise.allSettled((await listed()).map((row) => unlock(row, own.key)));
  return opened.filter((one) => one.status === "fulfilled").map((one) => one.value); // one that is damaged stops no other
}

export async function entry(id) {
  const own = await device();
  const row = own && (await run(["entries"], "readonly", (store) => done(store("entries").get(id))));
  return row ? unlock(row, own.key) : null;
}

export function remove(id) {
  return run(["entries"], "readwrite", (store) => done(store("entries").delete(id)));
}
