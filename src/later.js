// Loads the later part of the page's program: the builder puts this file into the script of the first part, in place of
// the import that it stands for, because it needs that script's `wasm`.
const later = {
  /** Says how it went by a function of the program: `callback` is its place in the table. */
  async __wasm_split_load_later(callback, data) {
    let isHere = false;
    try {
      const { wasm: name } = document.getElementById("later-program").dataset;
      const response = await fetch(new URL(name, document.baseURI));
      if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
      // Memory and table, which both parts share.
      const imports = { __wasm_split: wasm };
      // A server that does not know the type of the file would else keep it from being compiled while it comes.
      const isNamed = response.headers.get("content-type") === "application/wasm";
      if (isNamed) await WebAssembly.instantiateStreaming(response, imports);
      else await WebAssembly.instantiate(await response.arrayBuffer(), imports);
      isHere = true;
    } catch (error) {
      console.warn(`The later part of the program was not loaded. ${error.message}`);
    }
    wasm.__indirect_function_table.get(callback)(data, isHere);
  },
};
