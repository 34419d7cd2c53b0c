// How long the plot takes with a million people: first frame, hover, redraw. Run by hand:
//
//     node tests/browser/bench-scatter.mjs [people]
//
// Files are made in a folder of their own and dropped on the page, as a person would. Times are the page's own clock.
// "worker" is what the worker took to answer, "draw" what the page took to draw, "all" from the change to the frame.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { dice } from "../../benches/import/files.mjs";
import { start } from "./harness.mjs";

const people = Number(process.argv[2] ?? 1_000_000);
const folder = mkdtempSync(path.join(tmpdir(), "goodhart-bench-"));

function files() {
  const draw = dice(7);
  const normal = () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  const [usage, outcomes] = [["person_id,date,prompts"], ["person_id,date,tasks_done,quality_score"]];
  for (let at = 0; at < people; at += 1) {
    const id = `p${at.toString(36).padStart(5, "0")}`;
    const used = Math.round(Math.exp(3 + normal()));
    usage.push(`${id},2026-01-05,${used}`);
    outcomes.push(`${id},2026-01-05,${(20 + 2 * Math.log1p(used) + 5 * normal()).toFixed(2)},${(70 + 9 * normal()).toFixed(1)}`);
  }
  return Object.entries({ "usage.csv": usage, "outcomes.csv": outcomes }).map(([name, lines]) => {
    const file = path.join(folder, name);
    writeFileSync(file, lines.join("\n"));
    return file;
  });
}

/** Does something, waits until the plot was drawn after it, and says how long each part took. */
async function timed(page, change) {
  return page.evaluate(async (change) => {
    const seen = (name) => performance.getEntriesByName(name, "measure");
    const [draws, answers] = [seen("draw").length, seen("analyse").length];
    const from = performance.now();
    const element = document.querySelector(change.on);
    if (change.value) element.value = change.value;
    element.dispatchEvent(new Event(change.event, { bubbles: true }));
    while (seen("draw").length === draws) await new Promise((resume) => setTimeout(resume, 1));
    // The frame is on the screen with the next one.
    await new Promise((resume) => requestAnimationFrame(resume));
    const draw = seen("draw")[draws];
    const worker = seen("analyse")[answers];
    return { all: performance.now() - from, worker: worker?.duration ?? 0, draw: draw.duration };
  }, change);
}

const rounded = (times) => Object.fromEntries(Object.entries(times).map(([name, ms]) => [name, `${ms.toFixed(1)} ms`]));

const site = await start();
try {
  const goodhart = await site.open();
  const { page } = goodhart;
  page.setDefaultTimeout(600_000);
  const began = Date.now();
  await goodhart.drop(...files());
  await page.getByRole("button", { name: "Read the answer" }).click();
  await goodhart.view("Correlate");
  await page.locator(".plot canvas").waitFor();
  console.log(`${people} people: dropped files to the first plot in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  await goodhart.answered();
  console.log(`… to all figures in ${((Date.now() - began) / 1000).toFixed(1)} s`);

  const outcome = await page.getByLabel("Outcome", { exact: true }).getAttribute("id");
  const other = { on: `#${outcome}`, event: "change", value: "outcome.quality-score" };
  console.log("another outcome, first frame:", rounded(await timed(page, other)));
  await goodhart.answered();

  const log = await page.getByLabel("Logarithmic usage axis");
  await log.evaluate((box) => box.setAttribute("id", "bench-log"));
  for (const turn of ["off", "on"]) {
    await page.evaluate((checked) => (document.querySelector("#bench-log").checked = checked), turn === "on");
    console.log(`logarithmic axis ${turn}:`, rounded(await timed(page, { on: "#bench-log", event: "change" })));
    await goodhart.answered();
  }

  const hovers = await page.evaluate(async () => {
    const canvas = document.querySelector(".plot canvas");
    const box = canvas.getBoundingClientRect();
    const times = [];
    for (let at = 0; at < 300; at += 1) {
      const [x, y] = [0.1 + (0.8 * at) / 300, 0.3 + 0.4 * ((at * 7) % 10) / 10];
      const from = performance.now();
      canvas.dispatchEvent(new PointerEvent("pointermove", {
        bubbles: true, clientX: box.x + x * box.width, clientY: box.y + y * box.height,
      }));
      // Effects run in a task of their own.
      await new Promise((resume) => { const channel = new MessageChannel(); channel.port1.onmessage = resume; channel.port2.postMessage(0); });
      times.push(performance.now() - from);
    }
    times.sort((a, b) => a - b);
    return { median: times[150], "95th of 100": times[285], longest: times[299] };
  });
  console.log("hover:", rounded(hovers));

  const box = await page.locator(".plot canvas").boundingBox();
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.4);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.6, { steps: 3 });
  await page.mouse.up();
  await goodhart.answered();
  const press = async (name, id) => {
    await page.getByRole("button", { name }).evaluate((button, id) => button.setAttribute("id", id), id);
    const times = await timed(page, { on: `#${id}`, event: "click" });
    await goodhart.answered();
    return rounded(times);
  };
  console.log("zoom to the selection:", await press("Zoom in", "bench-zoom"));
  console.log("reset the zoom:", await press("Reset zoom", "bench-reset"));
} finally {
  await site.stop();
  rmSync(folder, { recursive: true });
}
