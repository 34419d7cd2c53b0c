// The service worker: keeps the program's own files, so that the site opens without a network.
// It never sees data: files that a person drops are read by the page and its worker, and have no address.
//
// The builder puts two lines in front of this file: VERSION, a hash over the whole site, and SHELL, its files.
// Each version has a cache of its own that is filled before the version begins and never changes after,
// so that files of two versions are never mixed.

const OURS = `goodhart ${registration.scope} `;
const CACHE = OURS + VERSION;
const HOME = new URL("./", location).href;
const FILES = new Set(SHELL.map((name) => new URL(name, location).href));
/** A name that changes with the content: whatever is kept under it is right. */
const HASHED = /-[0-9a-f]{16}\.[a-z]+$/;
/** How long a server may take to answer before the page that was kept is shown. */
const PATIENCE = 5000;

addEventListener("install", (event) => event.waitUntil(keep()));

addEventListener("activate", (event) => event.waitUntil(tidy().then(() => clients.claim())));

addEventListener("message", (event) => {
  if (event.data === "version") event.ports[0].postMessage(VERSION);
  // Said by a page of this version, or after its person asked for it.
  if (event.data === "begin") skipWaiting();
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  url.search = url.hash = "";
  if (request.method !== "GET" || !url.href.startsWith(HOME)) return;
  if (request.mode === "navigate") {
    if ([HOME, `${HOME}index.html`].includes(url.href)) event.respondWith(page());
  } else if (FILES.has(url.href) || HASHED.test(url.pathname)) {
    event.respondWith(file(request, url));
  }
});

async function keep() {
  const page = await fetch(HOME, { cache: "no-cache" });
  // While a server's files are being replaced, its page may be of another version than this file: try another time.
  if (!page.ok || page.redirected || !(await page.clone().text()).includes(VERSION)) {
    throw new Error("The page is not of this version.");
  }
  const cache = await caches.open(CACHE);
  // Under a hashed name, what the browser has from loading the page is as good as what the server has.
  await cache.addAll([...FILES].map((url) => new Request(url, { cache: HASHED.test(url) ? "default" : "no-cache" })));
  await cache.put(HOME, page);
}

/** Lets go of older versions, unless another page may still run one. */
async function tidy() {
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  if (open.length > 1) return;
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== CACHE).map((name) => caches.delete(name)));
}

/** The server's page of today; without an answer the one that was kept. */
async function page() {
  const kept = await (await caches.open(CACHE)).match(HOME);
  try {
    const answer = await fetch(HOME, { cache: "no-cache", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok || answer.type === "opaqueredirect" || !kept) return answer;
  } catch (error) {
    if (!kept) throw error;
  }
  return kept;
}

/** A file as it was kept. One of another version may lie in another cache, as long as a page may run it. */
async function file(request, url) {
  const kept = await (await caches.open(CACHE)).match(url);
  if (kept) return kept;
  const other = HASHED.test(url.pathname) ? await caches.match(url) : undefined;
  return other ?? fetch(request);
}
