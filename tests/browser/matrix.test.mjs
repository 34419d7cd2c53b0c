// The matrix: what stands among so many pairs, by mouse and by keyboard, and the way to a pair and back.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { start } from "./harness.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

/** The sample, with its matrix. */
async function matrix() {
  const goodhart = await site.open();
  await goodhart.sample();
  await goodhart.view("Matrix");
  await made(goodhart);
  return goodhart;
}

/** Waits for the matrix that was asked for. */
async function made(goodhart) {
  await goodhart.page.locator(".matrix-table").waitFor();
  await goodhart.settled();
  await goodhart.page.locator(".answer-body:not(.stale)").waitFor();
}

const pair = (goodhart, name) => goodhart.page.getByRole("button", { name: new RegExp(`^${name}: `) });
/** Every cell is framed exactly where it is said to stand; how many are. */
async function framed(goodhart) {
  const cells = await goodhart.page.locator(".pair").evaluateAll((all) =>
    all.map((cell) => [cell.classList.contains("framed"), cell.getAttribute("aria-label").includes(", stands after correction")]),
  );
  assert.ok(cells.length > 50);
  for (const [is, said] of cells) assert.equal(is, said);
  return cells.filter(([is]) => is).length;
}

const names = (goodhart) => goodhart.page.locator(".matrix-table tbody th").allInnerTexts();

test("what is planted in the sample stands, and what is unrelated does not", async () => {
  const goodhart = await matrix();
  const { page } = goodhart;
  assert.match(await page.locator("#finding").innerText(), /^\d+ of 108 pairs stand out when people are compared/);
  assert.match(await page.locator(".matrix-luck").innerText(), /about 5 of 108 pairs would still reach p < 0\.05/);
  assert.match(await page.locator(".figures").innerText(), /^Strongest: .* rho .* \(95% CI .*\), n = \d+ people$/);
  const lead = pair(goodhart, "Tokens out and lead time hours");
  assert.match(await lead.getAttribute("aria-label"), /rho 0\.53 .*, stands after correction/);
  assert.match(await lead.getAttribute("class"), /framed/);
  assert.equal(await framed(goodhart), Number.parseInt(await page.locator("#finding").innerText(), 10));
  for (const cell of await pair(goodhart, ".* and quality score").all()) {
    assert.match(await cell.getAttribute("aria-label"), /does not stand after correction/);
  }
  await goodhart.close();
});

test("a cell opens its pair with the same figures, and Back returns the keyboard to it", async () => {
  const goodhart = await matrix();
  const { page } = goodhart;
  const cell = pair(goodhart, "Tokens out and lead time hours");
  const shown = await cell.innerText();
  await cell.focus();
  await page.keyboard.press("Enter");
  await page.locator("[data-figure=rho]").waitFor();
  await goodhart.answered();
  assert.equal((await goodhart.shown("rho")).value, shown);
  assert.match(new URL(page.url()).hash, /^#\/correlate\?x=usage\.tokens-out&y=outcome\.lead-time-hours/);
  await page.goBack();
  await cell.and(page.locator(":focus")).waitFor();
  assert.match(new URL(page.url()).hash, /^#\/matrix/);
  await goodhart.close();
});

test("arrow keys walk the cells, one of which takes the Tab key", async () => {
  const goodhart = await matrix();
  const { page } = goodhart;
  const focused = () => page.evaluate(() => {
    const cell = document.activeElement.closest("td");
    return cell && [cell.parentElement.rowIndex - 1, cell.cellIndex - 1];
  });
  await page.locator(".pair[tabindex='0']").focus();
  assert.deepEqual(await focused(), [0, 0]);
  const walk = [["ArrowRight", [0, 1]], ["ArrowDown", [1, 1]], ["ArrowUp", [0, 1]], ["ArrowUp", [0, 1]], ["End", [0, 8]],
    ["ArrowRight", [0, 8]], ["Control+End", [11, 8]], ["Home", [11, 0]], ["ArrowLeft", [11, 0]], ["Control+Home", [0, 0]]];
  for (const [key, place] of walk) {
    await page.keyboard.press(key);
    assert.deepEqual(await focused(), place, key);
    assert.equal(await page.locator(".pair[tabindex='0']").count(), 1);
  }
  // What the focus is at is read out beside the table.
  await page.keyboard.press("ArrowDown");
  const label = await page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  const readout = await page.locator(".matrix-readout").innerText();
  assert.equal(readout.split("\n")[0].replace(/\s+/g, " "), label.split(":")[0]);
  assert.match(readout, /95% CI .* to/);
  assert.match(readout, /n\s+\d+ people/);
  assert.match(readout, /Corrected for 108 pairs/);
  await goodhart.close();
});

test("the same people over time tell another story, and the filter on dates finds when it ends", async () => {
  const goodhart = await matrix();
  const { page } = goodhart;
  await page.getByLabel("Same people over time").check();
  await page.locator("#finding", { hasText: "followed over time" }).waitFor();
  await made(goodhart);
  const linked = pair(goodhart, "Prompts and tasks done");
  assert.match(await linked.getAttribute("aria-label"), /does not stand after correction/);
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByLabel("Until").fill("2026-04-05");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.locator(".pair.framed", { hasText: /0\.1/ }).first().waitFor();
  await made(goodhart);
  assert.match(await linked.getAttribute("aria-label"), /: 0\.\d+ standard deviations .*, stands after correction/);
  await framed(goodhart);
  assert.match(new URL(page.url()).hash, /^#\/matrix\?layer=within&to=2026-04-05$/);
  // The other layer was not thrown away, and is asked anew only because the filter changed it.
  await page.keyboard.press("Control+z");
  await made(goodhart);
  assert.match(await linked.getAttribute("aria-label"), /does not stand after correction/);
  await goodhart.close();
});

test("among the people of one role the relation turns, and stands as firmly", async () => {
  const goodhart = await matrix();
  const { page } = goodhart;
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.locator("summary", { hasText: "role" }).click();
  await page.getByLabel(/^engineer/).check();
  await page.getByRole("button", { name: "Apply" }).click();
  await page.locator("#finding", { hasText: /^(?!11 )/ }).waitFor();
  await made(goodhart);
  const lead = pair(goodhart, "Prompts and lead time hours");
  assert.match(await lead.getAttribute("aria-label"), /rho −0\.\d+ .*, stands after correction/);
  assert.equal(await framed(goodhart), Number.parseInt(await page.locator("#finding").innerText(), 10));
  await goodhart.close();
});

test("the order can be chosen, and the drawing can be saved", async () => {
  const goodhart = await matrix();
  const { page } = goodhart;
  await goodhart.choose("Order", "by name");
  const sorted = await names(goodhart);
  assert.deepEqual(sorted, [...sorted].sort((a, b) => a.toLowerCase().localeCompare(b.toLowerCase())));
  await page.getByRole("button", { name: "Save as" }).click();
  const saved = await goodhart.saved(page.getByRole("button", { name: "Picture (SVG)" }));
  assert.match(saved.name, /^goodhart-\d+-of-108-pairs[a-z-]*\.svg$/);
  const svg = saved.bytes.toString();
  assert.match(svg, /^<svg [\s\S]*<title>\d+ of 108 pairs/);
  assert.ok(svg.includes("Lead time hours"));
  await goodhart.close();
});
