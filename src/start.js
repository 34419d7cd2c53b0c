// Loads the program: on the page, and again in the worker, which the page starts from this very file.
// The names of the program's files change with every release. The page reads them from its own markup and hands the
// worker's names on in the worker's first lines. They cannot stand in this file's address: where it comes from the
// service worker, the browser tells it the address under which it was kept. Where the markup names no program for the
// worker, as in a build by Trunk, the page's program serves as both.
const page = globalThis.document;
const absolute = ({ js, wasm }) => ({ js: new URL(js, page.baseURI).href, wasm: new URL(wasm, page.baseURI).href });
const named = page?.getElementById("program").dataset;
const { js, wasm } = page ? absolute(named) : globalThis.goodhartProgram;

if (page) {
  const program = absolute(page.getElementById("worker-program")?.dataset ?? named);
  globalThis.goodhartWorker = [
    `globalThis.goodhartProgram = ${JSON.stringify(program)};`,
    `await import(${JSON.stringify(import.meta.url)});`,
  ].join("\n");
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
