// The same question asked of other libraries: mean prompts a person against their quality score.
//
// Each takes both files as the page has them and gives Pearson's r and Spearman's rho, as a program that is built on
// it would. `scan` only reads the file and counts its lines: the least that anything can take.

import * as duckdb from "@duckdb/duckdb-wasm";
import Papa from "papaparse";
import { inferSchema, initParser } from "udsv";

/** Average ranks. */
function ranks(values) {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const ranked = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]] === values[order[from]]) to += 1;
    for (let at = from; at <= to; at += 1) ranked[order[at]] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return ranked;
}

function pearson(x, y) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [xy, xx, yy] = [0, 0, 0];
  for (let at = 0; at < x.length; at += 1) {
    const [dx, dy] = [x[at] - mx, y[at] - my];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xy / Math.sqrt(xx * yy);
}

/** Groups usage by person, joins the outcomes, and correlates. */
function related(people, prompts, quality) {
  const [sums, counts] = [new Map(), new Map()];
  for (let row = 0; row < people.length; row += 1) {
    sums.set(people[row], (sums.get(people[row]) ?? 0) + prompts[row]);
    counts.set(people[row], (counts.get(people[row]) ?? 0) + 1);
  }
  const [x, y] = [[], []];
  for (const [person, value] of quality) {
    if (!sums.has(person)) continue;
    x.push(sums.get(person) / counts.get(person));
    y.push(value);
  }
  return { r: pearson(x, y), rho: pearson(ranks(x), ranks(y)) };
}

const papaparse = {
  async run(usage, outcomes) {
    const read = (file) =>
      new Promise((resolve, reject) =>
        Papa.parse(file, {
          header: true,
          dynamicTyping: true,
          skipEmptyLines: true,
          complete: (result) => resolve(result.data),
          error: reject,
        }),
      );
    const [rows, people] = [await read(usage), await read(outcomes)];
    return related(
      rows.map((row) => row.person_id),
      rows.map((row) => row.prompts),
      people.map((row) => [row.person_id, row.quality_score]),
    );
  },
};

const udsv = {
  async run(usage, outcomes) {
    const read = async (file) => {
      const text = await file.text();
      const schema = inferSchema(text);
      const columns = initParser(schema).typedCols(text);
      return (name) => columns[schema.cols.findIndex((column) => column.name === name)];
    };
    const [rows, people] = [await read(usage), await read(outcomes)];
    const quality = people("quality_score");
    return related(rows("person_id"), rows("prompts"), people("person_id").map((person, at) => [person, quality[at]]));
  },
};

const duckdbWasm = {
  async begin() {
    const files = "node_modules/@duckdb/duckdb-wasm/dist/";
    this.database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(`${files}duckdb-browser-eh.worker.js`));
    await this.database.instantiate(new URL(`${files}duckdb-eh.wasm`, location.href).href);
    this.connection = await this.database.connect();
    await this.connection.query("select 1");
  },
  async run(usage, outcomes) {
    for (const [name, file] of Object.entries({ usage, outcomes })) {
      await this.database.registerFileHandle(`${name}.csv`, file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);
      await this.connection.query(`create table ${name} as select * from read_csv_auto('${name}.csv')`);
    }
    const answer = await this.connection.query(`
      with people as (select person_id, avg(prompts) as x from usage group by person_id),
        pairs as (select x, quality_score as y from people join outcomes using (person_id)),
        ranked as (select x, y,
          rank() over (order by x) + (count(*) over (partition by x) - 1) / 2.0 as rx,
          rank() over (order by y) + (count(*) over (partition by y) - 1) / 2.0 as ry
          from pairs)
      select corr(x, y) as r, corr(rx, ry) as rho from ranked`);
    const [{ r, rho }] = answer.toArray();
    return { r, rho };
  },
};

const scan = {
  async begin() {
    const { instance } = await WebAssembly.instantiateStreaming(fetch("scan.wasm"));
    this.wasm = instance.exports;
  },
  async run(usage) {
    const bytes = await usage.arrayBuffer();
    const at = this.wasm.room(bytes.byteLength);
    new Uint8Array(this.wasm.memory.buffer, at).set(new Uint8Array(bytes));
    return { lines: this.wasm.line_feeds(at, bytes.byteLength) };
  },
};

const peers = { papaparse, udsv, "duckdb-wasm": duckdbWasm, scan };
const peer = peers[new URLSearchParams(location.search).get("peer")];
await peer.begin?.();

window.ask = async () => {
  const [usage, outcomes] = ["usage", "outcomes"].map((id) => document.getElementById(id).files[0]);
  const from = performance.now();
  const answer = await peer.run(usage, outcomes);
  return { ...answer, ms: performance.now() - from };
};
