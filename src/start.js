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

// A program of one SIMD instruction: a browser that does not know it could not read ours.
const simd = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11];

try {
  if (typeof WebAssembly !== "object") {
    throw new Error("This browser has no WebAssembly, or it was turned off.");
  }
  if (!WebAssembly.validate(new Uint8Array(simd))) {
    throw new Error("This browser is too old: Chrome and Firefox can run it since 2021, Safari since version 16.4.");
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
