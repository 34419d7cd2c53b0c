// What a person said about their columns once is not asked again, and can be handed to a colleague.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { role, start } from "./harness.mjs";

let site;
before(async () => {
  site = await start();
});
after(() => site.stop());

const week = (at) => `2026-01-${String(5 + 7 * (at % 3)).padStart(2, "0")}`;
const table = (header, row) => `${header}\n${Array.from({ length: 36 }, (_, at) => row(at)).join("\n")}\n`;
const JANUARY = table("person_id,week,prompts", (at) => `u${at % 12},${week(at)},${at}`);
const FEBRUARY = table("prompts,person_id,week", (at) => `${at * 2},u${at % 12},${week(at)}`);

const because = (card, column) => card.locator("tr", { has: card.page().getByRole("rowheader", { name: column, exact: true }) }).locator(".reason");

/** Drops January's export and says that `prompts` is a group. */
async function mapped(goodhart) {
  await goodhart.dropText("january.csv", JANUARY);
  const card = await goodhart.file("january.csv");
  await role(card, "prompts").selectOption("group");
  return card;
}

test("a mapping is remembered for the next export with the same columns, in whatever order, and can be let go", async () => {
  const goodhart = await site.open();
  const { page } = goodhart;
  const card = await mapped(goodhart);
  assert.match(await card.innerText(), /Mapped by hand/);
  const kept = await page.evaluate(() => JSON.stringify(localStorage));
  assert.doesNotMatch(kept, /prompts|person_id|u11/, "neither a column's name nor a value is kept");
  await page.reload();
  await page.locator("header.head").waitFor();
  await goodhart.dropText("february.csv", FEBRUARY);
  const next = await goodhart.file("february.csv");
  assert.equal(await role(next, "prompts").inputValue(), "group");
  assert.equal(await because(next, "prompts").innerText(), "it was so in a file like this");
  await next.getByRole("button", { name: "Use the proposal" }).click();
  assert.equal(await role(next, "prompts").inputValue(), "measure");
  await page.reload();
  await page.locator("header.head").waitFor();
  await goodhart.dropText("january.csv", JANUARY);
  assert.equal(await role(await goodhart.file("january.csv"), "prompts").inputValue(), "measure");
  await goodhart.close();
});

test("a saved mapping maps a colleague's files, whichever is dropped first, and holds no value", async () => {
  const goodhart = await site.open();
  await mapped(goodhart);
  const download = goodhart.page.waitForEvent("download");
  await goodhart.page.getByRole("button", { name: "Save mappings" }).click();
  const saved = await download;
  assert.equal(saved.suggestedFilename(), "goodhart.mapping.json");
  const text = await readFile(await saved.path(), "utf8");
  assert.doesNotMatch(text, /u11|2026/);
  await goodhart.close();

  const first = await site.open();
  await first.dropText("goodhart.mapping.json", text);
  await first.dropText("february.csv", FEBRUARY);
  assert.equal(await role(await first.file("february.csv"), "prompts").inputValue(), "group");
  assert.match(await first.page.locator("main").innerText(), /goodhart\.mapping\.json fits 1 of 1 files/);
  await first.close();

  const second = await site.open();
  await second.dropText("february.csv", FEBRUARY);
  const card = await second.file("february.csv");
  assert.equal(await role(card, "prompts").inputValue(), "measure");
  await second.dropText("goodhart.mapping.json", text);
  await second.page.locator("main").getByText("goodhart.mapping.json fits 1 of 1 files").waitFor();
  assert.equal(await role(card, "prompts").inputValue(), "group");
  await second.close();
});

test("a file that is no mapping changes nothing and says so", async () => {
  const goodhart = await site.open();
  const card = await mapped(goodhart);
  await goodhart.dropText("other.mapping.json", '{"hello": 1}');
  const refused = await goodhart.file("other.mapping.json");
  assert.match(await refused.innerText(), /This is no mapping file of Goodhart[\s\S]*Nothing was changed/);
  assert.equal(await role(card, "prompts").inputValue(), "group");
  await goodhart.close();
});
