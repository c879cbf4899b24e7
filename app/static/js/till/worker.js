/* The service worker of the till. Its head, `CACHED`, is written by the server: version, addresses, files.
   It keeps the shell and the files of one version; it never sees the interface of the sales, nor pages with data. */

const CACHE = `kasir-${CACHED.version}`;
const PATIENCE = 3000; // milliseconds after which a slow network's page is replaced by the shell

self.addEventListener("install", (event) => event.waitUntil(cacheAll()));
self.addEventListener("activate", (event) => event.waitUntil(deleteOldCaches()));
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
});

async function cacheAll() {
  const cache = await caches.open(CACHE);
  await cache.addAll([CACHED.shell, ...CACHED.files].map((url) => new Request(url, { cache: "reload" })));
}

async function deleteOldCaches() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith("kasir-") && name !== CACHE).map((name) => caches.delete(name)),
  );
  // It claims no page: one that is loading would get half of its files from the network, half from this cache.
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (CACHED.files.includes(url.pathname)) event.respondWith(fromCache(request));
  else if (request.mode === "navigate" && `${url.pathname.replace(/\/$/, "")}/` === CACHED.till)
    event.respondWith(till(request));
  else if (request.mode === "navigate" && url.pathname.startsWith(CACHED.till)) event.respondWith(otherPage(request));
});

async function fromCache(request) {
  const cached = await caches.match(request.url, { cacheName: CACHE, ignoreVary: true });
  return cached || fetch(request);
}

function shell() {
  return caches.match(CACHED.shell, { cacheName: CACHE, ignoreVary: true });
}

/** Return the till: the server's page if it answers soon, else the shell; also the shell if nobody is signed in but
 *  the device is enrolled. */
async function till(request) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(request, { signal: stop.signal });
    const isSentAway = answer.type === "opaqueredirect" || answer.redirected;
    if (answer.status < 500 && !(isSentAway && (await isTill()))) return answer;
    return (await shell()) || answer;
  } catch {
    return (await shell()) || Response.error();
  } finally {
    clearTimeout(timer);
  }
}

/** Return another page, which needs the network; without a network redirect to the till. */
async function otherPage(request) {
  try {
    return await fetch(request);
  } catch {
    return new URL(request.url).pathname === CACHED.enrol ? Response.error() : Response.redirect(CACHED.till);
  }
}

/** Whether this device was enrolled, read from the till's stores without creating them. */
async function isTill() {
  const names = indexedDB.databases ? await indexedDB.databases() : [{ name: "jiku-bata-till" }];
  if (!names.some((one) => one.name === "jiku-bata-till")) return false;
  return new Promise((resolve) => {
    const opening = indexedDB.open("jiku-bata-till");
    opening.onerror = () => resolve(false);
    opening.onupgradeneeded = () => opening.transaction?.abort();
    opening.onsuccess = () => {
      const db = opening.result;
      if (!db.objectStoreNames.contains("meta")) {
        db.close();
        return resolve(false);
      }
      const asking = db.transaction("meta").objectStore("meta").get("enrolled");
      asking.onsuccess = () => {
        db.close();
        resolve(Boolean(asking.result));
      };
      asking.onerror = () => {
        db.close();
        resolve(false);
      };
    };
  });
}
