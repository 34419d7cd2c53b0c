// The answer at a glance: the first thing that a person reads, against what was planted in the sample company.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { SAMPLE_WITH_EVENTS, reference, start } from "./harness.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

/** Loads the sample and stays in the overview. */
async function glance() {
  const goodhart = await site.open();
  await goodhart.page.getByRole("button", { name: "Try the sample company" }).click();
  await goodhart.overview();
  return goodhart;
}

const text = (goodhart, selector) => goodhart.page.locator(selector).innerText();

test("the sample's button and dropped files lead to the same overview, with the figures that SciPy gives", async () => {
  const button = await glance();
  const said = await text(button, "main");
  const { between_people: pairs } = await reference();
  const pair = pairs.find(({ usage, outcome, period }) => usage === "prompts" && outcome === "tasks_done" && period === "week");
  const fixed = (value) => value.toFixed(2).replace("-", "−");
  const [low, high] = pair.spearman.ci95.map(fixed);
  assert.match(
    await text(button, "[data-figure=between]"),
    new RegExp(`${fixed(pair.spearman.rho)} \\(95% CI ${low} to ${high}\\), n = ${pair.n_people} people`),
  );
  assert.match(await text(button, "#across"), /18 tests, adjusted together \(Holm\)/);
  await button.close();

  const drop = await site.open();
  await drop.drop(...SAMPLE_WITH_EVENTS);
  await drop.page.getByRole("button", { name: "Read the answer" }).click();
  await drop.overview();
  assert.equal(await text(drop, "main"), said);
  await drop.close();
});

test("the relation that reverses within roles is found, said first, and the reason to doubt it", async () => {
  const goodhart = await glance();
  await goodhart.choose("Usage", "usage.tokens-out");
  await goodhart.choose("Outcome", "outcome.lead-time-hours");
  await goodhart.overview();
  const finding = await text(goodhart, "#finding");
  assert.match(finding, /People with more tokens out tend to have higher lead time hours/);
  assert.match(finding, /within the groups of “role” that points the other way/);
  assert.match(await text(goodhart, "#doubt"), /Simpson’s paradox/);
  await goodhart.page.getByRole("button", { name: "Look closer at tokens out and lead time hours" }).click();
  await goodhart.answered();
  assert.equal(await goodhart.page.getByLabel("Usage", { exact: true }).inputValue(), "usage.tokens-out");
  await goodhart.page.goBack();
  await goodhart.overview();
  assert.equal(await text(goodhart, "#finding"), finding);
  await goodhart.close();
});

test("every chart has its values as a table, and dated events are named", async () => {
  const goodhart = await glance();
  for (const [name, rows] of [["Usage over time", 26], ["The outcome over time", 26], ["Every outcome", 18], ["Lorenz curve", 77]]) {
    await goodhart.page.getByText(`${name} as a table`).click();
    const table = goodhart.page.getByRole("region", { name: `${name}: the values` }).locator("tbody tr");
    await table.first().waitFor();
    assert.equal(await table.count(), rows, name);
    assert.match(await goodhart.page.getByRole("img", { name: new RegExp(`^${name}`) }).getAttribute("aria-label"), /axis:/);
  }
  assert.match(await text(goodhart, ".events"), /C\s*6 Apr 2026: Leaderboard launched/);
  await goodhart.close();
});

test("the borders of segments can be moved, and what is no border is refused", async () => {
  const goodhart = await glance();
  const people = async () => {
    const cells = await goodhart.page.locator(".segments-table tbody tr td:nth-child(2)").allInnerTexts();
    return cells.map(Number);
  };
  const sum = (counts) => counts.reduce((all, one) => all + one, 0);
  const before = await people();
  assert.equal(sum(before), 400);
  await goodhart.page.getByLabel("Heavy from").fill("60");
  await goodhart.page.getByLabel("Heavy from").press("Enter");
  await goodhart.page.getByText("60 or more").waitFor();
  const moved = await people();
  assert.ok(sum(moved) === 400 && moved[3] < before[3], `${before} became ${moved}`);
  await goodhart.page.getByLabel("Regular from").fill("70");
  await goodhart.page.getByLabel("Regular from").press("Enter");
  await goodhart.page.getByText(/heavy use begins no earlier than regular use/).waitFor();
  assert.deepEqual(await people(), moved);
  await goodhart.close();
});

test("files without dates get an answer, and a sentence in place of each chart over time", async () => {
  const goodhart = await site.open();
  const rows = (value) => Array.from({ length: 30 }, (_, at) => `u${at},${value(at)}`).join("\n");
  await goodhart.dropText("usage.csv", `person_id,prompts,tokens,accepted\n${rows((at) => `${(at * 7) % 31},${at},1`)}\n`);
  await goodhart.dropText("outcomes.csv", `person_id,tasks_done,defects,incidents\n${rows((at) => `${(at * 11) % 17},${at},2`)}\n`);
  await goodhart.page.getByRole("button", { name: "Read the answer" }).click();
  await goodhart.overview();
  assert.match(await text(goodhart, "#finding"), /^Cannot tell yet whether prompts and tasks done go together: with 30 people/);
  assert.match(await text(goodhart, ".over-time"), /Prompts cannot be drawn over time: its file has no dates/);
  assert.equal(await goodhart.page.locator(".over-time canvas:visible").count(), 0);
  assert.equal(await goodhart.page.locator(".spread canvas:visible").count(), 1);
  await goodhart.close();
});

test("the overview names no person and no cause, whatever is held against each other", async () => {
  const goodhart = await glance();
  const values = await goodhart.page.getByLabel("Usage", { exact: true }).locator("option").evaluateAll((all) => all.map((one) => one.value));
  assert.ok(values.length > 8);
  for (const value of values) {
    await goodhart.choose("Usage", value);
    await goodhart.overview();
    const said = await text(goodhart, "main");
    assert.doesNotMatch(said, /p-[0-9a-f]{6}/, value);
    assert.doesNotMatch(said, /\b(causes?|drives?|improves?|boosts?|leads to|because of AI|thanks to)\b/i, value);
    assert.doesNotMatch(said, /NaN|Infinity|undefined/, value);
  }
  await goodhart.close();
});
