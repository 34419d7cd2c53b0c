// On the page: has the site kept for use without a network, and offers a new version when there is one.
// Whatever fails in here, the page works as it would without.
//
// There is something to keep only where the builder wrote the version into the page, and where the browser has
// service workers: over https, and on this machine. A plain http server in an intranet gives neither,
// and everything else works the same.
const version = document.querySelector("meta[name=version]")?.content;
const { serviceWorker } = navigator;

if (version && serviceWorker) addEventListener("goodhart-started", () => keep().catch(() => {}), { once: true });

async function keep() {
  const registration = await serviceWorker.register("./service.js", { updateViaCache: "none" });
  if (registration.waiting) consider(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const { installing } = registration;
    installing.addEventListener("statechange", () => {
      if (installing.state === "installed" && serviceWorker.controller) consider(installing);
    });
  });
  serviceWorker.addEventListener("controllerchange", () => consider(serviceWorker.controller));
}

/** Offers the version of a service worker, unless it is the one that runs here. */
async function consider(worker) {
  if (!worker) return;
  if ((await versionOf(worker)) === version) {
    worker.postMessage("begin");
    return;
  }
  globalThis.goodhartUpdate = () => begin(worker);
  dispatchEvent(new Event("goodhart-update"));
}

function versionOf(worker) {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = (event) => resolve(event.data);
    worker.postMessage("version", [port2]);
  });
}

/** Loads the page again, as soon as the new version serves it. */
function begin(worker) {
  const load = () => location.reload();
  if (worker.state !== "installed") return load();
  serviceWorker.addEventListener("controllerchange", load, { once: true });
  worker.postMessage("begin");
}
