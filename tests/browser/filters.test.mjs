// Filters: what the chips say is what the numbers are about, and every step can be taken back.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SAMPLE, start } from "./harness.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

/** The sample, with Correlate open. */
async function sample() {
  const goodhart = await site.open();
  await goodhart.sample();
  await goodhart.view("Correlate");
  await goodhart.answered();
  return goodhart;
}

/** Opens the dialog, chooses, and applies. */
async function filter(goodhart, choose) {
  const { page } = goodhart;
  await page.getByRole("region", { name: "Filters" }).getByRole("button", { name: /^(Filter|Change filters)$/ }).click();
  const dialog = page.getByRole("dialog", { name: "Whose numbers, and when" });
  await choose(dialog);
  await dialog.getByRole("button", { name: "Apply" }).click();
  await goodhart.answered();
}

const keepEngineers = async (dialog) => {
  await dialog.locator("summary", { hasText: "role" }).click();
  await dialog.getByLabel(/^engineer/).check();
};

const chips = (goodhart) => goodhart.page.locator(".chip > span:first-child").allInnerTexts();
const hash = (goodhart) => new URL(goodhart.page.url()).hash;

test("a group filter narrows every figure, says whom it leaves out, and stands in the link", async () => {
  const goodhart = await sample();
  const all = await goodhart.exact("n");
  let promised;
  await filter(goodhart, async (dialog) => {
    await keepEngineers(dialog);
    promised = Number(await dialog.locator("label", { hasText: /^engineer/ }).locator(".hint").innerText());
  });
  assert.equal(await goodhart.exact("n"), promised);
  assert.ok(promised < all);
  assert.deepEqual(await chips(goodhart), ["role: engineer"]);
  assert.equal(await goodhart.page.locator(".filter-left").innerText(), `${promised} of ${all} people`);
  assert.equal(await goodhart.page.locator(".chip-removes").innerText(), `leaves out ${all - promised} people`);
  assert.match(hash(goodhart), /in\.role=engineer/);
  await goodhart.close();
});

test("chips come off one by one by keyboard, and the keyboard keeps its place", async () => {
  const goodhart = await sample();
  const { page } = goodhart;
  const all = await goodhart.exact("n");
  await filter(goodhart, async (dialog) => {
    await keepEngineers(dialog);
    await dialog.getByLabel("Until").fill("2026-04-05");
    await dialog.getByLabel("Only people who are there from start to end").check();
  });
  assert.deepEqual(await chips(goodhart), ["Until 5 Apr 2026", "role: engineer", "There from start to end"]);
  await page.getByRole("button", { name: "Remove the filter role: engineer" }).focus();
  await page.keyboard.press("Delete");
  await page.getByRole("button", { name: "Remove the filter There from start to end" }).and(page.locator(":focus")).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Remove the filter Until 5 Apr 2026" }).and(page.locator(":focus")).waitFor();
  await page.keyboard.press("Backspace");
  await page.getByRole("button", { name: "Filter", exact: true }).and(page.locator(":focus")).waitFor();
  await goodhart.answered();
  assert.equal(await goodhart.exact("n"), all);
  assert.doesNotMatch(hash(goodhart), /in\.|to=|span=/);
  await goodhart.close();
});

test("Ctrl+Z takes back filters and questions in turn, Ctrl+Shift+Z takes them again", async () => {
  const goodhart = await sample();
  const { page } = goodhart;
  const first = await page.getByLabel("Outcome", { exact: true }).inputValue();
  await filter(goodhart, keepEngineers);
  const few = await goodhart.exact("n");
  await goodhart.choose("Outcome", "outcome.defects");
  await goodhart.answered();
  await page.getByRole("button", { name: "Clear all" }).click();
  await goodhart.answered();
  const step = async (keys) => {
    await page.keyboard.press(keys);
    await goodhart.settled();
  };
  await step("Control+z");
  assert.deepEqual(await chips(goodhart), ["role: engineer"]);
  await step("Control+z");
  assert.equal(await page.getByLabel("Outcome", { exact: true }).inputValue(), first);
  assert.equal(await goodhart.exact("n"), few);
  await step("Control+z");
  assert.deepEqual(await chips(goodhart), []);
  await step("Control+Shift+z");
  await page.getByRole("button", { name: "Redo" }).click();
  await goodhart.settled();
  assert.deepEqual(await chips(goodhart), ["role: engineer"]);
  assert.equal(await page.getByLabel("Outcome", { exact: true }).inputValue(), "outcome.defects");
  await goodhart.close();
});

test("Ctrl+Z in a text box is the box's own", async () => {
  const goodhart = await sample();
  const { page } = goodhart;
  await filter(goodhart, keepEngineers);
  await page.getByRole("button", { name: "Change filters" }).click();
  await page.getByRole("spinbutton").pressSequentially("12");
  await page.keyboard.press("Control+z");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  assert.deepEqual(await chips(goodhart), ["role: engineer"]);
  await goodhart.close();
});

test("a link brings its filters; what these files do not have is passed over, and said", async () => {
  const link = "#/correlate?from=2026-04-06&in.planet=Mars&in.role=engineer&periods=4";
  const goodhart = await site.open({ hash: link });
  await goodhart.drop(...SAMPLE);
  await goodhart.page.getByRole("button", { name: "Read the answer" }).click();
  await goodhart.view("Correlate");
  await goodhart.answered();
  assert.deepEqual(await chips(goodhart), ["From 6 Apr 2026", "planet: Mars", "role: engineer", "At least 4 weeks with both"]);
  const removes = await goodhart.page.locator(".chip-removes").allInnerTexts();
  assert.equal(removes[1], "not in these files");
  assert.match(removes[2], /^leaves out \d+ people$/);
  assert.equal(hash(goodhart), link);
  await goodhart.close();
});

test("filters that leave nobody say so and come off again", async () => {
  const goodhart = await site.open({ hash: "#/correlate?from=2031-01-01" });
  const { page } = goodhart;
  await goodhart.drop(...SAMPLE);
  await page.getByRole("button", { name: "Read the answer" }).waitFor();
  assert.match(await page.locator(".join").innerText(), /Filters leave 0 of \d+ people/);
  await goodhart.view("Correlate");
  await page.locator("main").getByText("Nobody has both values").waitFor();
  await page.getByRole("button", { name: "Remove the filter From 1 Jan 2031" }).click();
  await goodhart.answered();
  assert.ok((await goodhart.exact("n")) > 100);
  await goodhart.close();
});
