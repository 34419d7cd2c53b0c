// A closer look at two metrics: the plot that can be switched, brushed and zoomed, and the sections below it.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { PHONE, start } from "./harness.mjs";

let site, axe;
before(async () => {
  site = await start();
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
});
after(() => site.stop());

/** The sample company with tokens against lead time, which has the strongest relation in it. */
async function leadTime(options) {
  const goodhart = await site.open({ hash: "#/correlate?x=usage.tokens-out&y=outcome.lead-time-hours&by=role", ...options });
  await goodhart.page.getByRole("button", { name: "Try the sample company" }).click();
  await goodhart.page.locator("nav").waitFor();
  await goodhart.view("Correlate");
  await goodhart.answered();
  await goodhart.choose("Usage", "usage.tokens-out");
  await goodhart.choose("Outcome", "outcome.lead-time-hours");
  await goodhart.choose("Colour by", "role");
  await goodhart.answered();
  return goodhart;
}

const plot = (goodhart) => goodhart.page.locator(".plot canvas");
const summary = (goodhart) => plot(goodhart).getAttribute("aria-label");
const picture = (goodhart) => plot(goodhart).evaluate((canvas) => canvas.toDataURL());

/** The rows of the table behind a chart. */
async function rows(goodhart, label) {
  await goodhart.page.getByText(`${label} as a table`).click();
  const found = goodhart.page.getByRole("region", { name: `${label}: the values` }).locator("tbody tr");
  await found.first().waitFor();
  return found;
}

/** Drags over a part of the plot, given as shares of its width and height. */
async function brush(goodhart, [left, top, right, bottom]) {
  const { page } = goodhart;
  await plot(goodhart).scrollIntoViewIfNeeded();
  const box = await plot(goodhart).boundingBox();
  const at = (x, y) => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...at(left, top));
  await page.mouse.down();
  await page.mouse.move(...at((left + right) / 2, (top + bottom) / 2));
  await page.mouse.move(...at(right, bottom));
  await page.mouse.up();
  await goodhart.answered();
}

test("skewed usage begins on a logarithmic axis, which a person can leave", async () => {
  const goodhart = await leadTime();
  assert.match(await summary(goodhart), /Tokens out.*logarithmic/);
  await goodhart.page.getByLabel("Logarithmic usage axis").uncheck();
  assert.doesNotMatch(await summary(goodhart), /logarithmic/);
  await goodhart.page.getByLabel("Logarithmic usage axis").check();
  assert.match(await summary(goodhart), /logarithmic/);
  await goodhart.close();
});

test("every layer can be switched, and each changes the drawing", async () => {
  const goodhart = await leadTime();
  for (const name of ["Line", "Smooth curve", "Means of equal parts", "Histograms on the axes"]) {
    const box = goodhart.page.getByLabel(name, { exact: true });
    const before = await picture(goodhart);
    await box.click();
    assert.notEqual(await picture(goodhart), before, name);
    await box.click();
    assert.equal(await picture(goodhart), before, `${name} and back`);
  }
  await goodhart.close();
});

