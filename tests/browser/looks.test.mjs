// The page can be read and used by everyone, at every width, in both colour schemes, by keyboard alone.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { DESKTOP, PHONE, SAMPLE, start } from "./harness.mjs";

let site, axe;
before(async () => {
  site = await start();
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
});
after(() => site.stop());

/** What axe-core finds against WCAG 2.2 AA and its own best practices. */
async function violations(goodhart) {
  // Evaluated by the debugger, because the page's policy lets no other script in.
  await goodhart.page.evaluate(axe);
  const { violations } = await goodhart.page.evaluate(() => globalThis.axe.run());
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
}

/** How far the page is wider than the window. */
const overflow = (goodhart) =>
  goodhart.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const SCREENS = [
  { name: "desktop", viewport: DESKTOP },
  { name: "phone", viewport: PHONE },
  { name: "projector", viewport: { width: 1920, height: 1080 } },
];

for (const { name, viewport } of SCREENS) {
  for (const colorScheme of ["light", "dark"]) {
    test(`every view on a ${name} in ${colorScheme}: no violation, no sideways scrolling`, async () => {
      const goodhart = await site.open({ viewport, colorScheme, reducedMotion: "reduce" });
      const look = async (view) => {
        await goodhart.picture(`${view}-${name}-${colorScheme}`);
        assert.deepEqual(await violations(goodhart), [], view);
        assert.equal(await overflow(goodhart), 0, `${view} is wider than the window`);
      };
      await look("start");
      await goodhart.drop(...SAMPLE);
      await goodhart.dropText("empty.csv", "");
      await goodhart.page.getByRole("button", { name: "Read the answer" }).waitFor();
      await look("data");
      await goodhart.page.getByRole("button", { name: "Read the answer" }).click();
      await goodhart.overview();
      await goodhart.page.getByText("Every outcome as a table").click();
      await look("overview");
      await goodhart.view("Correlate");
      await goodhart.answered();
      await goodhart.choose("Colour by", "role");
      await goodhart.answered();
      await goodhart.page.getByText("The same values as a table").click();
      await look("correlate");
      await goodhart.view("Goodhart check");
      await goodhart.checked();
      await look("check");
      await goodhart.pin();
      await goodhart.view("Findings");
      await goodhart.page.locator(".finding").waitFor();
      await look("findings");
      await goodhart.page.getByRole("button", { name: "Present" }).click();
      await goodhart.page.locator("#slide-title").waitFor();
      await look("slide");
      await goodhart.page.keyboard.press("Escape");
      await goodhart.page.locator("dialog.present").waitFor({ state: "detached" });
      await goodhart.view("Matrix");
      await goodhart.answered();
      await look("matrix");
      await goodhart.page.getByRole("button", { name: "Filter", exact: true }).click();
      await goodhart.page.locator("summary", { hasText: "role" }).click();
      await goodhart.page.getByLabel(/^engineer/).check();
      await look("filter-dialog");
      await goodhart.page.getByRole("button", { name: "Apply" }).click();
      await goodhart.answered();
      await look("matrix-filtered");
      await goodhart.view("Methods");
      await goodhart.page.locator(".method").first().waitFor();
      await look("methods");
      await goodhart.close();
    });
  }
}

test("everything can be reached and worked by keyboard, and the focus can be seen", async () => {
  const goodhart = await site.open();
  const { page } = goodhart;
  const press = async (key, times = 1) => {
    for (let at = 0; at < times; at += 1) await page.keyboard.press(key);
  };
  const focused = () =>
    page.evaluate(() => {
      const { activeElement: now } = document;
      const style = getComputedStyle(now);
      return { text: now.textContent.trim().slice(0, 40), outline: style.outlineStyle, width: style.outlineWidth };
    });
  await press("Tab");
  assert.equal((await focused()).text, "Skip to the content");
  await press("Tab", 3);
  const button = await focused();
  assert.equal(button.text, "Try the sample company");
  assert.notEqual(button.outline, "none");
  assert.notEqual(button.width, "0px");
  await press("Enter");
  await goodhart.overview();
  const closer = page.getByRole("button", { name: /^Look closer/ });
  for (let at = 0; at < 40 && !(await closer.evaluate((button) => button === document.activeElement)); at += 1) await press("Tab");
  await press("Enter");
  await goodhart.answered();
  const met = new Set();
  await page.evaluate(() => document.activeElement?.blur());
  for (let at = 0; at < 60; at += 1) {
    await press("Tab");
    met.add(await page.evaluate(() => {
      const { activeElement: now } = document;
      return now.getAttribute("aria-label") ?? now.labels?.[0]?.textContent ?? now.textContent.trim();
    }));
  }
  for (const wanted of ["Data", "Correlate", "Start over", "Usage", "Outcome", "Compare", "Colour by", "Spearman’s rho", "The same values as a table"]) {
    assert.ok(met.has(wanted), `${wanted} is not reached: ${[...met].join(", ")}`);
  }
  assert.ok([...met].some((name) => name.startsWith("Scatter plot")), "the plot is not reached");
  await goodhart.close();
});

test("a word explains itself by keyboard and closes by Escape", async () => {
  const goodhart = await site.open();
  await goodhart.sample();
  const word = goodhart.page.getByRole("button", { name: "Spearman’s rho" });
  await word.focus();
  await goodhart.page.keyboard.press("Enter");
  const text = goodhart.page.getByText(/How well the order of people by usage agrees/);
  assert.ok(await text.isVisible());
  await goodhart.page.keyboard.press("Escape");
  assert.ok(!(await text.isVisible()));
  await goodhart.close();
});

test("the page never says that one thing makes another happen", async () => {
  const goodhart = await site.open();
  await goodhart.sample();
  const values = await goodhart.page.getByLabel("Outcome", { exact: true }).locator("option").evaluateAll((all) => all.map((one) => one.value));
  assert.ok(values.length > 3);
  for (const value of values) {
    await goodhart.choose("Outcome", value);
    await goodhart.answered();
    const text = await goodhart.page.locator("main").innerText();
    assert.doesNotMatch(text, /\b(causes?|drives?|improves?|boosts?|leads to|because of AI|thanks to)\b/i, value);
    assert.doesNotMatch(text, /NaN|Infinity|undefined/, value);
  }
  await goodhart.close();
});
