// Loads the program: on the page, and again in the worker, which the page starts from this very file.
// The names of the program's files change with every release. The page reads them from its own markup,
// the worker from the address that it was started with. Where the markup names no program for the worker,
// as in a build by Trunk, the page's program serves as both.
const page = globalThis.document;
const names = page
  ? page.getElementById("program").dataset
  : Object.fromEntries(new URL(import.meta.url).searchParams);
const base = page ? page.baseURI : import.meta.url;
const absolute = ({ js, wasm }) => ({ js: new URL(js, base).href, wasm: new URL(wasm, base).href });
const { js, wasm } = absolute(names);

if (page) {
  const worker = new URL(import.meta.url);
  worker.search = new URLSearchParams(absolute(page.getElementById("worker-program")?.dataset ?? names));
  globalThis.goodhartWorker = worker.href;
}

try {
  if (typeof WebAssembly !== "object") {
    throw new Error("This browser has no WebAssembly, or it was turned off.");
  }
  const program = await import(js);
  await program.default({ module_or_path: wasm });
  if (page) {
    performance.mark("interactive");
    dispatchEvent(new Event("goodhart-started"));
  }
} catch (error) {
  // In the worker, the page is told by the error event.
  if (!page) throw error;
  page.getElementById("loading")?.remove();
  page.getElementById("broken-why").textContent = `The program could not be started. ${error.message}`;
  page.getElementById("broken").hidden = false;
}