test("a rectangle selects people, zooms to them, and goes away again", async () => {
  const goodhart = await leadTime();
  const { page } = goodhart;
  const selected = page.locator(".selected");
  const whole = await summary(goodhart);
  await brush(goodhart, [0.45, 0.3, 0.75, 0.85]);
  const said = await selected.innerText();
  assert.match(said, /^\d+ people selected · Spearman’s rho [−\d.]+ \(95% CI /);
  await page.getByRole("button", { name: "Zoom in" }).click();
  await goodhart.answered();
  assert.notEqual(await summary(goodhart), whole);
  assert.equal(await selected.innerText(), "");
  await page.getByRole("button", { name: "Reset zoom" }).click();
  assert.equal(await summary(goodhart), whole);
  // A corner where nobody or hardly anybody is.
  await brush(goodhart, [0.85, 0.2, 0.9, 0.28]);
  assert.equal(await selected.innerText(), "Fewer than 5 people selected");
  await page.locator(".plot").focus();
  await page.keyboard.press("Escape");
  assert.equal(await selected.innerText(), "");
  await goodhart.close();
});

test("the selection can be typed, and kept for every view", async () => {
  const goodhart = await leadTime();
  const { page } = goodhart;
  await page.getByText("Select by values").click();
  await page.getByLabel("Tokens out from").fill("5000");
  await page.getByLabel("Tokens out to").fill("20000");
  await page.getByRole("button", { name: "Select", exact: true }).click();
  await goodhart.answered();
  const count = Number(/^(\d+) people/.exec(await page.locator(".selected").innerText())[1]);
  const before = await goodhart.exact("n");
  assert.ok(count > 20 && count < before, `${count} of ${before}`);
  await page.getByRole("button", { name: "Keep only these, in every view" }).click();
  await goodhart.answered();
  assert.equal(await goodhart.exact("n"), count);
  await page.keyboard.press("Control+z");
  await goodhart.answered();
  assert.equal(await goodhart.exact("n"), before);
  await goodhart.close();
});

test("the reversal within roles is named, drawn, and stands after adjusting for the role", async () => {
  const goodhart = await leadTime();
  const { page } = goodhart;
  await page.getByRole("heading", { name: "Within each role the relation points the other way than for all people together" }).waitFor();
  assert.equal(await (await rows(goodhart, "Inside each group")).count(), 7);
  await page.getByRole("group", { name: "Make people alike in" }).getByLabel("role", { exact: true }).check();
  await goodhart.answered();
  await page.getByRole("heading", { name: "Among people alike in role, more tokens out goes with lower lead time hours" }).waitFor();
  await page.getByText("The relation turns round: it lies between the groups, not within them.").waitFor();
  await page.getByText("Other metrics, with care").click();
  await page.getByRole("group", { name: "Make people alike in" }).getByLabel("Tasks done", { exact: true }).check();
  await goodhart.answered();
  await page.getByText(/“Tasks done” is measured while people use AI or after/).waitFor();
  await goodhart.close();
});

test("all ways of counting are shown at once, and no one of them can be picked", async () => {
  const goodhart = await leadTime();
  const { page } = goodhart;
  await page.getByRole("heading", { name: "All 56 ways of counting find that more tokens out goes with higher lead time hours" }).waitFor();
  assert.equal(await (await rows(goodhart, "Every way of counting")).count(), 56);
  const section = page.locator("section", { has: page.locator("#multiverse-title") });
  // What is saved or pinned is all of them; none can be chosen.
  const controls = await section.locator("select, input, button").allInnerTexts();
  assert.ok(controls.every((label) => /pin|save|svg|png|csv|picture|table/i.test(label)), controls.join());
  await goodhart.close();
});

test("the order in time is told where there are enough periods, and else why not", async () => {
  const goodhart = await leadTime();
  const { page } = goodhart;
  await page.getByText(/Of 17 distances/).waitFor();
  await goodhart.choose("Compare", "whole time");
  await goodhart.answered();
  await page.getByText(/the order in time needs at least 6/).waitFor();
  await goodhart.close();
});

test("public findings stand beside an outcome that they are about, with their sources", async () => {
  const goodhart = await leadTime();
  const { page } = goodhart;
  const table = page.locator(".world");
  assert.equal(await table.locator("tbody tr").count(), 4);
  assert.match(await table.innerText(), /Secondary source: /);
  await page.getByText(/Not the same quantity/).waitFor();
  await goodhart.choose("Outcome", "outcome.quality-score");
  await goodhart.answered();
  await page.getByText("No public finding that we know of is about quality score.").waitFor();
  assert.equal(await table.count(), 0);
  await goodhart.close();
});

test("more people than dots can show are drawn as a crowd, counted under the pointer", async () => {
  const goodhart = await site.open();
  const lines = (header, value) =>
    [header, ...Array.from({ length: 6000 }, (_, at) => `p${String(at).padStart(5, "0")},2026-01-05,${value(at)}`)].join("\n");
  await goodhart.dropText("usage.csv", lines("person_id,date,prompts", (at) => 10 + (at % 40)));
  await goodhart.dropText("outcomes.csv", lines("person_id,date,tasks_done", (at) => 5 + (at % 7)));
  await goodhart.read();
  assert.match(await summary(goodhart), /^Density plot/);
  await goodhart.page.getByText("The darker a spot, the more people lie there, 6000 people in all.").waitFor();
  const box = await plot(goodhart).boundingBox();
  const tip = goodhart.page.locator(".tip");
  const met = new Set();
  for (let x = 0.1; x < 0.95; x += 0.01) {
    for (const y of [0.3, 0.35, 0.4, 0.45, 0.5, 0.55]) {
      await goodhart.page.mouse.move(box.x + x * box.width, box.y + y * box.height);
      if (await tip.count()) met.add(await tip.innerText());
    }
    if (met.size > 0) break;
  }
  assert.match([...met].join(), /^(Fewer than 5|\d+) people$/);
  await goodhart.close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`with everything open on a phone in ${colorScheme}: no violation, no sideways scrolling`, async () => {
    const goodhart = await leadTime({ viewport: PHONE, colorScheme, reducedMotion: "reduce" });
    const { page } = goodhart;
    await page.getByRole("group", { name: "Make people alike in" }).getByLabel("role", { exact: true }).check();
    await goodhart.answered();
    await page.locator("main details:not([open]) > summary").evaluateAll((all) => all.forEach((one) => one.click()));
    await page.locator(".values-table tbody tr").first().waitFor();
    await goodhart.picture(`correlate-open-phone-${colorScheme}`);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`), []);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0);
    await goodhart.close();
  });
}
