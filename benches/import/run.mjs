// How long files take from drop to correlation, and in how much memory, beside other libraries in the same Chromium.
//
//     scripts/bench-import [--sizes 10k,100k,1m,2m] [--runs 5] [--tools goodhart,udsv]
//
// Every run has a page and a renderer of its own, so that nothing is warm; the tools take turns, so that whatever
// else the machine does meets them all. Goodhart is the built site, on which the files are dropped as by hand.

import { createServer } from "node:http";
import { createReadStream, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch, serve, visit } from "../../tests/browser/harness.mjs";
import { files } from "./files.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    sizes: { type: "string", default: "10k,100k,1m,2m" },
    runs: { type: "string", default: "5" },
    tools: { type: "string", default: "goodhart,udsv,papaparse,duckdb-wasm,scan" },
    folder: { type: "string", default: path.resolve(here, "../../target/bench-import") },
  },
});

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm" };

/** The pages of the peers. */
async function peerServer() {
  const server = createServer((request, response) => {
    const file = path.join(here, path.normalize(new URL(request.url, "http://localhost").pathname));
    response.setHeader("content-type", TYPES[path.extname(file)] ?? "application/octet-stream");
    createReadStream(file).on("error", () => response.writeHead(404).end()).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => server.close() };
}

const proc = (pid, name) => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
};
const renderers = () =>
  readdirSync("/proc").filter((pid) => /^\d+$/.test(pid) && proc(pid, "cmdline").includes("--type=renderer"));

/** Megabytes of the largest renderer: now, and at most since `memory.begin`. */
const memory = {
  begin: () => renderers().forEach((pid) => writeFileSync(`/proc/${pid}/clear_refs`, "5")),
  of: (field) => Math.max(...renderers().map((pid) => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(proc(pid, "status"))?.[1] ?? 0) / 1024)),
};

/** Begins to note the page's tasks that take 50 ms or more, which is what a browser counts as long. */
const watch = (page) =>
  page.evaluate(() => {
    window.longest = 0;
    const note = (list) => list.getEntries().forEach(({ duration }) => (window.longest = Math.max(window.longest, duration)));
    new PerformanceObserver(note).observe({ type: "longtask" });
  });

async function goodhart(browser, site, [usage, outcomes]) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const hash = "#/correlate?x=usage.prompts&y=outcome.quality-score&period=span";
  const opened = await visit(context, `${site.url}${hash}`);
  const { page } = opened;
  page.setDefaultTimeout(300_000);
  // The worker that waits warms itself up, for which it takes memory too.
  const empty = memory.of("VmRSS");
  // As with the peers, what has to be loaded only once is loaded before.
  await opened.kept();
  await page.waitForTimeout(3_000);
  await page.evaluate(() => {
    addEventListener("drop", () => (window.dropped = performance.now()), { capture: true, once: true });
    window.answer = new Promise((resolve) => {
      const look = () => {
        // Who wants the answer presses this as soon as it is there.
        const read = [...document.querySelectorAll("main button")].find((button) => button.textContent === "Read the answer");
        if (read) return read.click();
        const figure = (name) => document.querySelector(`[data-figure=${name}] .estimate-value`)?.title;
        if (figure("r") && figure("rho")) resolve({ r: Number(figure("r")), rho: Number(figure("rho")), ms: performance.now() - window.dropped });
      };
      new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true });
    });
  });
  return {
    page,
    context,
    empty,
    ask: async () => {
      await opened.drop(usage, outcomes);
      return page.evaluate(() => window.answer);
    },
  };
}

async function peer(browser, server, name, [usage, outcomes]) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(300_000);
  await page.goto(`${server.url}peers.html?peer=${name}`);
  await page.waitForFunction(() => window.ask);
  await page.setInputFiles("#usage", usage);
  await page.setInputFiles("#outcomes", outcomes);
  return { page, context, ask: () => page.evaluate(() => window.ask()) };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const [site, server, browser] = await Promise.all([serve(), peerServer(), launch()]);
try {
  for (const size of options.sizes.split(",")) {
    const dropped = files(options.folder, size);
    const megabytes = dropped.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
    const found = Object.fromEntries(options.tools.split(",").map((tool) => [tool, []]));
    for (let run = 0; run < Number(options.runs); run += 1) {
      for (const tool of Object.keys(found)) {
        const { page, context, ask, empty = memory.of("VmRSS") } = tool === "goodhart" ? await goodhart(browser, site, dropped) : await peer(browser, server, tool, dropped);
        memory.begin();
        await watch(page);
        const answer = await ask();
        // What the page still does with the answer holds it up as well.
        await page.waitForTimeout(1_000);
        found[tool].push({ ...answer, longest: await page.evaluate(() => window.longest), peak: memory.of("VmHWM") - empty });
        await context.close();
      }
    }
    const answers = Object.entries(found).flatMap(([tool, runs]) => runs.filter((run) => "r" in run).map((run) => ({ tool, ...run })));
    for (const { tool, r, rho } of answers) {
      const [want] = answers;
      if (Math.abs(r - want.r) > 1e-9 || Math.abs(rho - want.rho) > 1e-9) throw new Error(`${tool}: ${r}, ${rho} against ${want.r}, ${want.rho}`);
    }
    console.log(`\n${size} rows, ${megabytes.toFixed(1)} MB, medians of ${options.runs}\n`);
    console.log("| | ms | fastest to slowest | longest task of the page, ms | peak memory over the empty page, MB | of the file |");
    console.log("|---|---|---|---|---|---|");
    for (const [tool, runs] of Object.entries(found)) {
      const of = (name) => runs.map((run) => run[name]);
      const peak = median(of("peak"));
      const longest = median(of("longest")) || "below 50";
      const cells = [median(of("ms")), `${Math.round(Math.min(...of("ms")))} to ${Math.round(Math.max(...of("ms")))}`, longest, peak];
      console.log(`| ${[tool, ...cells.map((cell) => (typeof cell === "number" ? Math.round(cell) : cell)), (peak / megabytes).toFixed(1)].join(" | ")} |`);
    }
  }
} finally {
  await browser.close();
  await site.stop();
  server.stop();
}
